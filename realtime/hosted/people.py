"""Who somebody at Pusher is: Pusher tells ids alone, so what else others see is asked for here."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from realtime.changes import USER_NUMBER
from realtime.channels import authorize
from realtime.events import JSON

Somebody = tuple[str, str]  # a channel and a user id


def infos(people: Iterable[Somebody]) -> dict[Somebody, JSON]:
    """What the channel's rule says of each user of ours; nothing of anybody else."""
    people = list(people)
    users = User.objects.in_bulk({int(id_) for _, id_ in people if USER_NUMBER.fullmatch(id_)})
    return {(channel, id_): _info(users, channel, id_) for channel, id_ in people}


def _info(users: dict[int, User], channel: str, id_: str) -> JSON:
    user = users.get(int(id_)) if USER_NUMBER.fullmatch(id_) else None
    verdict = authorize(user, channel) if user else None
    return verdict if isinstance(verdict, dict) else {}
