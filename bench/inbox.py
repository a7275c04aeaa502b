"""What an operator's inbox costs with 100 000 conversations and 2 million messages behind it.

With `--explain` it also says how Postgres goes about it.
"""

import time
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from statistics import median, quantiles

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.stage import database, stage

SITES, CONVERSATIONS, MESSAGES_EACH = 20, 100_000, 20
ROUNDS, WARM = 100, 5
LOOKS = {
    "newest": "",
    "open ones": "?status=open",
    "one small site": "?site=1",
    "a rare label": "?label=rare",
    "somebody's": "?assignee=1",
    "a name": "?q=Visitor 4711",
}
MESSAGES = """
INSERT INTO chatbot_message (conversation_id, author_id, sender_type, seq, changed_seq,
    client_message_id, body, file_count, actions, mentions, created_at)
SELECT author.conversation_id, author.id, 'visitor', seq, seq, seq, 'Where is my parcel? ' || seq,
    0, '[]', '{}', now()
FROM chatbot_participant author, generate_series(1, %s) seq
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--explain", action="store_true", help="print the plans, too")


def main(options: Namespace) -> None:
    with stage() as here, database(here):
        django.setup()
        fill()
        boss = get_user_model().objects.create_superuser("boss")  # who has most to look through
        browser = Client(headers={"host": "localhost"})
        browser.force_login(boss)
        for name, query in LOOKS.items():
            measure(name, browser, f"/admin/chatbot/conversations{query}", options.explain)


def measure(name: str, browser: Client, url: str, is_explained: bool) -> None:
    times = [milliseconds(browser, url) for _ in range(WARM + ROUNDS)][WARM:]
    p95 = quantiles(times, n=20)[18]
    print(f"  {name:<16} p50 {median(times):6.1f} ms   p95 {p95:6.1f} ms", flush=True)
    if is_explained:
        explain(browser, url)


def milliseconds(browser: Client, url: str) -> float:
    begun = time.perf_counter()
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content
    return (time.perf_counter() - begun) * 1000


def explain(browser: Client, url: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        browser.get(url)
    longest = max((each["sql"] for each in asked), key=len)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ANALYZE {longest}")
        print("\n".join(f"      {line}" for (line,) in cursor.fetchall()))


def fill() -> None:
    """Most sites are alike, and the first is small; few conversations have the rare label."""
    site, visitor, conversation, participant = (
        apps.get_model("chatbot", name)
        for name in ("Site", "Visitor", "Conversation", "Participant")
    )
    sites = [site(public_key=f"site-{n}", name=f"Site {n}") for n in range(SITES)]
    site.objects.bulk_create(sites)
    now = timezone.now()
    numbers = range(CONVERSATIONS)
    visitors = [visitor(site=sites[site_of(n)], name=f"Visitor {n}") for n in numbers]
    visitor.objects.bulk_create(visitors, batch_size=5000)
    talks = [
        conversation(
            site_id=visitors[n].site_id,
            visitor=visitors[n],
            status="closed" if n % 10 else "open",
            closed_at=now if n % 10 else None,
            labels=["rare"] if n % 5000 == 0 else ["usual"],
            last_seq=MESSAGES_EACH,
            last_message_at=now - timedelta(seconds=CONVERSATIONS - n),
        )
        for n in numbers
    ]
    conversation.objects.bulk_create(talks, batch_size=5000)
    authors = [participant(conversation=talk, visitor_id=talk.visitor_id) for talk in talks]
    participant.objects.bulk_create(authors, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, [MESSAGES_EACH])
        cursor.execute("ANALYZE")


def site_of(number: int) -> int:
    return 0 if number % 1000 == 0 else 1 + number % (SITES - 1)
