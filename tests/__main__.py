"""`make check`, `make test`, `make faults`: which tools run, and one line that says how it went."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.browser import chromium

REPORTS = Path("build/reports")
PYTEST = [sys.executable, "-m", "pytest", "-q"]
APPS = ["chatsite", "realtime", "chatbot", "dashboard", "tests/architecture"]

CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--quiet", "--check", "."],
    "mypy": ["mypy", "."],
    "import contracts": ["lint-imports"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "tsc": ["npx", "--no-install", "tsc"],
}


@dataclass(frozen=True)
class Outcome:
    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed)


def check() -> Outcome:
    with ThreadPoolExecutor(2) as two:
        checked = list(two.map(ask, CHECKS, CHECKS.values()))
    return sum(checked, units())


def everything() -> Outcome:
    os.environ["CHROMIUM"] = chromium()
    outcome = units()
    # A browser's loop and async tests do not mix in one process.
    outcome += pytest("browser", "-n", "2", "--dist", "loadfile", "tests/e2e")
    outcome += pytest("clients", "-n", "2", "tests/clients")
    outcome += pytest("api", "-n", "2", "tests/api")
    outcome += pytest("sockets", "tests/sockets") + pytest("cluster", "-n", "2", "tests/cluster")
    return outcome + pytest("faults", "tests/faults")


def faults() -> Outcome:
    os.environ["FAULTS"] = "long"
    return pytest("faults", "tests/faults") + pytest("long faults", "-s", "tests/cluster/faults")


def units() -> Outcome:
    return typescript() + pytest("apps", "-n", "2", *APPS)


def ask(name: str, command: list[str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    mark = "failed" if done.returncode else "ok"
    tell(name, f"{mark} in {time.monotonic() - started:.1f} s")
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
    return Outcome(failed=1) if done.returncode else Outcome(passed=1)


def typescript() -> Outcome:
    report = REPORTS / "typescript.xml"
    tell("typescript", "units")
    subprocess.run(["node", "build.mjs", "--tests"], check=True)
    spec = ["--test-reporter=dot", "--test-reporter-destination=stdout"]
    junit = ["--test-reporter=junit", f"--test-reporter-destination={report}"]
    bundled = sorted(map(str, Path("build/tests").rglob("*.test.mjs")))
    return counted(["node", "--test", *spec, *junit, *bundled], report)


def pytest(name: str, *arguments: str) -> Outcome:
    report = REPORTS / f"{name}.xml"
    tell("pytest", name)
    return counted([*PYTEST, f"--junit-xml={report}", *arguments], report)


def counted(command: list[str], report: Path) -> Outcome:
    """Run the suite and read its report; a suite that broke down counts as a failure."""
    report.unlink(missing_ok=True)
    code = subprocess.run(command, check=False).returncode
    results = list(verdicts(report)) if report.exists() else []
    failed = results.count(False)
    return Outcome(results.count(True), failed or int(code != 0 or not results))


def verdicts(report: Path) -> Iterator[bool]:
    """Whether each test passed. A skipped one did not: nothing is skipped here."""
    for case in ElementTree.parse(report).iter("testcase"):
        yield not any(part.tag in {"failure", "error", "skipped"} for part in case)


def tell(who: str, what: str) -> None:
    print(f"{who:<16} │ {what}", flush=True)


if __name__ == "__main__":
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcome = {"check": check, "all": everything, "faults": faults}[sys.argv[1]]()
    print(f"{outcome.passed} passed, {outcome.failed} failed")
    sys.exit(outcome.failed > 0)
