"""Questions that are asked all day: their SQL is written once, then only the values change.

For Django to write it takes longer than for Postgres to answer (ADR 20).
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)


class Given(Expression):
    """A value that is known when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_: object) -> tuple[str, list[Any]]:
        return "%s", [self]


class Question(Generic[Row]):
    """Called with a value for each `Given`, it answers what the queryset would, anew each time."""

    def __init__(self, queryset: Callable[[], QuerySet[Row]]) -> None:
        self._queryset = queryset

    def __call__(self, **given: Any) -> list[Row]:
        return list(ModelIterable(cast(QuerySet[Row], _Asked(self._written, given))))

    @cached_property
    def _written(self) -> "_Written":
        return _Written(self._queryset())


class _Written:
    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.db = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.db)
        self.sql, self.values = self.compiler.as_sql()

    def values_of(self, given: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(given[each.name] if isinstance(each, Given) else each for each in self.values)


class _Asked:
    """All that Django wants of a queryset, and of its query, to make rows of the answer."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, written: _Written, given: dict[str, Any]) -> None:
        self.query = self
        self.db = written.db
        self._written = written
        self._values = written.values_of(given)

    def get_compiler(self, using: str) -> Any:
        compiler: Any = copy(self._written.compiler)
        compiler.connection = connections[using]
        if compiler.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("Outside of a transaction nothing can be held.")
        compiler.as_sql = lambda: (self._written.sql, self._values)
        return compiler
