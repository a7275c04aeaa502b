"""For the root conftest.py: what tests of every app need from the ground."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 (asked for so that the tables are there)
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Between transactional tests Django empties all tables; the audit log would not have it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ground_auditlog DISABLE TRIGGER ground_auditlog_stays_whole")
    yield
    # asgiref keeps a thread to the end, and that its connection; Postgres drops no database so.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
