"""Each curl command of docs/api works, and is answered as the page shows."""

import json
import re

import pytest

from chatbot.api.uploads import STATUSES
from tests.api.curl import differences, examples
from tests.architecture.files import ROOT, text

APPS = ["chatbot", "chatsite/ground", "dashboard", "realtime"]
PAGES = sorted(ROOT.glob("docs/api/*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_is_answered_as_shown(page, live_server, names, folder):
    for example in examples(page.read_text()):
        answer = example.ask(live_server.url, names, folder)

        assert answer.status == example.status, (example.command, answer.data)
        assert example.headers.items() <= dict(answer.headers).items(), example.command
        body = json.loads(answer.data) if answer.data else None
        assert list(differences(example.body, body)) == [], example.command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_command_stands_without_its_answer(page):
    commands = re.findall(r"^ *curl ", page.read_text(), re.M)

    assert commands
    assert len(commands) == len(list(examples(page.read_text())))


def test_each_code_of_an_error_is_told():
    page = text("docs/api/errors.md")
    sources = [path for app in APPS for path in ROOT.glob(f"{app}/**/*.py")]
    said = [path.read_text() for path in sources if "/tests/" not in str(path)]
    codes = {code for source in said for code in re.findall(r'\bcode="([a-z_]+)"', source)}

    assert "origin_not_allowed" in codes
    assert [code for code in sorted(codes | STATUSES.keys()) if f"`{code}`" not in page] == []
