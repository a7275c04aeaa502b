"""What the page Realtime shows, for terminals and scripts."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError

from realtime.census import COUNTED, Channels, Process, Question
from realtime.outbox import Backlog
from realtime.status import Status, status

Lines = list[list[Any]]  # of a table, its headers first

WELL, UNWELL, AWAY = 0, 1, 2
POSTGRES_IS_AWAY = "Postgres does not answer."


class Command(BaseCommand):
    help = (
        "Show the sockets, channels and processes of the whole cluster. "
        "Exit code: 0 all well, 1 something waits too long, 2 Redis or Postgres is away."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="all of it, for programs")
        parser.add_argument("--app", default="", help="only channels of the app with this id")
        parser.add_argument("--prefix", default="", help="only channels that begin like this")
        parser.add_argument(
            "--sort", choices=["count", "name"], default="count", help="the order of channels"
        )

    def handle(self, **options: Any) -> None:
        question = Question(options["app"], options["prefix"], options["sort"] == "name")
        try:
            found = status(question)
        except DatabaseError:
            self.stderr.write(POSTGRES_IS_AWAY)
            sys.exit(AWAY)
        told = [json.dumps(found.as_json(), indent=2)] if options["json"] else report(found)
        self.stdout.write("\n".join(told))
        sys.exit(AWAY if found.is_redis_away else UNWELL if found.complaints else WELL)


def report(found: Status) -> Iterator[str]:
    yield from table(totals(found))
    yield from section("Apps", apps(found), "")
    if not found.is_redis_away:
        nobody = "No process holds sockets: nobody has connected since the last start."
        yield from section("Processes", processes(found), nobody)
        yield from section(counted(found.channels), channels(found), "Nobody listens to anything.")
    yield from section("Webhooks", webhooks(found), "No webhooks.")
    yield ""
    yield from found.complaints or ["Realtime is well."]


def totals(found: Status) -> Lines:
    rates = {
        name: f" ({rate:g}/s on average since the start)"
        for name, rate in found.per_second.items()
        if found.processes
    }
    counts = {} if found.is_redis_away else found.totals | {"channels": found.channels.total}
    rows = [[name, f"{count:,}{rates.get(name, '')}"] for name, count in counts.items()]
    return [["Total", ""], *rows, *map(outbox, found.outbox)]


def outbox(backlog: Backlog) -> list[str]:
    words = f"{backlog.waiting:,}, the oldest for {backlog.age_seconds:.1f} s"
    parked = f"; {backlog.parked:,} given up" if backlog.parked else ""
    return [f"outbox {backlog.broadcaster}", (words if backlog.waiting else "empty") + parked]


def apps(found: Status) -> Lines:
    rows = [
        [app.id, app.key or "no key",
         f"{known(app.sockets)} of {app.max_connections}", known(app.channels),
         " ".join(f"{name}={value}" for name, value in app.options.items())]
        for app in found.apps
    ]  # fmt: skip
    return [["App", "Key", "Sockets", "Channels", "Options"], *rows]


def known(count: int | None) -> str:
    return "?" if count is None else f"{count:,}"


def processes(found: Status) -> Lines:
    shown = [name for name in COUNTED if name != "connects"]
    return [
        ["Process", "Up for", "Told", "Sockets", "Channels", *map(in_words, shown)],
        *(process_row(process, found.at, shown) for process in found.processes),
    ]


def process_row(process: Process, now: int, shown: list[str]) -> list[Any]:
    counts = [process.counters[name] for name in shown]
    told = f"{max(0, now - process.told_at)} s ago"
    age = timedelta(seconds=max(0, now - process.started_at))
    return [process.id, age, told, process.sockets, process.channels, *counts]


def channels(found: Status) -> Lines:
    rows = [
        [each.app, each.name, each.subscriptions, "" if each.users is None else each.users]
        for each in found.channels.listed
    ]
    return [["App", "Channel", "Subscriptions", "Users"], *rows]


def counted(shown: Channels) -> str:
    return f"Channels, and {shown.more} more" if shown.more else "Channels"


def webhooks(found: Status) -> Lines:
    rows = [
        [each.id, each.app, "yes" if each.is_active else "no", each.waiting, each.failed,
         f"{each.last_status} {each.last_code or ''}".strip(), moment(each.last_at)]
        for each in found.webhooks
    ]  # fmt: skip
    return [["Webhook", "App", "Active", "Waiting", "Failed", "Last delivery", "At"], *rows]


def moment(at: float | None) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}" if at else ""


def in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def section(title: str, lines: Lines, empty: str) -> Iterator[str]:
    yield from ("", title)
    yield from table(lines) if lines[1:] else [empty]


def table(lines: Lines) -> Iterator[str]:
    texts = [[str(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for line in texts:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()
