from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GroundConfig(AppConfig):
    name = "chatsite.ground"
    label = "ground"
    verbose_name = "Safety"

    def ready(self) -> None:
        autodiscover_modules("health")
