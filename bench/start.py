"""How long a start takes: the first one, which makes the data, beside one that finds it."""

import tempfile
import time
from pathlib import Path

from tests.running import Running


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        first, second = (seconds_to_start(Path(folder) / "home") for _ in range(2))
    print(f"  first start   {first:5.1f} s")
    print(f"  second start  {second:5.1f} s   ({second / first:.2f} of the first)")


def seconds_to_start(home: Path) -> float:
    begun = time.monotonic()
    running = Running(home).wait_until_up()
    seconds = time.monotonic() - begun
    running.stop()
    return seconds
