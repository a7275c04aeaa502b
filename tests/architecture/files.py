"""What the tests of this folder read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))


def text(name: str) -> str:
    return (ROOT / name).read_text()


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text("docker-compose.yml"))
    return found


def interpolated() -> set[str]:
    """The names that docker-compose.yml takes from `.env`."""
    return set(re.findall(r"\$\{(\w+)", text("docker-compose.yml")))


def code(markdown: str) -> Iterator[str]:
    """What stands in code blocks and between backticks."""
    for block in re.findall(r"^ *```.*?^ *```", markdown, re.M | re.S):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", markdown)
