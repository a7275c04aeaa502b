"""Names in Redis of what processes tell each other. Pure: strings in, strings out."""

from collections.abc import Iterator

PROCESSES = "smartlink:processes"  # zset: process -> end of its lease, unix seconds
HOSTED = "pusher"  # among the processes: what hosted Pusher tells of those who listen there
GRAVES = "smartlink:graves"  # zset: process that is being buried -> when others may take over
CHANGES = "smartlink:changes"  # stream: what happened, for the workers
REVOCATIONS = "smartlink:revocations"  # zset: whose sockets were to be closed -> when
OLDEST_SOCKET_SECONDS = 86_400  # then it is closed, and its client comes back
ENTRY_SECONDS = 60  # how long it is known whose a socket is, unless its hub says so again
# For hubs that could not hear of it, however long: what is older than a socket is not about it.
REVOKED_SECONDS = OLDEST_SOCKET_SECONDS


def process(process: str) -> str:
    """A hash: the process' counters."""
    return f"smartlink:process:{process}"


def channels(process: str) -> str:
    """A hash: `place` of a channel -> subscriptions in this process."""
    return f"smartlink:channels:{process}"


def users(process: str) -> str:
    """A hash: `place` of a user -> signed-in sockets in this process."""
    return f"smartlink:users:{process}"


def rosters(process: str) -> str:
    """A set: `place` of each presence channel that this process has members on."""
    return f"smartlink:rosters:{process}"


def members(process: str, app_id: str, channel: str) -> str:
    """A hash: who is on a presence channel in this process, id -> info, both in JSON."""
    return f"smartlink:members:{process}:{app_id}:{channel}"


def cache(app_id: str, channel: str) -> str:
    """The last event of a cache channel, as a frame."""
    return f"smartlink:cache:{app_id}:{channel}"


def head(app_id: str, channel: str) -> str:
    """How far the log of a numbered channel has come, in JSON."""
    return f"smartlink:head:{app_id}:{channel}"


def typing(app_id: str, channel: str) -> str:
    """A hash: who types on a channel, id -> until when and what is known of them."""
    return f"smartlink:typing:{app_id}:{channel}"


def socket(socket_id: str) -> str:
    """Whose socket this is, in JSON; expires unless its hub renews it."""
    return f"smartlink:socket:{socket_id}"


def signatures(socket_id: str) -> str:
    """How often we signed for this socket in the last minute."""
    return f"smartlink:signatures:{socket_id}"


def sockets(actor: str) -> str:
    """A zset: the actor's sockets -> when their entry expires, unix seconds."""
    return f"smartlink:sockets:{actor}"


def place(app_id: str, name: str) -> str:
    """How a hash of all apps names a channel or a user of one of them."""
    return f"{app_id}\n{name}"


def pairs(flat: list[bytes]) -> Iterator[tuple[str, str]]:
    """What Redis answers of a hash."""
    texts = [part.decode() for part in flat]
    return zip(texts[::2], texts[1::2], strict=True)


def app_and_name(place: str) -> tuple[str, str]:
    app_id, _, name = place.partition("\n")
    return app_id, name
