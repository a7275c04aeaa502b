"""What came out, in columns; several rounds become their median."""

from collections import defaultdict
from collections.abc import Mapping
from math import isnan, nan
from statistics import median

SUMMED = {"lost", "disordered", "closed"}  # one of these is one too many, in whichever round
SATURATED = 80  # per cent of a core; the rest is lost to whoever shares the machine
FIRST = {"kilobytes"}  # later sockets use again what earlier ones have left behind

Row = dict[str, float]


class Results:
    def __init__(self) -> None:
        self.rounds: defaultdict[str, defaultdict[str, list[float]]]
        self.rounds = defaultdict(lambda: defaultdict(list))

    def add(self, server: str, row: Row) -> None:
        for name, figure in row.items():
            self.rounds[server][name].append(figure)

    def rows(self) -> dict[str, Row]:
        return {
            server: {name: joined(name, found) for name, found in figures.items()}
            for server, figures in self.rounds.items()
        }


def joined(name: str, found: list[float]) -> float:
    if name in SUMMED:
        return sum(found)
    return found[0] if name in FIRST else median(found)


def show(results: Results, columns: dict[str, str], rows: str = "server") -> None:
    """Columns: the figure's name and the two lines above it; rows: what stands in them."""
    titles = [title.partition("|") for title in columns.values()]
    lines = [
        ["", *(above for above, _, _ in titles)],
        [rows, *(below for _, _, below in titles)],
    ]
    for server, row in results.rows().items():
        lines.append([server, *(number(row.get(name, nan)) for name in columns)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = (f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True))
        print(f"  {first:<{widths[0]}}   " + "   ".join(cells))


def show_ratios(results: Results, figure: str, aims: Mapping[str, float | None]) -> None:
    """Ours beside others in this figure; an aim is the most it should be."""
    rows = results.rows()
    for mine in ("ours", "plain"):
        for other, aim in aims.items():
            if mine in rows and other in rows and figure in rows[mine].keys() & rows[other].keys():
                ratio = rows[mine][figure] / rows[other][figure]
                wanted = f"   (aim: at most {aim:g})" if aim else ""
                print(f"  {mine} is {number(ratio)} x {other}{wanted}")


def show_unsaturated(results: Results) -> None:
    for server, row in results.rows().items():
        if row["server_busy"] < SATURATED:
            busy = number(row["server_busy"])
            print(f"  {server} was only {busy} % busy in its flood: it could do more than that.")


def number(figure: float) -> str:
    if isnan(figure):
        return "–"
    if figure >= 100 or figure == int(figure):
        return f"{figure:,.0f}".replace(",", " ")
    return f"{figure:.3g}"
