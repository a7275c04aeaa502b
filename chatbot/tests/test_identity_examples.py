"""The programs of docs/developers.md vouch for people as our server wants it, and write it safely.

Python and Node are everywhere where these tests run. The other languages are run where they
are found; where one is not, its test says so in its name and reads the program instead.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings

from chatbot.identity import is_proven, new_secret

PAGE = (settings.BASE_DIR / "docs/developers.md").read_text()
RUN_BY = {
    "python": [sys.executable],
    "mjs": ["node"],
    "php": ["php"],
    "ruby": ["ruby"],
    "go": ["go", "run"],
}
ENDING = {"python": "py", "ruby": "rb"}
ALWAYS_THERE = {"python", "mjs"}
# What each has to call: its library's HMAC with SHA-256, in hex, and what escapes `<`.
CALLS = {
    "python": ["hmac.new(", '"sha256").hexdigest()', r'.replace("<", "\\u003c")'],
    "mjs": ['createHmac("sha256"', '.digest("hex")', r'.replaceAll("<", "\\u003c")'],
    "php": ["hash_hmac('sha256', $id", "JSON_HEX_TAG"],
    "ruby": ['OpenSSL::HMAC.hexdigest("SHA256"', r"""gsub("<") { '\u003c' }"""],
    "go": ["hmac.New(sha256.New", "hex.EncodeToString(", "json.Marshal("],
}
PEOPLE = [
    ("42", "Vera"),
    ("ärztin-Ω-日本-🙂", "Zoë Ωmega 日本 🙂"),
    # Attack: Mallory has chosen a name, or an id, that would be code in everybody's page.
    ("</script><script>alert(1)</script>", "</SCRIPT><img src=x onerror=alert(1)>"),
    ("<!--<script>", "\"quoted\" 'twice' & \\escaped\\ \\u003c"),
]


def is_here(language):
    return shutil.which(RUN_BY[language][0]) is not None


def found(language):
    return "run" if is_here(language) else "only-read-because-it-is-not-installed-here"


def program(language):
    (block,) = re.findall(rf"^```{language}\n(.+?)^```", PAGE, re.M | re.S)
    return block


class Blocks(HTMLParser):
    """What a browser makes of it: elements, and the words in them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.words = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def printed(tmp_path):
    """What a program prints for somebody."""

    def run(language, secret, *person):
        file = tmp_path / f"visitor.{ENDING.get(language, language)}"
        file.write_text(program(language))
        told = {"IDENTITY_SECRET": secret, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [*RUN_BY[language], file, *person],
            env=os.environ | told,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.mark.parametrize("language", [each for each in RUN_BY if is_here(each)])
def test_what_a_program_prints_proves_who_somebody_is_and_runs_nothing(language, printed):
    secret = new_secret()

    for who, name in PEOPLE:
        page = printed(language, secret, who, name)
        block = Blocks(page)
        told = json.loads(block.words)

        attributes = {"type": "application/json", "id": "chat-visitor"}
        assert block.elements == [("script", attributes)]
        assert page.count("<") == 2
        assert is_proven(who, told["hash"], secret)
        assert told == {"id": who, "hash": told["hash"], "name": name}


@pytest.mark.parametrize("language", RUN_BY, ids=lambda each: f"{each}-{found(each)}")
def test_each_program_hashes_with_its_own_library_and_escapes(language):
    source = program(language)

    assert [call for call in CALLS[language] if call not in source] == []
    assert is_here(language) or language not in ALWAYS_THERE


def test_each_language_on_the_page_is_one_that_is_run():
    heading = PAGE.index("### Python")
    languages = re.findall(r"^```(\w+)$", PAGE[heading:], re.M)

    assert languages == list(RUN_BY)
