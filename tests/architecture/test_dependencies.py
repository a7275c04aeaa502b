"""Versions with known holes or traps are neither locked nor installed."""

import re
from importlib.metadata import version

import pytest
from packaging.specifiers import SpecifierSet

from tests.architecture.files import text

ALLOWED = {
    "daphne": ">=4.2.2",  # CVE-2026-44545: frames without limit; CVE-2026-44546: forged headers
    "autobahn": ">=26.7.1",  # GHSA-hxp9-w8x3-p566: limits that count compressed bytes
    "django": ">=5.2.19,<5.3",  # a dozen, the last ones CVE-2026-15307, -15330, -15830
    "channels": ">=4.3.2",  # CVE-2020-35681: answers to the wrong client
    "redis": ">=4.5.4,<8",  # CVE-2023-28859: the same; docs/adr/0006: idle sockets closed by 8
    "twisted": ">=24.7",  # CVE-2024-41671: pipelined requests answered out of order
    "celery": ">=5.2.2",  # CVE-2021-23727: commands from the result backend
    "pillow": ">=12.3.0",  # CVE-2026-55380 and others; checked as soon as something needs it
}


def locked():
    pins = re.findall(r"^([\w.-]+)==([\w.]+)", text("requirements.txt"), re.M)
    return {name.lower(): pin for name, pin in pins}


@pytest.mark.parametrize("package", sorted(ALLOWED.keys() & locked().keys()))
def test_what_is_locked_and_installed_has_no_known_hole(package):
    allowed = SpecifierSet(ALLOWED[package])

    assert locked()[package] in allowed
    assert version(package) in allowed


def test_each_of_them_is_looked_at():
    assert ALLOWED.keys() - locked().keys() <= {"pillow"}


@pytest.mark.parametrize("purpose", ["run", "dev"])
def test_what_is_developed_with_is_what_is_shipped(purpose):
    pins = set(re.findall(r"^([\w.-]+==\S+)", text(f"requirements/{purpose}.txt"), re.M))
    shipped = set(re.findall(r"^([\w.-]+==\S+)", text("requirements.txt"), re.M))

    assert shipped - pins == set()


@pytest.mark.parametrize(
    "lock",
    ["requirements.txt", *(f"requirements/{name}.txt" for name in ("run", "dev", "node", "uv"))],
)
def test_each_package_is_locked_by_hash_and_by_no_address(lock):
    words = text(lock)

    assert "://" not in words
    for package in re.split(r"\n(?=\w)", words.strip()):
        assert "--hash=sha256:" in package, package.splitlines()[0]
