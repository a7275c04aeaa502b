import psycopg
import pytest
import redis
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import AsyncClient

from chatsite.ground.outages import part_away
from chatsite.ground.tests import views

pytestmark = [pytest.mark.urls("chatsite.ground.tests.urls"), pytest.mark.django_db]

TELLING = {"chatsite.ground.failures", "django.request"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def dying_inside(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "chatsite.ground.tests.views.dying_middleware"]


@pytest.mark.parametrize("part", views.OUTAGES)
def test_the_api_says_when_to_come_back(client, part):
    answer = client.get(f"/api/away/{part}")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["code"] == "unavailable"


@pytest.mark.parametrize("part", views.OUTAGES)
def test_a_page_says_when_to_come_back(client, part):
    answer = client.get(f"/page/away/{part}", headers=HTML)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("part", views.OUTAGES)
def test_a_middleware_may_find_the_outage_first(dying_inside, quiet_client, part):
    answer = quiet_client.get(f"/api/groups?part={part}")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["code"] == "unavailable"


async def test_an_outage_looks_the_same_under_asgi(dying_inside):
    client = AsyncClient(raise_request_exception=False)

    answer = await client.get("/api/groups?part=redis")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize("path", ["/api/away/redis", "/page/away/redis"])
def test_an_outage_is_one_line_in_the_log(client, caplog, path):
    client.get(path)

    lines = [record for record in caplog.records if record.name in TELLING]
    assert [line.levelname for line in lines] == ["WARNING"]
    assert "part_away" in lines[0].getMessage()
    assert lines[0].exc_info is None


@pytest.fixture
def cut_connection():
    """A connection that the server has ended, as a restart of Postgres does."""
    options = connection.get_connection_params()
    wanted = {name: options[name] for name in ("host", "port", "dbname", "user", "password")}
    with psycopg.connect(**wanted) as cut, psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [cut.info.backend_pid])
        yield cut


def test_a_connection_that_was_cut_is_an_outage(cut_connection):
    with pytest.raises(psycopg.OperationalError) as failure:
        cut_connection.execute("SELECT 1")

    assert part_away(failure.value) == "database"


def test_what_was_given_up_so_that_others_get_on_may_be_repeated():
    # Postgres ends one of two transactions that wait for each other.
    given_up = "DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = 'deadlock_detected'; END $$"

    with pytest.raises(OperationalError) as deadlock, transaction.atomic():
        connection.cursor().execute(given_up)

    assert part_away(deadlock.value) == "database"


def test_a_statement_that_took_too_long_is_our_own_mistake():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")

        with pytest.raises(OperationalError) as slow, transaction.atomic():
            cursor.execute("SELECT pg_sleep(1)")

    assert part_away(slow.value) is None


def test_an_outage_behind_another_error_is_found():
    error = RuntimeError("Could not publish.")
    error.__cause__ = redis.TimeoutError()

    assert part_away(error) == "redis"
