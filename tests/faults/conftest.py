"""A SmartLink that is broken again and again, and people who talk over it meanwhile."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cluster.figures import FIGURES, LONG
from tests.cluster.processes import valkey
from tests.faults.breaking import Breakable
from tests.faults.talks import Talk

collect_ignore = [] if FIGURES is LONG else ["test_silence.py"]


@pytest.fixture(scope="session")
def smartlink():
    """Each test leaves it whole."""
    with TemporaryDirectory(prefix="smartlink-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's servers run as somebody else, who must get in
        with valkey(folder) as its_own:
            running = Breakable(folder / "home", its_own)
            try:
                running.wait_until_up().wait_until_ready()
                yield running
            finally:
                running.stop()


@pytest.fixture
def talks(smartlink):
    """Three conversations whose readers are live."""
    with ExitStack() as stack:
        started = [Talk(smartlink) for _ in range(3)]
        for talk in started:
            stack.callback(talk.reader.close)
        for talk in started:
            assert talk.reader.is_live.wait(10)
        yield started
