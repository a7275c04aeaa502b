from django.apps import AppConfig
from django.core.checks import Tags, register

from chatsite.checks import check_deployment


class ChatsiteConfig(AppConfig):
    name = "chatsite"

    def ready(self) -> None:
        register(check_deployment, Tags.security, deploy=True)
