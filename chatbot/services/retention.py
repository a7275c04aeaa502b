"""What a site does not want to keep for ever is forgotten when its days are over.

A conversation at a time, and no more of it in one transaction than is done in a moment.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from chatbot.models import (
    Attachment,
    Conversation,
    Message,
    Note,
    Site,
    SiteWebhookDelivery,
)
from chatbot.services.holding import one_locked

AT_ONCE = 100
TOUCHED = ["body", "file_count", "actions", "mentions", "deleted_at", "changed_seq"]

Change = Callable[[Message], None]


def forget_expired() -> Iterator[None]:
    """All there is to forget, step by step; whoever stops in between goes on another time."""
    for site in Site.objects.all():
        if site.messages_kept_days:
            yield from _forget_messages(site, _before(site.messages_kept_days))
        if site.files_kept_days:
            yield from _forget_files(site, _before(site.files_kept_days))
        if site.addresses_kept_days:
            yield from _forget_addresses(site, _before(site.addresses_kept_days))


def _before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _forget_messages(site: Site, before: datetime) -> Iterator[None]:
    """With what else was written in the conversation, or told of it elsewhere."""
    old = Message.objects.filter(deleted_at=None, created_at__lt=before)
    yield from _change_each(site, old, Message.bury)
    told = SiteWebhookDelivery.objects.filter(webhook__site=site, created_at__lt=before)
    notes = Note.objects.filter(conversation__site=site, created_at__lt=before)
    for those in (told, notes):
        for some in _in_parts(those):
            some.delete()
            yield
    rated = site.conversations.filter(last_message_at__lt=before).exclude(rating_comment="")
    for some in _in_parts(rated):
        some.update(rating_comment="")  # silently: it is too old for anybody to look at
        yield


def _forget_files(site: Site, before: datetime) -> Iterator[None]:
    old = Message.objects.filter(file_count__gt=0, created_at__lt=before)
    yield from _change_each(site, old, Message.lose_files)


def _forget_addresses(site: Site, before: datetime) -> Iterator[None]:
    for some in _in_parts(site.visitors.filter(last_seen_at__lt=before, ip__isnull=False)):
        some.update(ip=None)
        yield


def _change_each(site: Site, old: QuerySet[Message], change: Change) -> Iterator[None]:
    for conversation_id in _conversations_with(site, old):
        while _change_some(conversation_id, old, change):
            yield
        yield


def _conversations_with(site: Site, old: QuerySet[Message]) -> Iterator[int]:
    """In the order of their ids, so that none is looked at twice."""
    concerned = Exists(old.filter(conversation=OuterRef("pk")))
    rest = site.conversations.filter(concerned).order_by("pk").values_list("pk", flat=True)
    last = 0
    while found := list(rest.filter(pk__gt=last)[:AT_ONCE]):
        yield from found
        last = found[-1]


@transaction.atomic
def _change_some(conversation_id: int, old: QuerySet[Message], change: Change) -> bool:
    """Whether there may be more."""
    held = one_locked(Conversation.objects.filter(pk=conversation_id))
    if held is None:
        return False
    messages = list(held.messages.filter(pk__in=old.values("pk")).for_display()[:AT_ONCE])
    Attachment.objects.filter(message__in=messages).delete()
    for message in messages:
        change(message)
    held.save(update_fields=["last_seq"])
    # All but the last are stored silently: whoever hears of that one sees what is missing in
    # front of it, and reads on. Nobody else has to be told of thousands of old messages.
    Message.objects.bulk_update(messages[:-1], TOUCHED)
    for message in messages[-1:]:
        message.save(update_fields=TOUCHED)
    return len(messages) == AT_ONCE


def _in_parts(those: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Until there are none: each part is changed so that it is not found again."""
    while some := list(those.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield those.model._default_manager.filter(pk__in=some)
