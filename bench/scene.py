"""One server's turn: its listeners, its publishers, and its costs before and after."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from bench.crowd import Crowd
from bench.events import Plan
from bench.reports import Heard, Opened
from bench.servers import Server
from bench.speakers import Said, Speakers
from bench.stage import Stage
from bench.usage import usage_of

AT_ONCE = 0.0


@dataclass(frozen=True)
class Told:
    """Some events, from the first publish to the last delivery."""

    events: int
    seconds: float
    server_seconds: float  # of CPU
    redis_seconds: float  # of CPU
    heard: Heard
    said: Said


class Scene:
    def __init__(self, stage: Stage, server: Server, crowd: Crowd, speakers: Speakers) -> None:
        self.stage = stage
        self.server = server
        self.crowd = crowd
        self.speakers = speakers
        self.numbers: Counter[str] = Counter()

    def join(self, topics: Sequence[str], at_once: int = 32) -> Opened:
        """A socket for each topic."""
        self.is_one_topic = len(set(topics)) == 1
        return self.crowd.open(self.server.address, self.server.dialect, topics, at_once)

    def leave(self) -> None:
        self.crowd.leave()
        self.numbers.clear()

    def warm_up(self, topics: Iterable[str]) -> None:
        """One event through each topic, so that nothing is done for the first time later."""
        self.tell(sorted(set(topics)), rate=500)

    def tell(self, topics: Iterable[str], rate: float = AT_ONCE, lot: int = 1) -> Told:
        """An event to each topic in turn, at this rate or else as fast as it goes.

        So many are told at a time, where the road allows it.
        """
        plan = self.plan(topics)
        server, redis = usage_of(self.server.pid), self.stage.redis_seconds()
        self.crowd.start_listening(plan, is_one_topic=self.is_one_topic and not rate)
        said = self.speakers.say(plan, rate, lot)
        heard = self.crowd.heard()
        return Told(
            events=len(plan),
            seconds=max(heard.finished_at - said.started_at, said.seconds),
            server_seconds=usage_of(self.server.pid).cpu_seconds - server.cpu_seconds,
            redis_seconds=self.stage.redis_seconds() - redis,
            heard=heard,
            said=said,
        )

    def flood(self, topics: Callable[[int], list[str]], seconds: float) -> Told:
        """More and more events at once until they take this long: servers differ a thousandfold."""
        count = 10
        while True:
            told = self.tell(topics(count))
            if told.seconds >= seconds or told.heard.missing or told.heard.disordered:
                return told
            count = int(count * min(8, max(2, 1.3 * seconds / told.seconds)))

    def plan(self, topics: Iterable[str]) -> Plan:
        plan = []
        for topic in topics:
            plan.append((topic, self.numbers[topic]))
            self.numbers[topic] += 1
        return plan


@contextmanager
def scene(stage: Stage, server: Server, clients: int, speakers: int = 1) -> Iterator[Scene]:
    """The listeners are gone at the end: an idle crowd would cost the next server something."""
    with closing(Crowd(clients)) as crowd, closing(Speakers(speakers)) as told:
        told.open(server.publisher)
        yield Scene(stage, server, crowd, told)
