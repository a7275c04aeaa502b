"""Work that only one process may do at a time, whichever comes first.

Postgres keeps these locks for as long as the transaction lasts, and frees those of the dead.
"""

from django.db import connection

NUMBER = "hashtextextended(%s, 0)"


def lock(name: str) -> None:
    """Wait for it."""
    _ask(f"SELECT pg_advisory_xact_lock({NUMBER})", name)


def try_lock(name: str) -> bool:
    """Whether it is ours; nobody waits."""
    return bool(_ask(f"SELECT pg_try_advisory_xact_lock({NUMBER})", name))


def _ask(question: str, name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        return cursor.fetchone()[0]
