import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Count
from django.db.transaction import TransactionManagementError

from chatsite.ground.questions import Given, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [User.objects.create(username=name, email=f"{name}@example.com") for name in "ab"]


def named():
    return User.objects.annotate(groups_of=Count("groups")).filter(username=Given("name"))


def test_it_answers_for_the_values_that_are_given_this_time(people):
    who = Question(named)

    assert [who(name="a"), who(name="b"), who(name="c")] == [[people[0]], [people[1]], []]


def test_its_rows_are_those_of_the_queryset(people):
    people[0].groups.add(Group.objects.create(name="g"))

    (found,) = Question(named)(name="a")

    assert found.email == "a@example.com"
    assert found.groups_of == 1
    found.save(update_fields=["email"])


def test_what_changed_since_it_was_asked_is_seen(people):
    who = Question(named)
    who(name="a")
    people[0].delete()

    assert who(name="a") == []


def test_what_belongs_to_a_row_comes_with_it(people, django_assert_num_queries):
    people[0].emailaddress_set.create(email="a@example.com")
    addresses = people[0].emailaddress_set.model.objects
    whose = Question(lambda: addresses.select_related("user").filter(email=Given("email")))
    whose(email="")

    with django_assert_num_queries(1):
        assert [each.user.username for each in whose(email="a@example.com")] == ["a"]


def test_a_value_that_is_not_given_is_an_error(people):
    with pytest.raises(KeyError):
        Question(named)(nickname="a")


def test_its_sql_is_written_once(people):
    written = []
    who = Question(lambda: written.append("SQL") or named())

    who(name="a")
    who(name="b")

    assert written == ["SQL"]


@pytest.mark.django_db(transaction=True)
def test_what_it_holds_it_holds_in_a_transaction(people):
    held = Question(lambda: User.objects.select_for_update().filter(username=Given("name")))
    with transaction.atomic():
        assert held(name="a") == [people[0]]

    with pytest.raises(TransactionManagementError):
        held(name="a")
