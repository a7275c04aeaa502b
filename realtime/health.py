"""The outbox' part of health: events that wait too long mean a worker that is away or deaf."""

from django.db import Error as DatabaseError

from chatsite.ground.health import Unwell, part
from realtime import outbox

LATE_SECONDS = 15


@part("outbox")
def outbox_is_drained() -> str:
    try:
        age = outbox.age_seconds()
    except DatabaseError:
        raise Unwell("The outbox cannot be read.") from None
    if age > LATE_SECONDS:
        raise Unwell(f"Events have been waiting for {age:.0f} s. Is the broadcasts worker well?")
    return "Every event has been told."
