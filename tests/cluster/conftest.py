"""Two real web processes over one Valkey."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from tests.cluster.figures import FIGURES
from tests.cluster.processes import Process, Valkey, valkey


@dataclass
class Cluster:
    valkey: Valkey
    one: Process
    two: Process

    def __iter__(self):
        return iter((self.one, self.two))


@pytest.fixture(scope="session")
def shared_cluster(tmp_path_factory):
    with running(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(shared_cluster):
    return shared_cluster


@pytest.fixture
def own_cluster(tmp_path_factory):
    """For tests that leave nothing whole: a starter, as some need options."""
    with ExitStack() as stack:

        def start(**options):
            folder = tmp_path_factory.mktemp("cluster")
            return stack.enter_context(running(folder, **options))

        yield start


@contextmanager
def running(folder, application=FIGURES.application, **environment):
    with valkey(folder) as found, ExitStack() as stack:
        processes = []
        for name in ("one", "two"):
            process = Process(name, folder, application, REDIS_URL=found.url, **environment)
            stack.callback(process.stop)
            processes.append(process)
        yield Cluster(found, *(process.wait_until_up() for process in processes))
        for process in processes:
            assert "Traceback" not in process.said(), process.said()


@pytest.fixture
def room(request):
    """A name that no other test uses."""
    return f"room-{abs(hash(request.node.nodeid)) % 10**8}"
