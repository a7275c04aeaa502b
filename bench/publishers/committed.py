"""As the product tells it: what happened and its event are one transaction."""

from dataclasses import dataclass

import django
from django.utils.module_loading import import_string

from bench.publishers import Publish


@dataclass(frozen=True)
class Committed:
    """`how` is a function of `bench.commits`, which has models and is therefore loaded late."""

    how: str

    def open(self) -> Publish:
        django.setup()
        publish: Publish = import_string(f"bench.commits.{self.how}")
        return publish
