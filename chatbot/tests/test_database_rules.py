"""What the database refuses, whoever asks it."""

import pytest
from django.db import IntegrityError, transaction

from chatbot.models import Conversation, Message, Participant, Site, Visitor
from chatbot.testing import new_visitor


@pytest.fixture
def author(support, vera):
    return support.participants.create(visitor=vera)


@pytest.fixture
def message(author):
    return said(author, 1)


def said(author, seq, **more):
    about = {"changed_seq": seq, "client_message_id": f"id-{seq}", "body": "Hello?"} | more
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
    twin = Visitor(site=vera.site, token_digest=vera.token_digest)

    refused("token_digest", twin.save)


def test_a_visitor_has_one_open_conversation(support):
    another = Conversation(site=support.site, visitor=support.visitor, status="pending")

    refused("conversation_one_open_per_visitor", another.save)


def test_support_has_a_visitor_and_nothing_else_has(site, vera):
    for conversation in (Conversation(site=site), Conversation(kind="room", visitor=vera)):
        refused("conversation_visitor_iff_support", conversation.save)


def test_a_conversation_is_on_its_visitors_site(vera, other_site):
    conversation = Conversation(site=other_site, visitor=vera)

    refused("conversation_is_on_its_visitors_site", conversation.save)


@pytest.mark.parametrize("field", ["kind", "status"])
def test_a_conversation_is_of_a_known_kind_and_status(support, field):
    setattr(support, field, "strange")

    refused("conversation_", support.save)


def test_a_participant_is_a_user_or_a_visitor(support, vera, olga):
    for who in ({}, {"user": olga, "visitor": vera}):
        participant = Participant(conversation=support, **who)

        refused("participant_is_user_xor_visitor", participant.save)


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
        ("message_says_something", {"seq": 2, "body": ""}),
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
        client_message_id="a",
        body="Hello?",
    )

    refused("message_author_is_in_its_conversation", message.save)
