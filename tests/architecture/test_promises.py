"""What README and the pages for site owners promise can be opened, embedded and called."""

import re

import pytest
from django.urls import resolve

from realtime.server.http.api import endpoint_of
from tests.architecture.files import DOCS, text
from tests.architecture.test_docs import ids

ADDRESS = re.compile(r"`(?:GET |POST |http://localhost:8000)?(/[^`?\s]*)[^`]*`")
SCRIPT_LINE = re.compile(
    r'^<script src="https://chat\.example\.com(\S+)" data-site="\S+" async>', re.M
)


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_each_address_is_there(document):
    for address in ADDRESS.findall(document.read_text()):
        path = re.sub(r"\{\w+\}", "1", address)
        if path.startswith("/apps/1/"):
            assert endpoint_of(tuple(path.split("/")[3:])), path
        elif path not in {"/static/", "/up", "/apps/"}:
            # The admin takes every address below its own, but gives only real ones a name.
            assert resolve(path).url_name, address


@pytest.mark.parametrize("document", ["README.md", "docs/widget.md", "docs/developers.md"])
def test_the_line_that_embeds_the_widget_is_the_one_that_works(document):
    paths = SCRIPT_LINE.findall(text(document))

    assert [resolve(path).view_name for path in paths] == ["chatbot:widget-script"]
    assert '.dataset["site"]' in text("static/src/widget/embed.ts")


def members(interface):
    """The names in a TypeScript interface of the widget's public part."""
    body = re.search(
        rf"interface {interface} {{\n(.*?)^}}", text("static/src/widget/publicApi.ts"), re.M | re.S
    )
    return set(re.findall(r"^  (?:readonly )?(\w+)[(:]", body[1], re.M))


def told(header):
    """The names in the first column of the table of docs/developers.md with this header."""
    table = re.search(rf"^\| {header}.*?(?=\n\n)", text("docs/developers.md"), re.M | re.S)[0]
    cells = re.findall(r"^\| (`[^|]+) \|", table.partition("\n")[2], re.M)
    return {name for cell in cells for name in re.findall(r"`(\w+)", cell)}


def test_the_widgets_methods_and_state_are_told_and_no_others():
    assert told("method") == members("ChatbotWidget") - {"state"}
    assert told(r"`state` \(") == members("WidgetState")


def test_the_widgets_events_are_told_and_no_others():
    union = re.search(r"type WidgetEvent = (.*);", text("static/src/widget/widget.ts"))[1]

    assert told("event") == set(re.findall(r'"(\w+)"', union))


def test_what_visitors_see_is_told_in_the_same_words():
    travel = re.search(r"^  travel: {\n(.*?)^  },", text("static/src/words/en.ts"), re.M | re.S)
    words = re.findall(r'^    \w+: "(.+)",$', travel[1], re.M)

    assert len(words) == 5
    assert [each for each in words if f"| {each} |" not in text("docs/widget.md")] == []


def test_the_tokens_name_in_the_browser_is_told():
    key = re.search(
        r"`(smartlink-visitor-)\$\{site\}`", text("static/src/widget/keeping/tokens.ts")
    )[1]

    assert f"`{key}<site>`" in text("docs/widget.md")
