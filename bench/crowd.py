"""All the listeners of a measurement: one or several processes of ears behind one door."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.dialects import Dialect
from bench.ears import Ears
from bench.events import Plan
from bench.reports import Address, Heard, Opened
from bench.worker import Worker
from chatsite.supervisor import Trouble


class Crowd:
    def __init__(self, processes: int) -> None:
        self.workers = [Worker(Ears) for _ in range(processes)]

    def open(
        self, address: Address, dialect: Dialect, topics: Sequence[str], at_once: int
    ) -> Opened:
        """A joined socket for each topic, or Trouble: half a crowd would measure nothing."""
        count = len(self.workers)
        for number, worker in enumerate(self.workers):
            share = topics[number::count]
            worker.ask("open", address, dialect, share, max(1, at_once // count))
        opened: list[Opened] = [worker.result() for worker in self.workers]
        ready = sum(each.ready for each in opened)
        if ready < len(topics):
            words = max(each.last_words for each in opened)
            raise Trouble(
                f"{ready} of {len(topics)} sockets could join. The server's words: {words}"
            )
        return Opened(max(each.seconds for each in opened), ready)

    def start_listening(self, plan: Plan, *, is_one_topic: bool = False) -> None:
        """With one topic for all, sockets are compared with the whole stream; no times then."""
        expected = Counter(topic for topic, _ in plan)
        script_for = (plan[0][1], len(plan)) if is_one_topic else None
        self._ask("listen", expected, script_for)

    def heard(self) -> Heard:
        total = Heard()
        for worker in self.workers:
            total.add(worker.result())
        return total

    def hold(self, seconds: float) -> int:
        self._ask("hold", seconds)
        return sum(worker.result() for worker in self.workers)

    def leave(self) -> None:
        self._ask("leave")
        for worker in self.workers:
            worker.result()

    def close(self) -> None:
        for worker in self.workers:
            worker.close()

    def _ask(self, method: str, *arguments: Any) -> None:
        for worker in self.workers:
            worker.ask(method, *arguments)
