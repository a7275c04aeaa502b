"""The server with shorter clocks, for faults that would else take minutes to be noticed.

`make faults` runs the same tests with the server as it is.
"""

from chatsite.asgi import application as real
from realtime import lines
from realtime.server import leases, presence, upkeep, users
from tests.cluster.figures import QUICK

lines.PING_SECONDS = 1
lines.SILENCE_SECONDS = QUICK.silence_seconds
leases.LEASE_SECONDS = QUICK.lease_seconds
presence.GRACE_SECONDS = users.GRACE_SECONDS = QUICK.grace_seconds
upkeep.BEAT_SECONDS = QUICK.beat_seconds
upkeep.BURY_SECONDS = 1.0
upkeep.SETTLED_SECONDS = QUICK.beat_seconds + 1.0
application = real
