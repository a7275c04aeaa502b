"""Carries what waits to its recipients: one call at a time to each, and none waits for another.

What is not taken is tried again in the same order, less and less often, until it has had its
time. Where one delivery alone may be to blame, it lets the others pass after a minute.
"""

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chatsite.ground.deliveries.rows import Delivery, Recipient
from chatsite.ground.outgoing import Refused, Unreachable, post

log = structlog.get_logger(__name__)

CALL_SECONDS = 5.0
TURN_SECONDS = 5.0
CALLS_AT_ONCE = 8
SHORTEST_PAUSE = timedelta(seconds=1)
# A worker that dies while it calls leaves the recipient to another one after this long.
CALL_IS_LOST_AFTER = timedelta(seconds=30)
STEPS_ASIDE_AFTER = timedelta(minutes=1)
KEPT_FOR = timedelta(days=7)
ERROR_LENGTH = 500

Status = Delivery.Status
D = TypeVar("D", bound=Delivery)


@dataclass(frozen=True)
class Letter:
    """What is posted: written anew for each call, because signatures tell the time."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    code: int | None = None
    error: str = ""
    is_final: bool = False

    @property
    def is_success(self) -> bool:
        return self.code is not None and 200 <= self.code < 300


@dataclass(frozen=True)
class Courier(Generic[D]):
    """One kind of delivery, and how long to insist. `write` may raise Refused, for good."""

    recipients: type[Recipient]
    deliveries: type[D]
    write: Callable[[D], Letter]
    tried_for: timedelta
    longest_pause: timedelta
    # How long at most a delivery lets others pass before its next try; zero: none ever passes.
    aside_for: timedelta = timedelta(0)

    def deliver(self) -> None:
        """One turn: whatever is due, to several recipients at once."""
        self._give_up()
        with ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="courier") as threads:
            list(threads.map(self._deliver_in_thread, self.due()))

    def due(self) -> list[int]:
        """The recipients that may be called now, and for whom something waits."""
        now = timezone.now()
        due = self._waiting().filter(next_try_at__lte=now, webhook__in=self._ready(now))
        return list(due.order_by("webhook_id").values_list("webhook_id", flat=True).distinct())

    def forget_old(self) -> None:
        old = self.deliveries._default_manager.filter(created_at__lt=timezone.now() - KEPT_FOR)
        old.delete()

    def _ready(self, now: datetime) -> QuerySet[Recipient]:
        is_rested = Q(rests_until=None) | Q(rests_until__lte=now)
        return self.recipients._default_manager.filter(is_rested, is_active=True)

    def _waiting(self) -> QuerySet[D]:
        return self.deliveries._default_manager.filter(status=Status.WAITING)

    def _give_up(self) -> None:
        """What nobody wants any more, and what has had its time, tried or behind what was."""
        waiting, then = self._waiting(), timezone.now() - self.tried_for
        _fail(waiting.filter(webhook__is_active=False), error="The webhook was switched off.")
        tried = _fail(waiting.filter(first_tried_at__lte=then))
        behind = waiting.filter(first_tried_at=None, created_at__lte=then)
        behind = behind.filter(webhook__failing_since__lte=then)
        # Else a recipient that answers nobody would fall behind for ever.
        if given_up := tried + _fail(behind, error="Others before it were not taken."):
            log.warning("deliveries_given_up", kind=self.deliveries.__name__, count=given_up)

    def _deliver_in_thread(self, webhook_id: int) -> None:
        try:
            self._deliver(webhook_id)
        except Exception:
            # The claim runs out, and the delivery is tried again then.
            log.exception("webhook_not_delivered", webhook=webhook_id)
        finally:
            connection.close()

    def _deliver(self, webhook_id: int) -> None:
        end = time.monotonic() + TURN_SECONDS
        while time.monotonic() < end and (delivery := self._claim(webhook_id)):
            outcome = self._call(delivery)
            self._note(delivery, outcome)
            if not outcome.is_success and not outcome.is_final:
                return

    @transaction.atomic
    def _claim(self, webhook_id: int) -> D | None:
        """The oldest that is due; nobody else will call this recipient meanwhile."""
        now = timezone.now()
        # Not its key: whoever has more to tell it must not wait for us.
        ready = self._ready(now).select_for_update(no_key=True)
        webhook = ready.filter(pk=webhook_id).first()
        due = self._waiting().filter(webhook_id=webhook_id, next_try_at__lte=now)
        if webhook is None or (delivery := due.order_by("pk").first()) is None:
            return None
        self._update(webhook, rests_until=now + CALL_IS_LOST_AFTER)
        delivery.webhook = webhook
        delivery.first_tried_at = delivery.first_tried_at or now
        delivery.attempts += 1
        delivery.save(update_fields=["first_tried_at", "attempts"])
        return delivery

    def _call(self, delivery: D) -> Outcome:
        try:
            letter = self.write(delivery)
            url = delivery.webhook.url
            answer = post(url, letter.body, letter.headers, timeout=CALL_SECONDS)
        except Refused as reason:
            return Outcome(error=str(reason), is_final=True)
        except Unreachable as reason:
            return Outcome(error=str(reason))
        return Outcome(answer.status, answer.body.decode(errors="replace"))

    @transaction.atomic
    def _note(self, delivery: D, outcome: Outcome) -> None:
        now = timezone.now()
        error = outcome.error.replace("\0", "\N{REPLACEMENT CHARACTER}")[:ERROR_LENGTH]
        if outcome.is_success:
            self._end(delivery, Status.DELIVERED, answer_code=outcome.code, error="")
            self._update(delivery.webhook, failing_since=None, rests_until=None)
        elif outcome.is_final:
            self._end(delivery, Status.FAILED, answer_code=outcome.code, error=error)
            self._update(delivery.webhook, rests_until=None)
        else:
            self._postpone(delivery, now, answer_code=outcome.code, error=error)

    def _end(self, delivery: D, status: str, **told: object) -> None:
        self._update(delivery, status=status, ended_at=timezone.now(), **told)

    def _postpone(self, delivery: D, now: datetime, **told: object) -> None:
        failing_since = delivery.webhook.failing_since or now
        rests_until = now + _pause(now - failing_since, self.longest_pause)
        self._update(delivery.webhook, failing_since=failing_since, rests_until=rests_until)
        comes_back_at = now + self._aside(now - (delivery.first_tried_at or now))
        self._update(delivery, next_try_at=max(rests_until, comes_back_at), **told)

    def _aside(self, tried: timedelta) -> timedelta:
        return min(tried, self.aside_for) if tried >= STEPS_ASIDE_AFTER else timedelta(0)

    def _update(self, row: D | Recipient, **told: object) -> None:
        # Not `save`, which complains when the row is being deleted just now.
        type(row)._default_manager.filter(pk=row.pk).update(**told)


def _fail(deliveries: QuerySet, **told: str) -> int:
    return deliveries.update(status=Status.FAILED, ended_at=timezone.now(), **told)


def _pause(failing: timedelta, longest: timedelta) -> timedelta:
    """Up to twice as long as it has been failing, so that it doubles, and at random."""
    bound = min(2 * max(failing, SHORTEST_PAUSE), longest)
    return bound * random.uniform(0.5, 1)  # noqa: S311 - no secret
