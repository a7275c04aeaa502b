"""For whoever is erased: what was said on their channels is not kept here either."""

from collections.abc import Collection

from realtime.models import OutboxEvent, WebhookDelivery


def forget_channels(channels: Collection[str]) -> None:
    """What waits to be told there is not told any more, and no log of calls has it."""
    if not channels:
        return
    OutboxEvent.objects.filter(channels__has_any_keys=list(channels)).delete()
    for channel in channels:
        WebhookDelivery.objects.filter(events__contains=f'"{channel}"').delete()
