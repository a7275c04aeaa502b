"""Conversations that go on while SmartLink breaks, and what must be true of them afterwards."""

from contextlib import ExitStack, contextmanager
from itertools import pairwise

from tests.faults.chat import Reader, Writer
from tests.running import wait_for


class Talk:
    """A conversation: what was accepted must be seen, all of it, once and in order."""

    def __init__(self, smartlink):
        self.writer = Writer(smartlink)
        self.reader = Reader(smartlink, self.writer)

    def is_whole(self):
        return self.reader.shown == self.numbers()

    def numbers(self):
        return list(range(1, len(self.writer.accepted) + 1))


@contextmanager
def writing(talks, pause=0.05):
    """All the time while the block lasts, in each of them."""
    with ExitStack() as stack:
        for talk in talks:
            stack.enter_context(talk.writer.writing(pause))
        yield


def all_seen(talks, seconds=10):
    """Within the time that we promise after a fault has ended."""
    for talk in talks:
        assert talk.writer.accepted == talk.numbers()
    wait_for(lambda: all(talk.is_whole() for talk in talks), seconds)


def steps(talks):
    """From each number to the next as they came on the wire, where 1 is what should be."""
    pairs = [pair for talk in talks for pair in pairwise(talk.reader.frames)]
    return [number - before for before, number in pairs]


def in_order(talks):
    """Nothing comes before its turn; it may come again, with all that came after it."""
    return max(steps(talks)) == 1


def repeats(talks):
    return sum(step < 1 for step in steps(talks))
