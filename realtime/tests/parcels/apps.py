from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    name = "realtime.tests.parcels"
