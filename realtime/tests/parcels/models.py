from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F

from realtime.saves import Tracked


class ParcelQuerySet(models.QuerySet):
    def visible_to(self, actor):
        if not isinstance(actor, User) or not actor.is_active:
            return self.none()
        return self.all() if actor.is_staff else self.filter(owner=actor)


class Parcel(Tracked):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    place = models.CharField(max_length=20_000)
    is_lost = models.BooleanField(default=False)
    cost = models.PositiveIntegerField(default=0)
    stops = models.JSONField(default=list, blank=True)
    seq = models.PositiveIntegerField(default=0)

    objects = ParcelQuerySet.as_manager()

    def move(self, place):
        """Under the row lock, so that the numbers are dense and leave in order."""
        self.place, self.seq = place, self.seq + 1
        self.save(update_fields=["place", "seq"])


def move(pk, place):
    parcel = Parcel.objects.select_for_update().get(pk=pk)
    parcel.move(place)
    return parcel


def raise_all_costs():
    # Silent on purpose: nobody is told of costs one by one.
    Parcel.objects.update(cost=F("cost") + 1)
