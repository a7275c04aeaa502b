"""Stops what a supervisor started, should the supervisor be killed.

Run as a program of its own, with nothing but the standard library: it reads from its
input who was started, and knows by its end that the supervisor is gone.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

PATIENCE_SECONDS = 10.0


def stop(running: Mapping[int, int]) -> None:
    """Ask each process to stop with its signal, wait, then end what is left of its group."""
    for pid, stop_signal in running.items():
        with suppress(ProcessLookupError):
            os.kill(pid, stop_signal)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(is_alive(pid) for pid in running) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in running:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:  # a child of ours that ended, now buried
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop_all(told: Iterable[str]) -> None:
    """Read who was started until the supervisor is gone, then stop the latest of each."""
    stages: dict[int, dict[str, tuple[int, int]]] = {}
    for line in told:
        stage, name, pid, stop_signal = line.split()
        stages.setdefault(int(stage), {})[name] = (int(pid), int(stop_signal))
    for _, latest in sorted(stages.items(), reverse=True):
        stop(dict(latest.values()))


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    stop_all(sys.stdin)
