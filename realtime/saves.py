"""The way from hop 1 to hop 2: `Tracked` knows what a save changed, `on_save` asks for the news."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Self

from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from realtime.events import Event
from realtime.outbox import publish

News = Callable[[Any, bool], Iterator[Event]]
LastNews = Callable[[Any], Iterator[Event]]


class Tracked(models.Model):
    """A row whose saves are news: it knows what changed, and commits together with its events."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        instance = super().from_db(db, field_names, values)
        instance._remember()
        return instance

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        self._saving = self._columns(update_fields)
        try:
            with transaction.atomic(savepoint=False):
                super().save(update_fields=update_fields, **more)
        finally:
            self._saving = self._columns()
        self._remember(update_fields)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        # Django does this also for a deferred field that is looked at; the others keep what
        # they have, and what they have may be news.
        super().refresh_from_db(using, fields, from_queryset)
        self._remember(fields)

    def changed(self, name: str) -> bool:
        """Whether this save gives the field another value than the database had."""
        (column,) = self._columns([name])
        remembered: dict[str, Any] = self.__dict__.get("_remembered", {})
        is_saved = column in self.__dict__.get("_saving", remembered)
        return is_saved and column in remembered and remembered[column] != getattr(self, column)

    def became(self, name: str, value: object) -> bool:
        return self.changed(name) and getattr(self, name) == value

    def left(self, name: str, value: object) -> bool:
        (column,) = self._columns([name])
        return self.changed(name) and self.__dict__["_remembered"][column] == value

    def _remember(self, fields: Iterable[str] | None = None) -> None:
        """That these, or all, are now as the database has them."""
        names = self._columns(fields) & self.__dict__.keys()
        known: dict[str, Any] = self.__dict__.setdefault("_remembered", {})
        known.update({name: self.__dict__[name] for name in names})

    def _columns(self, fields: Iterable[str] | None = None) -> set[str]:
        """Of these fields, or of all: `owner_id` of `owner`."""
        every = self._meta.concrete_fields
        if fields is None:
            return {field.attname for field in every}
        named = set(fields)
        return {field.attname for field in every if named & {field.name, field.attname}}


def on_save(model: type[Tracked]) -> Callable[[News], News]:
    """Publish what the decorated generator yields for `(instance, created)` after every save."""

    def decorate(news: News) -> News:
        @receiver(post_save, sender=model, weak=False)
        def saved(instance: Tracked, created: bool, raw: bool = False, **_: Any) -> None:
            if not raw:  # fixtures are not news
                for event in news(instance, created):
                    publish(event)

        return news

    return decorate


def on_delete(model: type[Tracked]) -> Callable[[LastNews], LastNews]:
    """The same before a row goes for good, for models of which that is news."""

    def decorate(news: LastNews) -> LastNews:
        @receiver(pre_delete, sender=model, weak=False)
        def deleted(instance: Tracked, **_: Any) -> None:
            for event in news(instance):
                publish(event)

        return news

    return decorate
