"""Reading on while others write: the numbers of a conversation miss nothing, and ids would."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from chatbot.models import Conversation, Message
from chatbot.services import send_message
from chatbot.testing import new_visitor

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 8, 15


@pytest.fixture
def meanwhile():
    """Runs a function in a thread of its own, with its own connection to Postgres."""
    with ThreadPoolExecutor() as pool:

        def run(act, *told):
            def alone():
                try:
                    return act(*told)
                finally:
                    connections.close_all()

            return pool.submit(alone)

        yield run


def test_whoever_reads_on_by_numbers_misses_nothing(meanwhile, vera, support, history):
    def write(writer):
        for nth in range(EACH):
            text = f"{writer}-{nth}"
            send_message(sender=vera, client_message_id=text, body=text)

    seen, cursor = {}, 0
    writers = [meanwhile(write, number) for number in range(WRITERS)]
    while cursor < WRITERS * EACH:
        is_over = all(writer.done() for writer in writers)
        page = history(vera, support.pk, after=cursor, limit=7).json()
        # What was written while the page was read may be in it and come again: never is it lost.
        seen |= {message["seq"]: message["message"] for message in page["messages"]}
        cursor = page["messages"][-1]["changed_seq"] if page["has_more"] else page["last_seq"]
        assert cursor == WRITERS * EACH or not is_over or page["has_more"], "It goes no further."

    assert list(seen) == list(range(1, WRITERS * EACH + 1))
    assert len(set(seen.values())) == WRITERS * EACH


def test_whoever_reads_on_by_ids_misses_what_commits_late(meanwhile, vera, site, support):
    # Why there are numbers: ids are drawn before the commit, so a later one may be seen first.
    has_written, may_commit = Event(), Event()
    nora = new_visitor(site, "Nora")
    Conversation.objects.create(site=site, visitor=nora)

    def write_slowly():
        with transaction.atomic():
            send_message(sender=vera, client_message_id="a", body="I was first.")
            has_written.set()
            assert may_commit.wait(10)

    slow = meanwhile(write_slowly)
    assert has_written.wait(10)
    send_message(sender=nora, client_message_id="a", body="I was faster.")
    (seen,) = Message.objects.order_by("pk")
    may_commit.set()
    slow.result(10)

    missed = Message.objects.exclude(pk=seen.pk).get()
    assert not Message.objects.filter(pk__gt=seen.pk).exists()
    assert missed.pk < seen.pk
    assert (seen.seq, missed.seq) == (1, 1)  # by its own numbers each conversation is complete
