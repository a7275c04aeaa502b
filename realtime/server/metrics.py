"""What this process has counted. Plain numbers: Prometheus and the lease read them."""

import time
from dataclasses import dataclass, field, fields


@dataclass
class Counters:
    """Since the process started; those that can fall again are told by the hub."""

    started_at: int = field(default_factory=lambda: int(time.time()))
    connects: int = 0
    events: int = 0
    deliveries: int = 0
    frames_in: int = 0
    bytes_out: int = 0
    evictions: int = 0
    refusals: int = 0
    limits_hit: int = 0
    pruned: int = 0
    stalls: int = 0

    def as_dict(self) -> dict[str, int]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


counters = Counters()
