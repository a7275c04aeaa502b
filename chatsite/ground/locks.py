"""Work that only one process may do at a time, whichever comes first.

Postgres keeps these locks for as long as the transaction lasts, and frees those of the dead.
A process that stands still in the middle is as good as dead after a while: Postgres ends its
connection, so that another can go on.
"""

from django.db import connection

NUMBER = "hashtextextended(%s, 0)"
STANDING_STILL_SECONDS = 20
BOUNDED = "set_config('idle_in_transaction_session_timeout', %s, true)"


def lock(name: str) -> None:
    """Wait for it."""
    _ask(f"SELECT pg_advisory_xact_lock({NUMBER}), {BOUNDED}", name)


def try_lock(name: str) -> bool:
    """Whether it is ours; nobody waits."""
    return bool(_ask(f"SELECT pg_try_advisory_xact_lock({NUMBER}), {BOUNDED}", name))


def _ask(question: str, name: str) -> object:
    assert connection.in_atomic_block, "Outside of a transaction the lock would end at once."
    with connection.cursor() as cursor:
        cursor.execute(question, [name, f"{STANDING_STILL_SECONDS}s"])
        return cursor.fetchone()[0]
