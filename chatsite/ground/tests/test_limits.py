"""How often people may ask: with Redis, without it, and for whoever comes from many sides."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.test import Client
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground import buckets, sparing
from chatsite.ground.buckets import OwnBuckets, Rate, take
from chatsite.ground.throttles import AddressThrottle, PersonThrottle

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

SILENT_SECONDS = 1.5
MINUTE = 60
CLOSED_PORT = 1


class Saying(APIView):
    throttle_classes = (PersonThrottle,)
    throttle_scope = "saying"

    def get(self, request):
        return Response({})

    def post(self, request):
        return Response({})


class Paying(Saying):
    throttle_scope = "paying"


class Entering(Saying):
    throttle_scope = "entering"
    throttle_classes = (AddressThrottle,)
    permission_classes = ()


urlpatterns = [
    path("api/saying", Saying.as_view()),
    path("api/paying", Paying.as_view()),
    path("api/entering", Entering.as_view()),
]


@pytest.fixture(autouse=True)
def limits(settings):
    settings.LIMITS = {
        "saying": {"burst": 4, "per_minute": 12},
        "paying": {"burst": 4, "per_minute": 12, "fails_closed": True},
        "entering": {"burst": 2, "per_minute": 1},
    }
    return settings.LIMITS


@pytest.fixture
def says(client, alice):
    client.force_login(alice)
    return lambda where="saying": client.post(f"/api/{where}")


@pytest.fixture
def redis_away(settings):
    """Until it is called back."""
    there = settings.REDIS_URL

    def move(url):
        settings.REDIS_URL = url
        buckets._client.cache_clear()

    move(f"redis://127.0.0.1:{CLOSED_PORT}")
    yield lambda: move(there)
    move(there)


def codes(answers):
    return [answer.status_code for answer in answers]


def test_so_many_at_once_and_then_one_is_asked_to_slow_down(says):
    answers = [says() for _ in range(5)]

    assert codes(answers) == [200] * 4 + [429]
    told = answers[-1].json()
    assert (told["success"], told["code"], told["errors"]) == (False, "throttled", {})
    assert told["message"].startswith("Slow down")


def test_whoever_comes_again_when_told_is_let_in(says, limits):
    limits["saying"] = {"burst": 2, "per_minute": 30}
    refused = [says() for _ in range(3)][-1]

    time.sleep(int(refused["Retry-After"]))

    assert refused.status_code == 429
    assert says().status_code == 200


def test_of_a_slow_rate_the_wait_is_told_in_full(says, limits):
    limits["saying"] = {"burst": 1, "per_minute": 1}

    answers = [says(), says()]

    assert MINUTE - 5 <= int(answers[-1]["Retry-After"]) <= MINUTE


def test_asking_on_in_vain_does_not_make_it_longer():
    # A client that does not read Retry-After would otherwise never be let in again.
    rate = Rate(burst=1, per_minute=60)
    waits = [take("x", rate) for _ in range(20)]

    time.sleep(max(waits) / 1000)

    assert waits[0] == 0 < min(waits[1:])
    assert take("x", rate) == 0


def test_who_only_reads_is_not_counted(client, says):
    [says() for _ in range(5)]

    assert client.get("/api/saying").status_code == 200


def test_each_thing_has_its_own_measure(says):
    [says() for _ in range(5)]

    assert says("paying").status_code == 200


def test_what_one_does_is_not_counted_against_another(says, bob):
    [says() for _ in range(5)]
    bobs = Client()
    bobs.force_login(bob)

    assert bobs.post("/api/saying").status_code == 200


def test_a_person_is_the_same_from_every_browser(says, alice):
    # Attack: the limit is dodged by logging in once more.
    [says() for _ in range(5)]
    another = Client()
    another.force_login(alice)

    assert another.post("/api/saying").status_code == 429


def test_nobody_is_turned_away_before_they_could_be_counted(client):
    assert client.post("/api/saying").status_code == 401


def test_limits_may_be_lifted_for_load_tests(says, settings):
    settings.RATE_LIMITS = False

    assert codes(says() for _ in range(20)) == [200] * 20


def test_many_at_once_do_not_slip_past():
    # Attack: all of a script's requests arrive in the same moment.
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: take("x", Rate(10, 1)), range(40)))

    assert waits.count(0) == 10


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        # Attack: a household has 2**64 addresses, and uses each of them once.
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
    ],
)
def test_who_is_nobody_yet_is_counted_by_where_they_are(client, one, other, is_shared):
    for _ in range(2):
        client.post("/api/entering", REMOTE_ADDR=one)

    answer = client.post("/api/entering", REMOTE_ADDR=other)

    assert answer.status_code == (429 if is_shared else 200)


def test_an_unknown_address_is_an_address_too(client):
    answers = [client.post("/api/entering", REMOTE_ADDR="") for _ in range(3)]

    assert codes(answers) == [200, 200, 429]


def test_without_redis_half_as_many_are_let_in(says, redis_away):
    # Nothing of a process is shared, and there are few: two of them let in as many as ever.
    answers = [says() for _ in range(3)]

    assert codes(answers) == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "10"  # 5 s with it


def test_without_redis_there_is_still_one_at_least(says, limits, redis_away):
    limits["saying"] = {"burst": 1, "per_minute": 1}

    assert codes([says(), says()]) == [200, 429]


def test_what_fails_closed_waits_for_redis(says, redis_away):
    answer = says("paying")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_after_the_outage_all_count_together_again(says, redis_away, monkeypatch):
    monkeypatch.setattr(sparing, "REST_SECONDS", 0.1)
    [says() for _ in range(3)]

    redis_away()
    time.sleep(0.1)

    assert codes(says() for _ in range(5)) == [200] * 4 + [429]


@pytest.fixture
def is_silent(settings):
    """From now on Redis says nothing; whether that still holds."""
    redis.Redis.from_url(settings.REDIS_URL).client_pause(int(SILENT_SECONDS * 1000))
    end = time.monotonic() + SILENT_SECONDS
    yield lambda: time.monotonic() < end
    time.sleep(max(0.0, end - time.monotonic()))


def test_a_silent_redis_is_waited_for_once(says, limits, is_silent):
    limits["saying"] = {"burst": 100, "per_minute": 100}

    answers = [says() for _ in range(20)]

    assert codes(answers) == [200] * 20
    assert is_silent()


def test_strangers_do_not_fill_the_memory_of_a_process(monkeypatch):
    # Attack: somebody has a network of addresses, and knows that Redis is away.
    monkeypatch.setattr(buckets, "MOST_OWN", 3)
    own, rate = OwnBuckets(), Rate(2, 1)

    waits = [own.take(name, rate) > 0 for name in "abcadabb"]

    assert waits == [*[False] * 5, True, False, False]  # `b` was not used for longest
    assert len(own._full_at) == 3
