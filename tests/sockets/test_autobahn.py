"""Every rule of RFC 6455 about frames, case by case."""

from contextlib import suppress

import pytest

from tests.sockets.client import CLOSE, close_frame
from tests.sockets.framing import FRAMING
from tests.sockets.utf8 import UNFINISHED, UTF8

# uvicorn hangs up with our bytes unread, and the kernel then throws away its last words.
CUT_SHORT_BY_OTHERS = [case for case in FRAMING if case.number == "7.1.6"]
EVERYWHERE = [case for case in FRAMING + UTF8 if case not in CUT_SHORT_BY_OTHERS]


def test_no_case_is_missing():
    numbers = [case.number for case in FRAMING + UTF8 + UNFINISHED]

    assert len(numbers) == len(set(numbers)) == 247


@pytest.mark.parametrize("case", EVERYWHERE, ids=str)
def test_frames_are_taken_as_the_rules_say(server, case):
    check(server, case)


@pytest.mark.parametrize("case", UNFINISHED + CUT_SHORT_BY_OTHERS, ids=str)
def test_what_is_wrong_is_refused_before_its_end(daphne, case):
    check(daphne, case)


def check(server, case):
    with server.connect() as client:
        with suppress(ConnectionError):  # closed already, for good reason
            for piece in case.pieces():
                client.send(piece, max(case.chop, 0))
        heard = all_that_is_heard(client, case)

        *answers, last = heard
        if case.closes:
            # A message right before a violation may or may not be answered.
            assert answers == list(case.hears[: len(answers)])
            assert (last.opcode, last.code or 0) in {(CLOSE, code) for code in case.closes}
        else:
            assert answers == list(case.hears)
            assert (last.opcode, last.code) == (CLOSE, 1000)
        with suppress(ConnectionError):
            client.send(close_frame(1000))
        assert client.is_cut_off()


def all_that_is_heard(client, case):
    heard = []
    while not heard or heard[-1].opcode != CLOSE:
        if not case.closes and len(heard) == len(case.hears):
            client.send(close_frame(1000))
        heard.append(client.read())
    return heard
