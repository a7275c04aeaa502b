"""What the load client tells of its sockets."""

from dataclasses import dataclass, field

Address = tuple[str, int]


@dataclass
class Opened:
    seconds: float
    ready: int
    last_words: str = ""


@dataclass
class Heard:
    received: int = 0
    missing: int = 0
    disordered: int = 0  # with another number than the one that was to come
    closed: int = 0
    finished_at: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def add(self, other: "Heard") -> None:
        self.received += other.received
        self.missing += other.missing
        self.disordered += other.disordered
        self.closed += other.closed
        self.finished_at = max(self.finished_at, other.finished_at)
        self.cpu_seconds += other.cpu_seconds
        self.latencies += other.latencies
