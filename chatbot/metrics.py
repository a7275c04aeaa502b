"""What /metrics tells of chat: how late messages reach their visitors, in the widgets' own words.

Counted in the process that was told, and about nobody in particular.
"""

from collections.abc import Iterable

from prometheus_client import Histogram

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

lag_seconds = Histogram(
    "smartlink_widget_lag_seconds",
    "How late messages were seen by visitors, as their widgets tell.",
    ["transport"],
    buckets=BUCKETS,
)


def count_lags(transport: str, lags_ms: Iterable[int]) -> None:
    lags = lag_seconds.labels(transport)
    for lag_ms in lags_ms:
        lags.observe(lag_ms / 1000)
