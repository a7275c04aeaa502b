from celery import shared_task
from django.db import transaction

from realtime.tests.parcels.models import move


@shared_task
def move_parcel(pk, place):
    with transaction.atomic():
        move(pk, place)
