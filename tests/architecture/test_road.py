"""The road of an event: what is told is written down, and every hop is where the documents say."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from realtime.channels import Channel
from realtime.events import Event
from realtime.saves import Tracked
from tests.architecture.files import ROOT, text

HOPS = re.findall(
    r"^\| (\d) (\w+) \| \[`([\w/.]+)`\]\(\.\./([\w/.]+)\) \|", text("docs/architecture.md"), re.M
)
ROOMS = {
    "words": set(),
    "realtime": set(),
    "chat": {"realtime", "words"},
    "widget": {"realtime", "words", "chat"},
}
ROOMS["dashboard"] = ROOMS["widget"]


def declared(room, kind):
    """What the apps hold in their `channels.py` or `events.py`; tests make some of their own."""
    ours = [app.name for app in apps.get_app_configs() if ".tests." not in app.name]
    names = [f"{name}.{room}" for name in ours]
    modules = [import_module(name) for name in names if find_spec(name)]
    return [thing for module in modules for thing in vars(module).values() if kind(thing)]


def channels():
    return declared("channels", lambda thing: isinstance(thing, Channel))


def events():
    found = declared("events", lambda thing: isinstance(thing, type) and issubclass(thing, Event))
    # Whatever has subclasses is only what they have in common.
    return {event.__name__ for event in found if not event.__subclasses__()} - {"Event"}


def notices():
    """What the socket process says by itself."""
    sources = "".join(path.read_text() for path in ROOT.glob("realtime/server/*.py"))
    return set(re.findall(r'encode\("(smartlink:\w+)"', sources))


def section(title):
    return re.search(rf"^##+ {title}\n(.*?)(?=^#|\Z)", text("docs/protocol.md"), re.M | re.S)[1]


def rows(title):
    """The names or the number in a row's first cell, one by one, each with the rest of the row."""
    found = re.findall(r"^\| (?:((?:`[^`|]+`(?:, )?)+)|(\d+)) \|(.*)$", section(title), re.M)
    return [
        (name, number, rest)
        for names, number, rest in found
        for name in re.findall(r"`([^`]+)`", names) or [""]
    ]


def spelled(pattern):
    """As the documents spell it: `{conversation_id}` for `<int:conversation_id>`."""
    return re.sub(r"<int:(\w+)>", r"{\1}", pattern)


def store_union():
    union = re.search(
        r"^export type ChatEvent =\n(.*?);\n\Z", text("static/src/chat/events.ts"), re.M | re.S
    )
    names = re.findall(r"\{ name: ([^;]+);", union[1])
    return {name for some in names for name in re.findall(r'"([^"]+)"', some)}


def first_words(file):
    source = text(file)
    return ast.get_docstring(ast.parse(source)) if file.endswith(".py") else source[:300]


def test_the_protocol_tells_of_each_event_and_of_no_other():
    assert {name for name, _, _ in rows("Events")} == events() | notices()


def test_the_protocol_tells_of_each_channel_and_of_no_other():
    assert {name for name, _, _ in rows("Channels")} == {
        spelled(each.pattern) for each in channels()
    }


def test_each_event_stands_with_a_channel():
    told = "".join(rest for _, _, rest in rows("Channels"))

    assert [name for name in events() if f"`{name}`" not in told] == []


def test_the_protocol_tells_of_each_error_of_the_socket_and_of_no_other():
    codes = re.findall(r"\b4\d{3}\b", text("realtime/server/protocol.py"))

    assert {code for _, code, _ in rows("When it says no")} == set(codes)


def test_the_browser_knows_each_event_that_the_server_can_send():
    assert (events() | notices()) - store_union() == set()


def test_the_road_has_seven_hops():
    assert [(number, name) for number, name, *_ in HOPS] == [
        ("1", "save"),
        ("2", "news"),
        ("3", "outbox"),
        ("4", "worker"),
        ("5", "broadcaster"),
        ("6", "hub"),
        ("7", "store"),
    ]


@pytest.mark.parametrize(("number", "name", "file", "target"), HOPS)
def test_each_hop_is_where_the_documents_say(number, name, file, target):
    assert file == target
    assert f"Hop {number}, {name}: " in first_words(file)


def test_no_other_file_calls_itself_a_hop():
    python = [path for app in ("realtime", "chatbot") for path in ROOT.glob(f"{app}/**/*.py")]
    files = [*python, *ROOT.glob("static/src/**/*.ts*")]
    found = {
        str(path.relative_to(ROOT)) for path in files if re.search(r"\bHop \d", path.read_text())
    }

    assert found == {file for _, _, file, _ in HOPS}


@pytest.mark.parametrize("room", ROOMS)
def test_the_browsers_rooms_import_one_way(room):
    for file in ROOT.glob(f"static/src/{room}/**/*.ts*"):
        depth = len(file.relative_to(ROOT / "static/src").parts) - 1
        up = re.escape("../" * depth)
        imported = set(re.findall(rf"from \"{up}(\w+)/", file.read_text()))
        assert imported <= ROOMS[room], file.name


def test_nobody_inherits_from_a_model_whose_saves_are_news():
    # Signals go by the class: the saves of a child would be silent. Those of a proxy are heard.
    models = [model for model in apps.get_models() if not model._meta.proxy]
    tracked = [model for model in models if issubclass(model, Tracked)]

    assert tracked
    assert [model for model in tracked if model.__bases__ != (Tracked,)] == []
