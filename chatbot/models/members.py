from django.conf import settings
from django.db import models

from realtime.saves import Tracked


class Member(Tracked):
    """What a user of the platform wants others to know. Who never said has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="member")
    hides_receipts = models.BooleanField(
        default=False, help_text="In rooms nobody sees how far this member has read."
    )
    hides_presence = models.BooleanField(
        default=False, help_text="Lists of who is online leave this member out."
    )

    def __str__(self) -> str:
        return str(self.user)
