import pytest
from django.contrib.auth.models import Group

pytestmark = [pytest.mark.urls("chatsite.ground.tests.urls"), pytest.mark.django_db]


@pytest.fixture
def groups():
    Group.objects.bulk_create(Group(name=f"group {number}") for number in range(120))


def names(answer):
    return [group["name"] for group in answer.json()["results"]]


def test_a_page_has_fifty_rows_unless_asked_otherwise(client, groups):
    first = client.get("/api/groups")
    small = client.get("/api/groups?limit=3")

    assert len(names(first)) == 50
    assert names(small) == ["group 119", "group 118", "group 117"]
    assert set(first.json()) == {"success", "results", "next", "previous"}


def test_the_cursor_leads_through_everything_once_and_back(client, groups):
    first = client.get("/api/groups?limit=50")
    second = client.get("/api/groups", {"limit": 50, "cursor": first.json()["next"]})
    third = client.get("/api/groups", {"limit": 50, "cursor": second.json()["next"]})
    back = client.get("/api/groups", {"limit": 50, "cursor": second.json()["previous"]})

    assert len({*names(first), *names(second), *names(third)}) == 120
    assert (first.json()["previous"], third.json()["next"]) == (None, None)
    assert names(back) == names(first)


def test_rows_that_arrive_meanwhile_move_nothing(client, groups):
    first = client.get("/api/groups?limit=2")
    Group.objects.create(name="late")

    second = client.get("/api/groups", {"limit": 2, "cursor": first.json()["next"]})

    assert names(second) == ["group 117", "group 116"]


@pytest.mark.parametrize(
    "limit", ["0", "-1", "101", "x", "", "1.5", "²", "٣", "9" * 5000, "0000000019", "%00"]
)
def test_a_nonsense_page_size_is_refused(client, limit):
    answer = client.get(f"/api/groups?limit={limit}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["limit"]


@pytest.mark.parametrize("cursor", ["", "x", "%00", "%ff", "cD1ub25zZW5zZQ==", "a:b", "é:é", ":"])
def test_a_nonsense_cursor_is_refused(client, cursor):
    # Attack: DRF's own cursor is bare base64; `p=nonsense` in it made the database complain.
    answer = client.get(f"/api/groups?cursor={cursor}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["cursor"]


def test_the_cursor_of_one_list_means_nothing_in_another(client, groups):
    cursor = client.get("/api/groups?limit=2").json()["next"]

    assert client.get("/api/other-groups", {"cursor": cursor}).status_code == 422


def test_any_page_costs_the_same(client, groups, django_assert_num_queries):
    for limit in (1, 100):
        with django_assert_num_queries(1):
            client.get(f"/api/groups?limit={limit}")
