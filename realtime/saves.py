"""The way from hop 1 to hop 2: `Tracked` knows what a save changed, `on_save` asks for the news."""

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any, Self

from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from realtime.events import Event
from realtime.outbox import publish

News = Callable[[Any, bool], Iterator[Event]]
LastNews = Callable[[Any], Iterator[Event]]

UNKNOWN = object()  # what the database has, if nobody has asked it


class Tracked(models.Model):
    """A row whose saves are news: it knows what changed, and commits together with its events.

    What an instance knows of the database is as of its last save. If that was rolled back to a
    savepoint, fetch the row anew before you save again.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        instance = super().from_db(db, field_names, values)
        instance._remember(instance._columns())
        return instance

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        fields = None if update_fields is None else set(update_fields)
        self._saving = saving = self._columns(fields)
        self._refuse_expressions(saving)
        try:
            with transaction.atomic(savepoint=False):
                super().save(update_fields=fields, **more)
        finally:
            self.__dict__.pop("_saving", None)
        self._remember(saving)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        # Django does this also for a deferred field that is looked at; the others keep what
        # they have, and what they have may be news.
        named = None if fields is None else set(fields)
        super().refresh_from_db(using, named, from_queryset)
        self._remember(self._columns(named))

    def changed(self, name: str) -> bool:
        """Whether this save gives the field another value than the database had, or its first."""
        (column,) = self._columns([name])
        is_saved = column in self.__dict__.get("_saving", {column})
        if not is_saved or column not in self.__dict__:
            return False
        return bool(self.was(name) != self.__dict__[column])

    def was(self, name: str, unknown: object = UNKNOWN) -> Any:
        """What the database has until this save."""
        (column,) = self._columns([name])
        return self._remembered().get(column, unknown)

    def became(self, name: str, value: object) -> bool:
        return self.changed(name) and getattr(self, name) == value

    def left(self, name: str, value: object) -> bool:
        return self.changed(name) and self.was(name) == value

    def _remembered(self) -> dict[str, Any]:
        known: dict[str, Any] = self.__dict__.get("_known", {})
        return known

    def _remember(self, columns: frozenset[str]) -> None:
        """That these are now as the database has them."""
        values = {name: self.__dict__[name] for name in columns & self.__dict__.keys()}
        # Never the same dictionary: copies of an instance go their own ways. Nor the same list:
        # it may be changed in place.
        self._known = self._remembered() | {
            name: deepcopy(value) if isinstance(value, list | dict) else value
            for name, value in values.items()
        }

    def _columns(self, fields: Iterable[str] | None = None) -> frozenset[str]:
        return columns_of(type(self), None if fields is None else frozenset(fields))

    def _refuse_expressions(self, columns: frozenset[str]) -> None:
        for name in columns & self.__dict__.keys():
            if hasattr(self.__dict__[name], "resolve_expression"):
                raise TypeError(f"{name} is computed by the database: nobody could be told of it.")


@cache
def columns_of(model: type[models.Model], fields: frozenset[str] | None) -> frozenset[str]:
    """Of these fields, or of all: `owner_id` of `owner`."""
    every = model._meta.concrete_fields
    if fields is None:
        return frozenset(field.attname for field in every)
    return frozenset(field.attname for field in every if fields & {field.name, field.attname})


def on_save(model: type[Tracked]) -> Callable[[News], News]:
    """Publish what the decorated generator yields for `(instance, created)` after every save.

    Also of what was saved as one of the model's proxies, which is the same row.
    """

    def decorate(news: News) -> News:
        @receiver(post_save, weak=False)
        def saved(
            sender: type[models.Model], instance: Any, created: bool, raw: bool = False, **_: Any
        ) -> None:
            is_it = sender._meta.concrete_model is model
            if is_it and not raw:  # fixtures are not news
                publish(*news(instance, created))

        return news

    return decorate


def on_delete(model: type[Tracked]) -> Callable[[LastNews], LastNews]:
    """The same before a row goes for good, for models of which that is news."""

    def decorate(news: LastNews) -> LastNews:
        @receiver(pre_delete, sender=model, weak=False)
        def deleted(instance: Tracked, **_: Any) -> None:
            publish(*news(instance))

        return news

    return decorate
