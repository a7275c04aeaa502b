"""What the measurements of sockets have in common on the command line; defaults are a short run."""

from argparse import ArgumentParser, ArgumentTypeError

from bench.servers import KNOWN


def add_options(parser: ArgumentParser, servers: str, sockets: int) -> None:
    parser.add_argument(
        "--servers",
        type=names,
        default=names(servers),
        metavar="NAMES",
        help=f"which, with commas between: {', '.join(KNOWN)} (default: {servers})",
    )
    parser.add_argument(
        "--other",
        action="append",
        default=[],
        metavar="NAME,URL,APP_ID,KEY,SECRET[,PID]",
        help="another Pusher server, told of each event through its HTTP API; with the id of its "
        "process its CPU and memory are measured too. May be given more than once",
    )
    add_number(parser, "sockets", sockets, "how many listen")
    add_number(parser, "rounds", 1, "each server has so many turns, alternating; medians count")
    add_number(parser, "clients", 1, "processes of the load client")


def add_pace(parser: ArgumentParser, rate: float, flood_seconds: float = 1.0) -> None:
    """First at a steady rate, then as fast as it goes."""
    add_number(parser, "rate", rate, "events a second while paced")
    add_number(parser, "seconds", 4.0, "how long that lasts")
    add_number(parser, "flood-seconds", flood_seconds, "how long the flood lasts, at least")


def add_number(parser: ArgumentParser, name: str, default: float, meaning: str) -> None:
    parser.add_argument(
        f"--{name}",
        type=type(default),
        default=default,
        metavar="N",
        help=f"{meaning} (default: {default})",
    )


def names(told: str) -> list[str]:
    chosen = [name for name in told.split(",") if name]
    if unknown := set(chosen) - KNOWN.keys():
        raise ArgumentTypeError(f"there is no server {min(unknown)!r}")
    return chosen
