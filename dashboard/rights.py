"""What ends the right to work here: where a second step is asked for, its removal."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from realtime.outbox import disconnect


@receiver(pre_delete, sender=Authenticator)
def second_step_removed(instance: Authenticator, **_: Any) -> None:
    # By its number: when the user goes as well, there may be none to fetch.
    disconnect(User(pk=instance.user_id))
