"""The admin's lists cost the same, however much was said."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Func, TextField, Value
from django.test.utils import CaptureQueriesContext

from chatbot.admin.messages import MessageAdmin
from chatbot.testing import new_visitor
from chatbot.tests.operators_lists import CONVERSATIONS, LISTS, MESSAGES, listed, talk_of
from chatsite.ground.long_lists import LongListAdmin

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    """Whose lists are the longest."""
    client.force_login(User.objects.create_superuser("boss"))
    return client


def talks(site, number):
    names = [f"{site.conversations.count()}-{n}" for n in range(number)]
    return [talk_of(new_visitor(site, name), f"Hello from {name}") for name in names]


def queries_of(browser, url):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("url", LISTS)
def test_a_list_asks_as_much_for_many_rows_as_for_one(boss, site, url):
    talks(site, 1)
    boss.get(url)  # what is remembered for later is asked once
    few = len(queries_of(boss, url))
    talks(site, 5)

    assert len(queries_of(boss, url)) == few


def test_a_page_asks_as_much_for_many_messages_as_for_one(boss, site):
    (talk,) = talks(site, 1)
    url = f"{CONVERSATIONS}{talk.pk}/change/"
    boss.get(url)
    few = len(queries_of(boss, url))
    for n in range(5):
        talk_again(talk, n)

    assert len(queries_of(boss, url)) == few


def talk_again(talk, n):
    talk.refresh_from_db()
    author = talk.participants.get(visitor=talk.visitor)
    seq = talk.next_seq()
    talk.save()
    numbers = {"seq": seq, "changed_seq": seq, "client_message_id": f"again-{n}"}
    talk.messages.create(author=author, sender_type="visitor", body="Hello?", **numbers)


@pytest.mark.parametrize("query", ["", "?_facets=True", "?q=Hello", "?p=2"])
@pytest.mark.parametrize("url", LISTS)
def test_no_list_counts_its_rows(boss, site, url, query):
    talks(site, 1)

    assert not [sql for sql in queries_of(boss, url + query) if "COUNT(" in sql]


def test_a_list_is_turned_page_by_page(boss, site, monkeypatch):
    monkeypatch.setattr(LongListAdmin, "list_per_page", 1)
    older, newer = talks(site, 2)

    first, second, third = [boss.get(CONVERSATIONS, {"p": number}) for number in (1, 2, 3)]

    assert [listed(page) for page in (first, second, third)] == [[newer], [older], []]
    assert "?p=2" in first.content.decode()
    assert "Previous" not in first.content.decode()
    assert "Next" not in third.content.decode()
    assert "Show all" not in first.content.decode()  # of how many, nobody knows


def test_nobody_turns_pages_for_ever(boss, site, monkeypatch):
    monkeypatch.setattr("chatsite.ground.long_lists.MOST_PAGES", 2)
    monkeypatch.setattr(LongListAdmin, "list_per_page", 1)
    talks(site, 3)

    assert "Next" not in boss.get(CONVERSATIONS, {"p": 2}).content.decode()
    assert boss.get(CONVERSATIONS, {"p": 3}).status_code == 302


def test_what_takes_too_long_is_given_up(boss, site, monkeypatch):
    # Attack: the same expensive question, asked over and over, leaves Postgres no time for others.
    nap = Func(Value(5.0), function="pg_sleep", output_field=TextField())
    awake = MessageAdmin.get_queryset
    slow = lambda admin, request: awake(admin, request).annotate(nap=nap)  # noqa: E731
    monkeypatch.setattr(MessageAdmin, "get_queryset", slow)
    monkeypatch.setattr("chatsite.ground.long_lists.LONGEST", "50ms")
    talks(site, 1)

    page = boss.get(MESSAGES)

    assert listed(page) == []
    assert "Narrow it down, please." in page.content.decode()


@pytest.mark.parametrize("url", LISTS)
def test_no_list_is_thrown_by_odd_questions(boss, site, url):
    # Attack: addresses that no page of ours leads to.
    talks(site, 1)
    odd = ["q=%00", "q=%23", "q=%239999999999999999999999", "p=x", "p=-1", "o=9.-9.x", "all="]
    odd += [
        "id__exact=x",
        f"id__exact={'9' * 30}",
        "id__in=1,x",
        "status__exact=%00",
        "assignee=%00",
    ]

    answers = {query: boss.get(f"{url}?{query}").status_code for query in odd}

    assert {query: code for query, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("parcel", True), ("PARCEL blue", True), ("parc", False), ("red parcel", False), ("", True)],
)
def test_messages_are_found_by_their_words(boss, vera, words, is_found):
    talk = talk_of(vera, "Where is my blue-ish parcel?")

    found = listed(boss.get(MESSAGES, {"q": words}))

    assert found == (list(talk.messages.all()) if is_found else [])


@pytest.mark.parametrize("url", LISTS)
def test_a_list_shows_one_conversation_when_asked_for_it(boss, site, url):
    talk, other = talks(site, 2)
    everything = listed(boss.get(url))

    found = [listed(boss.get(url, {"q": f"#{each.pk}"})) for each in (talk, other)]

    assert [len(rows) for rows in found] == [1, 1]
    assert sorted(row.pk for rows in found for row in rows) == sorted(row.pk for row in everything)
