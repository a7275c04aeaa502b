"""Is everything well? One line a part; the exit code says it to scripts."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from chatsite.ground.health import report

EXIT_CODES = {"ready": 0, "degraded": 1, "unavailable": 2}


class Command(BaseCommand):
    help = "Show the state of every part. Exit code: 0 all well, 1 degraded, 2 unavailable."
    requires_system_checks = []

    def handle(self, **_: Any) -> None:
        found = report()
        for part in found.parts:
            self.stdout.write(f"{part.name:<20} {part.state:<9} {part.detail}")
        self.stdout.write(f"\nSmartLink is {found.status}.")
        sys.exit(EXIT_CODES[found.status])
