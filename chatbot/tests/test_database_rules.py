"""What the database refuses, whoever asks it."""

import pytest
from django.db import IntegrityError, transaction

from chatbot.models import Conversation, Message, Note, Participant, Site, Visitor, VisitorToken
from chatbot.services import reply
from chatbot.testing import new_visitor


@pytest.fixture
def author(support, vera):
    return support.participants.create(visitor=vera)


@pytest.fixture
def message(author):
    return said(author, 1)


def said(author, seq, **more):
    about = {"changed_seq": seq, "client_message_id": f"id-{seq}", "body": "Hello?"}
    about |= {"sender_type": "visitor"} | more
    return Message.objects.create(
        author=author, conversation_id=author.conversation_id, seq=seq, **about
    )


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_a_sites_key_is_plain_and_unique(site):
    refused("site_key_is_plain", lambda: Site.objects.create(public_key="Shop/1"))
    refused("public_key", lambda: Site.objects.create(public_key=site.public_key))


def test_a_token_is_one_visitors(vera):
    twin = VisitorToken(visitor=new_visitor(vera.site, "Twin"), digest=vera.tokens.get().digest)

    refused("digest", twin.save)


def test_an_identity_is_one_visitors_of_a_site(site, other_site):
    known = {"identity_id": "42", "identified_at": "2026-01-01T00:00Z"}
    for each in (site, other_site):
        Visitor.objects.create(site=each, **known)

    refused("visitor_identity_once_per_site", Visitor(site=site, **known).save)
    refused("visitor_is_identified_at_some_time", Visitor(site=site, identity_id="43").save)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("site_colours_are_hex", {"accent_colour": "red"}),
        ("site_colours_are_hex", {"header_colour": "#12345"}),
        ("site_position_is_known", {"position": "top"}),
        ("site_asks_what_it_can", {"asks_name": "perhaps"}),
        ("site_asks_what_it_can", {"asks_email": ""}),
        ("site_asks_what_it_can", {"asks_question": "always"}),
        ("site_has_an_identity_secret", {"identity_secret": ""}),
        ("site_keeps_for_a_day_at_least", {"messages_kept_days": 0}),
        ("site_keeps_for_a_day_at_least", {"files_kept_days": 0}),
        ("site_keeps_for_a_day_at_least", {"addresses_kept_days": 0}),
    ],
)
def test_a_site_keeps_the_rules(site, rule, wrong):
    refused(rule, lambda: Site.objects.filter(pk=site.pk).update(**wrong))


def test_a_visitor_has_one_open_conversation(support):
    another = Conversation(site=support.site, visitor=support.visitor, status="pending")

    refused("conversation_one_open_per_visitor", another.save)


def test_support_has_a_visitor_and_nothing_else_has(site, vera):
    room = Conversation(kind="room", title="Kitchen", visitor=vera)

    for conversation in (Conversation(site=site), room):
        refused("conversation_visitor_iff_support", conversation.save)


def test_a_conversation_is_on_its_visitors_site(vera, other_site):
    conversation = Conversation(site=other_site, visitor=vera)

    refused("conversation_is_on_its_visitors_site", conversation.save)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("conversation_title_iff_room", {"title": "Kitchen"}),
        ("conversation_general_is_room", {"is_general": True}),
        ("conversation_closed_at_iff_closed", {"status": "closed"}),
        ("conversation_closed_at_iff_closed", {"closed_at": "2026-03-01T12:00Z"}),
        ("conversation_wakes_only_if_snoozed", {"snoozed_until": "2026-03-01T12:00Z"}),
        ("conversation_rating_is_1_to_5", {"rating": 0}),
        ("conversation_rating_is_1_to_5", {"rating": 6}),
    ],
)
def test_a_conversation_keeps_the_rules(support, rule, wrong):
    for field, value in wrong.items():
        setattr(support, field, value)

    refused(rule, support.save)


def test_a_direct_conversation_is_of_two_in_their_order(alice, bob):
    alone = Conversation(kind="direct", low=alice, high=alice)
    turned = Conversation(kind="direct", low=bob, high=alice)
    room = Conversation(kind="room", title="Kitchen", low=alice, high=bob)

    for conversation in (alone, turned, room):
        refused("conversation_direct_is_of_two", conversation.save)


