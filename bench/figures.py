"""From what was seen in a turn to the figures of a table."""

from math import nan
from statistics import median, quantiles

from bench.scene import Told
from bench.table import Row

MICRO, MILLI = 1e6, 1e3


def steady(paced: Told) -> Row:
    delivered = paced.heard.received or nan
    return {
        "cpu": MICRO * paced.server_seconds / delivered,
        "redis": MICRO * paced.redis_seconds / paced.events,
        "p50": MILLI * p50(paced.heard.latencies),
        "p99": MILLI * p99(paced.heard.latencies),
        "client": MICRO * paced.heard.cpu_seconds / delivered,
    }


def flooded(flood: Told) -> Row:
    return {
        "flood": flood.heard.received / flood.seconds,
        "server_busy": 100 * flood.server_seconds / flood.seconds,
        "client_busy": 100 * flood.heard.cpu_seconds / flood.seconds,
    }


def losses(*told: Told) -> Row:
    return {
        "lost": sum(each.heard.missing for each in told),
        "disordered": sum(each.heard.disordered for each in told),
        "closed": max(each.heard.closed for each in told),
    }


def p50(times: list[float]) -> float:
    return median(times) if times else nan


def p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98] if len(times) > 1 else nan
