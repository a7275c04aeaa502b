from importlib import import_module

from django.apps import AppConfig


class ChatbotConfig(AppConfig):
    name = "chatbot"
    verbose_name = "Chat"

    def ready(self) -> None:
        # Being imported is what registers them.
        import_module("chatbot.files")
        import_module("chatbot.schema")
        import_module("chatbot.webhooks")
