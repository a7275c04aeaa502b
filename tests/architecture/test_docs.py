"""What the documents promise is there."""

import re

import pytest

from tests.architecture.files import DECISIONS, DOCS, ROOT, code, text

LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")


def ids(path):
    return str(path.relative_to(ROOT))


def anchors(markdown):
    """As the usual renderers make them of headings."""
    titles = re.findall(r"^#+ (.+)$", markdown, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_links_lead_somewhere(document):
    for link in LINK.findall(document.read_text()):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text()), link


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_each_make_command_exists(document):
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    told = {
        name
        for line in code(document.read_text())
        for name in re.findall(r"(?:^|\s)make ([a-z]+)", line)
    }

    assert told <= targets


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_each_management_command_exists(document):
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    djangos = {"check", "migrate", "collectstatic", "createsuperuser", "runserver"}
    told = {
        name
        for line in code(document.read_text())
        for name in re.findall(r"manage\.py (\w+)", line)
    }

    assert told <= ours | djangos


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_each_path_that_is_told_exists(document):
    ours = "chatsite|realtime|chatbot|dashboard|static/src"
    folders = rf"(?:{ours}|deploy|tests|bench|bin|docs|requirements)/"
    for line in re.findall(r"`([^`\n]+)`", document.read_text()):
        for path in re.findall(rf"^{folders}[\w./-]+$", line):
            made_later = path in {"deploy/certs/fullchain.pem", "deploy/certs/privkey.pem"}
            assert made_later or (ROOT / path).exists(), path


@pytest.mark.parametrize("document", DOCS, ids=ids)
def test_nothing_is_left_to_do(document):
    assert not re.search(r"\b(TODO|FIXME|TBD)\b", document.read_text())


@pytest.mark.parametrize("decision", DECISIONS, ids=ids)
def test_a_decision_fits_on_a_page(decision):
    words = decision.read_text()

    assert len(words.splitlines()) <= 40
    for heading in ("Situation", "Decision", "What it costs", "What would change our mind"):
        assert f"\n## {heading}\n" in words


def test_decisions_are_numbered_without_holes():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    titles = [int(path.read_text()[2:].partition(".")[0]) for path in DECISIONS]

    assert numbers == titles == list(range(1, len(DECISIONS) + 1))


def test_the_index_names_each_decision():
    index = text("docs/README.md")

    assert [path.name for path in DECISIONS if path.name not in index] == []
