"""Who may do how much on a socket. What concerns one process alone is counted in it."""

import time

CHANNELS_PER_SOCKET = 100
SOCKETS_PER_ADDRESS = 200
CLIENT_EVENTS_PER_SECOND = 10
FRAMES_PER_SECOND = 50
FRAMES_AT_ONCE = 300
FRAMES_TOO_MANY = 1000  # beyond the limit; nobody does that by mistake


class Bucket:
    """So many at once, so many a second after that."""

    __slots__ = ("at", "burst", "left", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.burst = burst
        self.left = burst
        self.at = time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
