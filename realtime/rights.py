"""What ends the rights of users: changes of their standing, groups, sessions and tokens.

A signature cannot be taken back, so sockets are closed: those of one session or token where
only that has ended, else all of the user's. Clients come back at once, and are asked anew.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from chatsite.ground.fingerprints import digest
from chatsite.ground.models import PersonalToken
from realtime.actors import mark_of
from realtime.losses import Rows, ask_anew, on_loss, watch_actors
from realtime.outbox import disconnect
from realtime.server.keys import OLDEST_SOCKET_SECONDS

OLDEST_SOCKET = timedelta(seconds=OLDEST_SOCKET_SECONDS)

watch_actors(User, "password", "is_active", "is_staff", "is_superuser")


@on_loss(User.groups.through, side=Group)
@on_loss(User.user_permissions.through, side=Permission)
def users_lose(rows: Rows) -> None:
    ask_anew(rows.values_list("user", flat=True))


@on_loss(Group.permissions.through, side=Permission)
def groups_lose(rows: Rows) -> None:
    members = User.groups.through.objects.filter(group__in=rows.values("group"))
    ask_anew(members.values_list("user", flat=True))


@receiver(pre_delete, sender=Session)
def session_ended(instance: Session, **_: Any) -> None:
    """By logging out, from the list of sessions, or because the next one takes its place."""
    if instance.expire_date < timezone.now() - OLDEST_SOCKET:
        return  # `clearsessions` deletes many of these at once, and no socket is left of them
    if user_id := instance.get_decoded().get(SESSION_KEY):
        disconnect(User(pk=user_id), session=mark_of(digest(instance.session_key)))


@receiver(post_save, sender=PersonalToken)
def token_saved(instance: PersonalToken, raw: bool, **_: Any) -> None:
    if not raw and not instance.is_usable:
        token_ended(instance)


@receiver(pre_delete, sender=PersonalToken)
def token_ended(instance: PersonalToken, **_: Any) -> None:
    disconnect(User(pk=instance.user_id), session=mark_of(instance.digest))
