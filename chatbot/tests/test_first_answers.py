"""What a site answers by itself before any person has, and when it is silent for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from chatbot import services, tasks
from chatbot.models import Answer, Conversation, Message
from chatbot.services.first_answers import sites_with_bot
from chatbot.texts import ours
from chatbot.webhooks import sites_with_webhooks
from chatbot.words import OURS
from realtime import workers

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
PERSON = {"id": "person", "label": "Talk to a person", "kind": "person"}
SUGGESTION = "Perhaps one of these helps?"
COMES = "A person will answer you here."
AWAY = "Nobody is here just now. Write to us, and the answer will be waiting for you here."
DELIVERY = {
    "question": "How long does delivery take?",
    "keywords": "shipping, arrive, parcel",
    "text": "Two days within the country, a week abroad.",
}


@pytest.fixture
def book(site):
    """Writes answers into the book of the site."""

    def write(question, text, **more):
        sites_with_bot.cache_clear()
        return Answer.objects.create(**{"site": site, "question": question, "text": text} | more)

    return write


@pytest.fixture
def delivery(book):
    return book(**DELIVERY)


@pytest.fixture
def hours(site, time_machine):
    """People answer on weekdays from nine to five."""
    sites_with_bot.cache_clear()
    for weekday in range(5):
        site.weekly_hours.create(weekday=weekday, opens="09:00", closes="17:00")
    return time_machine


@pytest.fixture
def ask(say, history):
    """Says something, lets the worker have its turn, and reads what the bot says to it."""

    def tell(visitor, text, **more):
        sent = say(visitor, text, **more).json()["message"]
        tasks.answer_first(sent["conversation_id"])
        later = history(visitor, sent["conversation_id"], after=sent["changed_seq"]).json()
        return [each for each in later["messages"] if each["sender_type"] == "bot"]

    return tell


def answer(conversation_id, operator, text="Let me look."):
    told = {"conversation_id": conversation_id, "operator": operator}
    return services.reply(**told, client_message_id="o1", body=text)


def words(messages):
    return [message["message"] for message in messages]


def labels(message):
    return [action["label"] for action in message["actions"]]


# The answer book


def test_what_is_surely_meant_is_answered_and_a_person_stays_near(ask, vera, delivery):
    (said,) = ask(vera, "Hi! How long will the delivery of my parcel take?")

    assert said["message"] == DELIVERY["text"]
    assert said["actions"] == [PERSON]
    assert (said["sender_type"], said["sender_id"], said["sender_name"]) == ("bot", None, "Shop")


def test_what_may_be_meant_becomes_a_button_each(ask, vera, delivery, book):
    cost = book("What does delivery cost?", "Nothing.")

    (said,) = ask(vera, "delivery")

    assert said["message"] == SUGGESTION
    buttons = [
        {"id": f"answer-{each.pk}", "label": each.question, "kind": "answer"}
        for each in (delivery, cost)
    ]
    assert said["actions"] == [*buttons, PERSON]


def test_a_button_is_an_ordinary_message_with_its_label(ask, vera, delivery, book):
    book("What does delivery cost?", "Nothing.")
    (offer,) = ask(vera, "delivery")

    pressed = [words(ask(vera, label)) for label in labels(offer)]

    assert pressed == [[DELIVERY["text"]], ["Nothing."], [COMES]]


def test_where_nothing_fits_and_people_are_there_the_bot_says_nothing(ask, vera, delivery, book):
    book("Do you have a shop?", "In Hamburg.", is_offered=True)

    assert ask(vera, "My printer smells of smoke") == []
    assert ask(vera, "How are you?") == []


def test_the_same_offer_is_not_made_twice_in_a_row(ask, vera, delivery, book):
    book("What does delivery cost?", "Nothing.")

    told = [words(ask(vera, text)) for text in ("delivery", "well, the delivery")]

    assert told == [[SUGGESTION], []]


def test_words_are_known_in_all_their_forms_and_in_the_language_of_the_answer(ask, vera, book):
    book("Wie lange dauern die Lieferungen?", "Zwei Tage.", language="de")

    assert words(ask(vera, "Lieferung dauert lange")) == ["Zwei Tage."]


def test_of_two_languages_the_visitors_own_is_preferred(ask, vera, book):
    vera.locale = "de-AT"
    vera.save()
    book("PayPal?", "Yes.")
    book("PayPal?", "Ja.", language="de")

    assert words(ask(vera, "paypal?")) == ["Ja."]
    assert words(ask(vera, "Kann ich mit PayPal zahlen")) == ["Ja."]


def test_only_what_is_active_and_on_the_same_site_is_answered(ask, vera, book, other_site):
    book("Do you deliver?", "Not any more.", is_active=False)
    book("Do you deliver on Sundays?", "The museum does not.", site=other_site)
    book("Anything else?", "No.")

    assert ask(vera, "Do you deliver?") == []


@pytest.mark.parametrize(
    "text", ["a' & !b | (c", "<script>alert(1)</script>", "\\ ' :* <->", "x" * 5000, "e-mail/b.c@d"]
)
def test_no_words_of_a_visitor_are_a_query_of_their_own(ask, vera, delivery, text):
    # Attack: operators of the search language, to break the query or to find everything.
    assert ask(vera, text) == []


def test_text_is_text(ask, vera, book):
    # Attack: an operator, or a file that one imports, brings markup into visitors' pages.
    markup = "<img src=x onerror=alert(1)> **no**"
    book("What is <b>this</b>?", markup)

    (said,) = ask(vera, "What is <b>this</b>?")

    assert said["message"] == markup


def test_first_questions_are_offered_before_anything_is_asked(client, site, book):
    book("Second?", "2", is_offered=True, position=2)
    first = book("First?", "1", is_offered=True, position=1)
    book("Erstens?", "1", is_offered=True, language="de")
    book("Hidden?", "3")

    told = client.post("/api/chatbot/init", {"site": "shop"}, content_type="application/json")

    questions = told.json()["site"]["first_questions"]
    assert [each["label"] for each in questions] == ["First?", "Second?"]
    assert questions[0] == {"id": f"answer-{first.pk}", "label": "First?", "kind": "answer"}


# Absence


def test_outside_the_hours_absence_is_told_once(ask, vera, hours, book):
    book("Do you deliver?", "Yes.", is_offered=True)
    hours.move_to(EVENING)

    (away,) = ask(vera, "Is anybody there?")

    assert away["message"] == AWAY
    assert labels(away) == ["Do you deliver?", "Talk to a person"]
    hours.shift(timedelta(hours=3))
    assert ask(vera, "Hello?") == []


def test_it_is_told_again_the_next_time_that_nobody_is_here(ask, vera, hours):
    hours.move_to(EVENING)
    told = [words(ask(vera, "Hello?"))]

    for _ in range(2):
        hours.shift(timedelta(hours=16))
        told.append(words(ask(vera, "Hello?")))
        hours.shift(timedelta(hours=8))
        told.append(words(ask(vera, "Hello?")))

    assert told == [[AWAY], [], [AWAY], [], [AWAY]]


def test_a_site_that_never_opens_says_so_once(ask, vera, site, time_machine):
    time_machine.move_to(NOON)
    sites_with_bot.cache_clear()
    for day in range(800):
        site.special_hours.create(date=NOON.date() + timedelta(days=day))

    told = [words(ask(vera, "Hello?")) for _ in range(2)]
    (later,) = ask(vera, "Talk to a person")

    assert told == [[AWAY], []]
    assert later["message"] == AWAY


def test_while_nobody_is_here_the_book_still_answers(ask, vera, hours, delivery):
    hours.move_to(EVENING)

    away, said = ask(vera, "How long does delivery take?")

    assert (away["message"], away["actions"]) == (AWAY, [])
    assert (said["message"], said["actions"]) == (DELIVERY["text"], [PERSON])


def test_within_the_hours_nobody_speaks_of_absence(ask, vera, hours):
    hours.move_to(NOON)

    assert ask(vera, "Hello?") == []


def test_the_bot_speaks_the_visitors_language(ask, vera, site, hours):
    site.texts = {"de": {"away": "Gerade ist niemand da.", "person": "Mit Menschen reden"}}
    site.save()
    vera.locale = "de"
    vera.save()
    hours.move_to(EVENING)

    (away,) = ask(vera, "Hallo?")

    assert away["message"] == "Gerade ist niemand da."
    assert labels(away) == ["Mit Menschen reden"]


# Handing over


def test_who_asks_for_a_person_leaves_the_bot_for_good(ask, vera, delivery):
    (said,) = ask(vera, "talk to a person!")

    assert (said["message"], said["actions"]) == (COMES, [])
    assert ask(vera, "How long does delivery take?") == []
    assert ask(vera, "Talk to a person") == []


def test_operators_see_that_a_person_is_asked_for(ask, vera, delivery, client, olga):
    (said,) = ask(vera, "Talk to a person")

    client.force_login(olga)
    page = client.get(f"/admin/chatbot/{said['conversation_id']}/messages").json()
    (note,) = page["notes"]
    assert (note["message"], note["sender_name"]) == ("The visitor asks for a person.", "Shop")
    assert page["messages"][-1] == said
    assert page["conversation"]["handed_over_at"] is not None
    talk = Conversation.objects.get()
    assert (talk.assignee, talk.waiting_since is None) == (None, False)
    assert talk.last_message_at.timestamp() >= said["timestamp"]


def test_outside_the_hours_the_visitor_is_told_when_somebody_comes(ask, vera, site, hours):
    site.time_zone = "Europe/Berlin"
    site.save()
    hours.move_to(EVENING)

    (said,) = ask(vera, "Talk to a person")

    when = "Tuesday 3 March, 09:00 (Europe/Berlin)"
    assert said["message"] == f"Nobody is here just now. A person will answer you here from {when}."


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("de-AT", "ab Dienstag, 3. März, 09:00 (Europe/Berlin)."),
        ("fr", "à partir du mardi 3 mars à 09:00 (Europe/Berlin)."),
        ("es", "a partir del martes 3 de marzo, 09:00 (Europe/Berlin)."),
        ("ar", "ابتداءً من الثلاثاء 3 مارس، 09:00 (Europe/Berlin)."),
        ("zh-CN", "从 3月3日（星期二）09:00 (Europe/Berlin) 起，会有人在这里回复您。"),
    ],
)
def test_when_somebody_comes_is_told_in_the_visitors_language(ask, vera, site, hours, locale, told):
    site.time_zone = "Europe/Berlin"
    site.save()
    vera.locale = locale
    vera.save()
    hours.move_to(EVENING)

    (said,) = ask(vera, OURS[ours(locale)]["person"])

    assert said["message"].endswith(told)


def test_a_site_with_words_in_another_language_tells_the_days_in_it(ask, vera, site, hours):
    site.texts = {"pt": {"person": "Falar", "person_comes_later": "Volto: {opening}"}}
    site.language = "pt"
    site.save()
    hours.move_to(EVENING)

    (said,) = ask(vera, "Falar")

    assert said["message"].startswith("Volto: Terça-feira 3 Março")


def test_the_button_counts_in_whichever_language_it_was_seen(ask, vera, site, delivery):
    site.texts = {"de": {"person": "Mit Menschen reden"}}
    site.save()

    assert words(ask(vera, "Mit Menschen reden")) == [COMES]


def test_once_a_person_has_answered_the_bot_is_silent_for_good(ask, vera, olga, delivery, support):
    assert ask(vera, "How long does delivery take?") != []
    answer(support.pk, olga)

    assert ask(vera, "How long does delivery take?") == []
    olga.delete()
    assert ask(vera, "How long does delivery take?") == []


def test_a_person_who_is_quicker_than_the_worker_is_not_talked_over(
    say, vera, olga, delivery, support, history
):
    say(vera, "How long does delivery take?")
    answer(support.pk, olga)

    tasks.answer_first(support.pk)
    tasks.sweep_bot()

    said = history(vera, support.pk).json()["messages"]
    assert [each["sender_type"] for each in said] == ["visitor", "admin"]


def test_the_bots_words_do_not_end_the_waiting(ask, vera, delivery):
    ask(vera, "How long does delivery take?")

    talk = Conversation.objects.get()
    assert talk.waiting_since is not None
    assert talk.operator is None


def test_the_bots_words_are_unread_until_the_visitor_has_seen_them(ask, vera, as_visitor, delivery):
    (said,) = ask(vera, "How long does delivery take?")
    address = f"/api/chatbot/conversation/{said['conversation_id']}"

    before = as_visitor(vera).get(address).json()
    as_visitor(vera).post(f"{address}/read", {"seq": said["seq"]})
    after = as_visitor(vera).get(address).json()

    assert before["conversation"]["read_up_to"] == {"visitor": 1, "operators": 0}
    assert [page["messages"][-1]["is_read"] for page in (before, after)] == [False, True]


def test_an_operator_is_not_held_up_by_what_the_bot_said(ask, vera, olga, delivery, support):
    ask(vera, "How long does delivery take?")

    told = {"conversation_id": support.pk, "operator": olga, "last_seen_seq": 1}
    _, is_new = services.reply(**told, client_message_id="o1", body="A day, in fact.")

    assert is_new


def test_what_a_closed_conversation_left_unheard_is_not_answered(
    say, vera, olga, delivery, support
):
    say(vera, "How long does delivery take?")
    services.change_status(conversation_id=support.pk, actor=olga, status="closed")

    tasks.answer_first(support.pk)

    assert not support.messages.filter(sender_type="bot").exists()
    assert services.waiting_for_bot() == []


# Workers


def test_all_that_was_said_meanwhile_is_heard_at_once(say, vera, delivery, support):
    for text in ("How long", "does the delivery", "take?"):
        say(vera, text)

    tasks.answer_first(support.pk)

    assert support.messages.get(sender_type="bot").body == DELIVERY["text"]


def test_heard_twice_it_is_answered_once(ask, vera, delivery, support):
    ask(vera, "How long does delivery take?")

    tasks.answer_first(support.pk)
    tasks.sweep_bot()

    assert support.messages.filter(sender_type="bot").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_answer_once(say, vera, delivery, support):
    say(vera, "How long does delivery take?")

    def work(_):
        try:
            tasks.answer_first(support.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert support.messages.filter(sender_type="bot").count() == 1


def test_a_lost_wake_up_is_made_good_by_the_sweep(say, vera, delivery, support):
    say(vera, "How long does delivery take?")
    assert not support.messages.filter(sender_type="bot").exists()

    tasks.sweep_bot()

    assert support.messages.get(sender_type="bot").body == DELIVERY["text"]
    assert services.waiting_for_bot() == []


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_holds_up_no_other(say, vera, stranger, site, delivery):
    unlucky, lucky = (
        say(each, "How long does delivery take?").json()["conversation"]["id"]
        for each in (vera, stranger)
    )
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "ALTER TABLE chatbot_message ADD CONSTRAINT no_luck"
            f" CHECK (sender_type <> 'bot' OR conversation_id <> {unlucky})"
        )

    tasks.sweep_bot()

    assert services.waiting_for_bot() == [unlucky]
    assert Message.objects.filter(sender_type="bot", conversation=lucky).count() == 1
    with connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE chatbot_message DROP CONSTRAINT no_luck")


def test_the_commit_asks_a_worker(
    say, vera, delivery, support, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(current_app, "send_task", lambda *told, **_: asked.append(told))

    with django_capture_on_commit_callbacks(execute=True):
        say(vera, "How long does delivery take?")
    workers.asking.thread.submit(int).result(5)

    assert ("chatbot.tasks.answer_first", (support.pk,)) in asked


def test_without_answers_and_hours_nothing_is_asked_of_workers(say, vera, support):
    sites_with_bot.cache_clear()

    say(vera, "How long does delivery take?")

    support.refresh_from_db()
    assert support.bot_due_seq is None


def test_waiting_for_the_bot_costs_a_send_no_query(say, vera, delivery, support, monkeypatch):
    for kept in (sites_with_bot, sites_with_webhooks):
        monkeypatch.setattr(kept, "seconds", 10**9)  # what is asked now and then is no part of this

    def queries():
        with CaptureQueriesContext(connection) as captured:
            say(vera, "How long does delivery take?")
        return len(captured)

    say(vera, "Hello?")
    with_bot = queries()
    delivery.delete()
    sites_with_bot.cache_clear()
    say(vera, "Hello?")

    assert queries() == with_bot


# Laws


def test_what_the_bot_says_is_told_as_the_api_answers_it(
    ask, vera, hours, delivery, sent, django_capture_on_commit_callbacks
):
    hours.move_to(EVENING)

    with django_capture_on_commit_callbacks(execute=True):
        said = ask(vera, "How long does delivery take?")

    told = [payload for _, name, payload in sent if name == "ChatMessageReceived"]
    assert [each for each in told if each["sender_type"] == "bot"] == said


def test_the_inbox_is_told_what_was_said_last(
    ask, vera, hours, delivery, sent, django_capture_on_commit_callbacks
):
    hours.move_to(EVENING)

    with django_capture_on_commit_callbacks(execute=True):
        *_, last = ask(vera, "How long does delivery take?")

    rows = [payload for channel, _, payload in sent if channel.startswith("presence-inbox.")]
    assert rows[-1]["latest"]["message"] == last["message"] == DELIVERY["text"]
    assert rows[-1]["last_seq"] == last["seq"]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("answer_says_something", {"question": ""}),
        ("answer_says_something", {"text": ""}),
        ("answer_has_a_language", {"language": ""}),
    ],
)
def test_an_answer_keeps_the_rules(delivery, rule, wrong):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Answer.objects.filter(pk=delivery.pk).update(**wrong)


def test_a_question_stands_in_the_book_once(delivery, book):
    with pytest.raises(IntegrityError, match="answer_question_once"), transaction.atomic():
        book(DELIVERY["question"].upper(), "Another text.")


def test_what_is_handed_over_waits_for_no_bot(support):
    support.hand_over()
    support.bot_due_seq = 1

    with pytest.raises(IntegrityError, match="conversation_bot_answers_before_people"):
        support.save()
