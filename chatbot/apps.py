from importlib import import_module

from django.apps import AppConfig


class ChatbotConfig(AppConfig):
    name = "chatbot"
    verbose_name = "Chat"

    def ready(self) -> None:
        import_module("chatbot.schema")  # being imported is what registers it
