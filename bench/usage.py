"""What a server and all its children have used, as /proc tells."""

import os
from dataclasses import dataclass
from math import nan
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PARENT, TIMES, RESIDENT = 1, slice(11, 15), 21  # fields of /proc/<pid>/stat behind the name


@dataclass(frozen=True)
class Usage:
    cpu_seconds: float
    rss_bytes: float


UNKNOWN = Usage(nan, nan)  # a server on another machine


def usage_of(root: int) -> Usage:
    """Of the process and what descends from it; children that have ended count as well."""
    if not root:
        return UNKNOWN
    known = processes()
    members = [known[pid] for pid in tree(root, known) if pid in known]
    ticks = sum(int(each) for fields in members for each in fields[TIMES])
    pages = sum(int(fields[RESIDENT]) for fields in members)
    return Usage(ticks / TICK, pages * PAGE)


def tree(root: int, known: dict[int, list[str]]) -> set[int]:
    found, size = {root}, 0
    while size != len(found):
        size = len(found)
        found |= {pid for pid, fields in known.items() if int(fields[PARENT]) in found}
    return found


def processes() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:  # it has just ended
                continue
            found[int(folder.name)] = stat.rpartition(")")[2].split()
    return found
