"""What is left in the outbox: how much waits, for how long, and what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from realtime.broadcasters import broadcasters, outlets
from realtime.models import OutboxEvent

# Parked events, and those of a broadcaster that is not chosen any more.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Backlog:
    """Of one broadcaster."""

    broadcaster: str
    waiting: int
    age_seconds: float  # since the one that has waited longest might have been sent
    parked: int


def backlogs() -> list[Backlog]:
    """Of each broadcaster that events go to, and of each that has left something behind."""
    waits = Q(parked_at=None)
    counted = (
        OutboxEvent.objects.order_by()
        .values("broadcaster")
        .annotate(
            waiting=Count("pk", filter=waits),
            parked=Count("pk", filter=~waits),
            since=Min(Coalesce("next_try_at", "created_at"), filter=waits),
        )
    )
    found = {each["broadcaster"]: each for each in counted}
    none = {"waiting": 0, "parked": 0, "since": None}
    return [
        Backlog(name, each["waiting"], _age(each["since"]), each["parked"])
        for name in dict.fromkeys([*broadcasters(), *sorted(found)])
        for each in [found.get(name, none)]
    ]


def send_again(event: OutboxEvent) -> None:
    """A parked one, with all its tries anew; the next sweep takes it. Hold its row lock."""
    event.attempts, event.error = 0, ""
    event.next_try_at, event.parked_at = timezone.now(), None
    event.save(update_fields=["attempts", "error", "next_try_at", "parked_at"])


def forget_old() -> None:
    is_dead = Q(parked_at__isnull=False) | ~Q(broadcaster__in=outlets())
    OutboxEvent.objects.filter(is_dead, created_at__lt=timezone.now() - KEPT_FOR).delete()


def _age(since: datetime | None) -> float:
    return max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0
