"""How long and how many: a little in `make test`, in earnest in `make faults`."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    application: str
    silence_seconds: float  # until a Redis that says nothing is left
    lease_seconds: int  # until a process that says nothing is dead to the others
    beat_seconds: float
    grace_seconds: float  # for whoever comes back at once
    pause_seconds: float
    idle_seconds: float
    activity_timeout: int
    storm: int
    visits: int


QUICK = Figures(
    application="tests.cluster.quick:application",
    silence_seconds=3.0,
    lease_seconds=5,
    beat_seconds=2.0,
    grace_seconds=1.0,
    pause_seconds=4.0,
    idle_seconds=5.0,
    activity_timeout=2,
    storm=300,
    visits=3,
)
LONG = Figures(
    application="chatsite.asgi:application",
    silence_seconds=14.0,
    lease_seconds=60,
    beat_seconds=20.0,
    grace_seconds=3.0,
    pause_seconds=30.0,
    idle_seconds=60.0,
    activity_timeout=30,
    storm=1500,
    visits=20,
)
FIGURES = LONG if os.environ.get("FAULTS") == "long" else QUICK
