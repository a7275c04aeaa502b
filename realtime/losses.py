"""How rights are lost: by a save, by a deletion, by leaving a many-to-many relation.

What is declared with these is heard wherever it comes about: in a form, a command, a shell.
`QuerySet.update()`, `bulk_...` and deleting rows of a relation's own table send no signals that
say enough: whoever takes rights away with one of them calls `disconnect` as well.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver

from realtime.outbox import disconnect

Rows = QuerySet[Any]
Loss = Callable[[Rows], None]


def ask_anew(user_ids: Iterable[int]) -> None:
    """Close all sockets of these users; for each channel they want back, they are asked."""
    disconnect(*[User(pk=user_id) for user_id in sorted(set(user_ids))])


def watch_actors(model: type[Model], *fields: str) -> None:
    """Ask anew whoever is deleted, or saved with another value in one of these fields."""

    @receiver(pre_save, sender=model, weak=False)
    def compare(instance: Any, raw: bool, update_fields: Collection[str] | None, **_: Any) -> None:
        written = set(fields if update_fields is None else update_fields).intersection(fields)
        instance._loses_rights = not raw and bool(written) and _differs(instance, written)
        if instance._loses_rights and not connection.in_atomic_block:
            # The save will be a commit of its own: should we die after it, this is there already.
            disconnect(instance)

    @receiver(post_save, sender=model, weak=False)
    def saved(instance: Any, **_: Any) -> None:
        # Not earlier: whoever came back before the row is stored would be let in by the old one.
        if instance._loses_rights:
            disconnect(instance)

    @receiver(pre_delete, sender=model, weak=False)
    def deleted(instance: Any, **_: Any) -> None:
        disconnect(instance)


def on_loss(through: type[Model], *, side: type[Model]) -> Callable[[Loss], Loss]:
    """Call the decorated function with the rows that a many-to-many relation is about to lose.

    They go when one end is taken from the other, and together with a deleted row of `side`.
    """

    def decorate(lose: Loss) -> Loss:
        @receiver(m2m_changed, sender=through, weak=False)
        def taken(
            instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **_: Any
        ) -> None:
            if action == "pre_clear":
                lose(_rows_of(instance, through))
            elif action == "pre_remove":
                lose(_rows_of(instance, through).filter(**{f"{_key_to(model)}__in": pk_set}))

        @receiver(pre_delete, sender=side, weak=False)
        def deleted(instance: Model, **_: Any) -> None:
            lose(_rows_of(instance, through))

        return lose

    return decorate


def _differs(instance: Model, fields: Iterable[str]) -> bool:
    """Whether the stored row has another value in one of these fields; a new one has no row."""
    told = {name: getattr(instance, name) for name in fields}
    stored = type(instance)._base_manager.filter(pk=instance.pk)
    return stored.exclude(**told).exists()


def _rows_of(instance: Model, through: type[Model]) -> Rows:
    return through._base_manager.filter(**{_key_to(type(instance)): instance.pk})


def _key_to(model: type[Model]) -> str:
    """As Django names it in the table of a many-to-many relation."""
    return str(model._meta.model_name)
