"""The curl commands of docs/api, with the answers that stand below them."""

import argparse
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from string import Template
from typing import Any

import urllib3

HERE = "http://localhost:8000"
EXAMPLE = re.compile(r"^```sh\n(.*?)^```\n\n^```http\n(.*?)^```", re.M | re.S)
FORM = "application/x-www-form-urlencoded"
TO_THE_LETTER = {"success", "code", "kind", "status", "sender_type", "deleted", "seq", "last_seq"}

_curl = argparse.ArgumentParser("curl", allow_abbrev=False, exit_on_error=False)
_curl.add_argument("url")
_curl.add_argument("-X", dest="method")
_curl.add_argument("-H", dest="headers", action="append", default=[])
_curl.add_argument("-d", dest="data")
_curl.add_argument("-F", dest="fields", action="append", default=[])


@dataclass(frozen=True)
class Example:
    command: str
    status: int
    headers: dict[str, str]
    body: Any

    def ask(self, server: str, names: Mapping[str, Any], folder: Path) -> urllib3.BaseHTTPResponse:
        """Do what curl would do, at this server, with files of this folder."""
        line = Template(self.command).substitute(names).replace("\\\n", " ")
        _, *words = shlex.split(line)
        told = _curl.parse_args(words)
        headers = {"Content-Type": FORM} if told.data else {}
        headers |= dict(header.split(": ", 1) for header in told.headers)
        content: dict[str, Any] = {"body": told.data}
        if told.fields:
            content = {"fields": dict(_field(field, folder) for field in told.fields)}
        method = told.method or ("GET" if content == {"body": None} else "POST")
        url = told.url.replace(HERE, server)
        return urllib3.request(method, url, headers=headers, **content)


def examples(page: str) -> Iterator[Example]:
    for command, answer in EXAMPLE.findall(page):
        head, _, body = answer.partition("\n\n")
        line, *headers = head.strip().splitlines()
        yield Example(
            command=command,
            status=int(line.split()[1]),
            headers=dict(header.split(": ", 1) for header in headers),
            body=json.loads(body) if body.strip() else None,
        )


def differences(shown: Any, answered: Any, path: str = "$") -> Iterator[str]:
    """Where an answer lacks what is shown, or has another kind of thing in its place."""
    is_other = path.rpartition(".")[2] in TO_THE_LETTER and shown != answered
    if type(shown) is not type(answered) or is_other:
        yield f"{path} is shown as {shown!r}, and is {answered!r}"
        return
    for name, value in _parts(shown).items():
        if name in (parts := _parts(answered)):
            yield from differences(value, parts[name], f"{path}.{name}")
        else:
            yield f"{path}.{name} is shown, and not there"


def _parts(value: Any) -> dict[Any, Any]:
    if isinstance(value, list):
        return dict(enumerate(value))
    return value if isinstance(value, dict) else {}


def _field(text: str, folder: Path) -> tuple[str, Any]:
    """`name=value`, or `name=@file`."""
    name, value = text.split("=", 1)
    if not value.startswith("@"):
        return name, value
    file = value.removeprefix("@")
    return name, (file, (folder / file).read_bytes(), guess_type(file)[0])
