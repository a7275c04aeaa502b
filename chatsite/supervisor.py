"""Several programs in one terminal: started in stages, kept alive, stopped together.

Stages stop in reverse order, on every way out: should the supervisor itself be killed, its
guard stops what is left. So nothing is ever orphaned.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from chatsite import guard as guard_module
from chatsite.guard import stop

LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 30.0
COLOURS = (36, 33, 32, 35, 34, 31)


class Trouble(Exception):
    """Something the person at the terminal can mend; the sentence says how."""


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    stop_signal: int = signal.SIGTERM
    run_as: Mapping[str, Any] = field(default_factory=dict)  # user, group, extra_groups
    folder: Path = Path("/")
    hush: str = "nothing to hush"  # lines with these words would only worry people


class Child:
    """One program and its present process."""

    def __init__(self, program: Program, stage: int, say: Callable[[str], None]) -> None:
        self.program = program
        self.stage = stage
        self.say = say
        self.last_words: deque[str] = deque(maxlen=3)
        self.pause = 0.5
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=self.program.folder,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops in order
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            **self.program.run_as,
        )
        threading.Thread(target=self._relay, args=[self.process], daemon=True).start()

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def next_pause(self) -> float:
        """How long to wait before it is started again: longer each time it fails soon."""
        lived = time.monotonic() - self.started_at
        pause = 0.5 if lived > STEADY_SECONDS else self.pause
        self.pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        return pause

    def _relay(self, process: "subprocess.Popen[str]") -> None:
        with process:  # buried with its last line
            for line in process.stdout or ():
                if self.program.hush not in line:
                    self.last_words.append(line.rstrip())
                    self.say(line.rstrip())


class Supervisor:
    def __init__(self, say: Callable[[str, str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.stages = 0
        self.stopping = threading.Event()

    @contextmanager
    def running(self, keep_open: Sequence[int] = ()) -> Iterator["Supervisor"]:
        """Whatever is started inside is stopped at the end, come what may.

        The guard keeps the given descriptors open: a lock is held until all has stopped.
        """
        guard = [sys.executable, "-S", guard_module.__file__]
        with subprocess.Popen(  # noqa: S603 - our own module
            guard, stdin=subprocess.PIPE, start_new_session=True, pass_fds=keep_open, text=True
        ) as self.guard:
            try:
                yield self
            finally:
                for stage in range(self.stages, 0, -1):
                    stop({c.process.pid: c.program.stop_signal for c in self.of_stage(stage)})

    def stop_on_signals(self) -> None:
        for caught in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(caught, lambda *_: self.stopping.set())

    def start(self, *programs: Program) -> None:
        """Start the programs of the next stage."""
        self.stages += 1
        for program in programs:
            child = Child(program, self.stages, partial(self.say, program.name))
            self.children.append(child)
            self._tell_guard(child)

    def wait_until(self, answers: Callable[[], bool], name: str, seconds: float = 30) -> None:
        """Wait for a program that was just started; tell its last words if it gives up."""
        child = next(child for child in self.children if child.program.name == name)
        deadline = time.monotonic() + seconds
        while not answers():
            if self.stopping.is_set():
                raise KeyboardInterrupt
            if not child.is_alive() or time.monotonic() > deadline:
                words = "\n  ".join(child.last_words)
                raise Trouble(f"{name} did not start. Its last words:\n  {words}")
            time.sleep(0.05)

    def watch(self) -> None:
        """Start again whatever dies, until somebody asks to stop."""
        due: dict[Child, float] = {}
        while not self.stopping.wait(0.2):
            for child in self.children:
                if child.is_alive():
                    continue
                if child not in due:
                    due[child] = time.monotonic() + self._mourn(child)
                elif time.monotonic() > due[child]:
                    del due[child]
                    child.start()
                    self._tell_guard(child)

    def of_stage(self, stage: int) -> list[Child]:
        return [child for child in self.children if child.stage == stage]

    def _mourn(self, child: Child) -> float:
        # A killed leader may leave others of its group behind, holding what the next one needs.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        pause = child.next_pause()
        how = ending(child.process.returncode)
        self.say(child.program.name, f"{how}; starting it again in {pause:g} s")
        return pause

    def _tell_guard(self, child: Child) -> None:
        stage, program, pid = child.stage, child.program, child.process.pid
        told = self.guard.stdin
        assert told is not None
        told.write(f"{stage} {program.name} {pid} {int(program.stop_signal)}\n")
        told.flush()


def ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def terminal(width: int) -> Callable[[str, str], None]:
    """Print lines behind the name of who said them, each name in its colour."""
    colours: dict[str, int] = {}
    is_colourful = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(name: str, line: str) -> None:
        label = f"{name:<{width}} │"
        if is_colourful:
            colour = colours.setdefault(name, COLOURS[len(colours) % len(COLOURS)])
            label = f"\033[{colour}m{label}\033[0m"
        sys.stdout.write(f"{label} {line}\n")
        sys.stdout.flush()

    return say
