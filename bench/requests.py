"""What a request costs on one web process: the probe, the home page, an API call with a token."""

import http.client
import time
from statistics import median, quantiles

from tests.running import fresh

ROUNDS = 300
PATHS = ("/health/live", "/health/ready", "/", "/api/me")


def main() -> None:
    with fresh() as running:
        rows = {path: milliseconds(running.port, path) for path in PATHS}
    base = median(rows["/health/live"])
    for path, times in rows.items():
        p50, p99 = median(times), quantiles(times, n=100)[98]
        print(f"  {path:<16} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   {p50 / base:5.1f} x the probe")


def milliseconds(port: int, path: str) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return times
