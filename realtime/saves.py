"""The way from hop 1 to hop 2: `Tracked` knows what a save changed, `on_save` asks for the news."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, Self

from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from realtime.events import Event
from realtime.outbox import publish

News = Callable[[Any, bool], Iterator[Event]]


class Tracked(models.Model):
    """A row whose saves are news: it knows what changed, and commits together with its events."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        instance = super().from_db(db, field_names, values)
        instance._remember()
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
        self._remember()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def changed(self, name: str) -> bool:
        """Whether this save gives the field another value than the database had."""
        remembered: dict[str, Any] = self.__dict__.get("_remembered", {})
        return name in remembered and remembered[name] != getattr(self, name)

    def became(self, name: str, value: object) -> bool:
        return self.changed(name) and getattr(self, name) == value

    def left(self, name: str, value: object) -> bool:
        return self.changed(name) and self.__dict__["_remembered"][name] == value

    def _remember(self) -> None:
        names = {field.attname for field in self._meta.concrete_fields}
        self._remembered = {name: self.__dict__[name] for name in names & self.__dict__.keys()}


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
