"""`make bench`: every measurement that docs and decisions quote, one after the other, alone.

One of them alone and for longer: `python -m bench fanout --seconds 20 --rounds 5`.
"""

import signal
import sys
from argparse import ArgumentParser

from bench import (
    connections,
    direct,
    fanout,
    inbox,
    latency,
    publish,
    requests,
    sends,
    start,
    widget,
)
from chatsite.supervisor import Trouble

FIXED = {"start": start, "requests": requests, "sends": sends, "widget": widget}
ADJUSTABLE = {
    "fanout": fanout,
    "direct": direct,
    "connections": connections,
    "publish": publish,
    "latency": latency,
    "inbox": inbox,
}


def main() -> int:
    parser = arguments()
    chosen = parser.parse_args().measurement
    troubles = 0
    for name in [chosen] if chosen else [*FIXED, *ADJUSTABLE]:
        try:
            measure(name, parser, sys.argv[1:] or [name])
        except Trouble as trouble:
            print(f"  {trouble}")
            troubles += 1
        print(flush=True)
    return min(troubles, 1)


def arguments() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    chosen = parser.add_subparsers(dest="measurement", metavar="MEASUREMENT")
    for name, fixed in FIXED.items():
        chosen.add_parser(name, help=fixed.__doc__, description=fixed.__doc__)
    for name, measured in ADJUSTABLE.items():
        measured.add_arguments(
            chosen.add_parser(name, help=measured.__doc__, description=measured.__doc__)
        )
    return parser


def measure(name: str, parser: ArgumentParser, words: list[str]) -> None:
    module = FIXED.get(name) or ADJUSTABLE[name]
    print(module.__doc__, flush=True)
    if name in FIXED:
        FIXED[name].main()
    else:
        ADJUSTABLE[name].main(parser.parse_args(words))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # tidy up then, too
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