def test_a_pair_has_one_direct_conversation(alice, bob):
    Conversation.objects.create(kind="direct", low=alice, high=bob)
    twin = Conversation(kind="direct", low=alice, high=bob)

    refused("conversation_one_per_pair", twin.save)


@pytest.mark.django_db
def test_there_is_one_general_room():
    Conversation.objects.general()
    twin = Conversation(kind="room", title="Also general", is_general=True)

    refused("conversation_one_general", twin.save)


@pytest.mark.parametrize("field", ["kind", "status", "priority"])
def test_a_conversation_is_of_a_known_kind_and_status(support, field):
    setattr(support, field, "strange")

    refused("conversation_", support.save)


def test_nobody_is_a_user_and_a_visitor(support, vera, olga):
    both = Participant(conversation=support, user=olga, visitor=vera)

    refused("participant_is_user_or_visitor", both.save)


def test_a_participant_takes_part_once(support, author, vera, olga):
    support.participants.create(user=olga)

    refused("participant_visitor_once", lambda: support.participants.create(visitor=vera))
    refused("participant_user_once", lambda: support.participants.create(user=olga))


def test_what_was_read_is_not_unread(author):
    author.read_up_to = 3
    author.save()

    author.read_up_to = 2
    refused("not unread again", author.save)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("message_numbered_once", {"changed_seq": 9}),
        ("message_sent_once", {"seq": 2, "client_message_id": "id-1"}),
        ("message_changes_numbered_once", {"seq": 2, "changed_seq": 4}),
        ("message_numbers_grow", {"seq": 0, "changed_seq": 5}),
        ("message_numbers_grow", {"seq": 6, "changed_seq": 5}),
        ("message_client_id_is_plain", {"seq": 2, "client_message_id": "a b"}),
        ("message_client_id_is_plain", {"seq": 2, "client_message_id": "a\n"}),
        ("message_client_id_is_plain", {"seq": 2, "client_message_id": ""}),
        ("message_people_have_authors", {"seq": 2, "sender_type": "bot"}),
        ("message_people_have_authors", {"seq": 2, "sender_type": "strange"}),
        ("message_people_have_authors", {"seq": 2, "client_message_id": None}),
        ("message_says_something_until_deleted", {"seq": 2, "body": ""}),
        ("message_says_something_until_deleted", {"seq": 2, "deleted_at": "2026-03-01T12:00Z"}),
    ],
)
def test_a_message_keeps_the_rules(author, message, rule, wrong):
    said(author, 3, changed_seq=4)

    refused(rule, lambda: said(author, **{"seq": 1, "client_message_id": "fresh"} | wrong))


def test_an_author_takes_part_in_the_conversation(author, site):
    elsewhere = Conversation.objects.create(site=site, visitor=new_visitor(site, "Nora"))
    message = Message(
        conversation=elsewhere,
        author=author,
        seq=1,
        changed_seq=1,
        sender_type="visitor",
        client_message_id="a",
        body="Hello?",
    )

    refused("message_author_is_in_its_conversation", message.save)


def note(support, olga, **more):
    about = {"staff_seq": 2, "placed_after": 0, "client_message_id": "fresh", "body": "VIP"}
    return Note(conversation=support, author=olga, **about | more)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("note_numbered_once", {"staff_seq": 1}),
        ("note_numbers_begin_at_1", {"staff_seq": 0}),
        ("note_written_once", {"client_message_id": "known"}),
        ("note_client_id_is_plain", {"client_message_id": "a b"}),
        ("note_says_something", {"body": ""}),
    ],
)
def test_a_note_keeps_the_rules(support, olga, rule, wrong):
    note(support, olga, staff_seq=1, client_message_id="known").save()

    refused(rule, note(support, olga, **wrong).save)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("label_once_per_site", {}),
        ("label_has_a_name", {"name": ""}),
        ("label_colour_is_hex", {"name": "new", "colour": "red"}),
    ],
)
def test_a_label_keeps_the_rules(site, rule, wrong):
    site.labels.create(name="vip")

    refused(rule, lambda: site.labels.create(**{"name": "vip"} | wrong))


@pytest.mark.django_db
def test_what_people_said_stays_when_they_go(support, say, vera, olga):
    reply(conversation_id=support.pk, operator=olga, client_message_id="a", body="Hello!")

    olga.delete()

    message = support.messages.get()
    assert (message.body, message.author.actor) == ("Hello!", None)
