"""What is left in the outbox: how much waits, for how long, and what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from realtime.broadcasters import broadcasters
from realtime.models import OutboxEvent

# Parked events, and those of a broadcaster that is not chosen any more.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Backlog:
    """Of one broadcaster."""

    broadcaster: str
    waiting: int
    age_seconds: float  # of the one that has waited longest
    parked: int


def backlogs() -> list[Backlog]:
    """Of each broadcaster that events go to."""
    waits = Q(parked_at=None)
    counted = (
        OutboxEvent.objects.order_by()
        .values("broadcaster")
        .annotate(
            waiting=Count("pk", filter=waits),
            parked=Count("pk", filter=~waits),
            oldest=Min("created_at", filter=waits),
        )
    )
    found = {each["broadcaster"]: each for each in counted}
    none = {"waiting": 0, "parked": 0, "oldest": None}
    return [
        Backlog(name, each["waiting"], _age(each["oldest"]), each["parked"])
        for name in broadcasters()
        for each in [found.get(name, none)]
    ]


def send_again(event: OutboxEvent) -> None:
    """A parked one, with all its tries anew."""
    event.attempts, event.error = 0, ""
    event.next_try_at = event.parked_at = None
    event.save()


def forget_old() -> None:
    is_dead = Q(parked_at__isnull=False) | ~Q(broadcaster__in=broadcasters())
    OutboxEvent.objects.filter(is_dead, created_at__lt=timezone.now() - KEPT_FOR).delete()


def _age(since: datetime | None) -> float:
    return (timezone.now() - since).total_seconds() if since else 0.0
