from django.urls import path

from chatbot import views
from chatbot.api import widget

app_name = "chatbot"
urlpatterns = [
    path("api/chatbot/init", widget.Init.as_view(), name="init"),
    path("api/chatbot/config", widget.Config.as_view(), name="config"),
    path("api/chatbot/message", widget.Messages.as_view(), name="message"),
    path("api/chatbot/conversations", widget.Conversations.as_view(), name="conversations"),
    path(
        "api/chatbot/conversation/<int:conversation_id>", widget.History.as_view(), name="history"
    ),
    path(
        "api/chatbot/conversation/<int:conversation_id>/typing",
        widget.Typing.as_view(),
        name="typing",
    ),
    path("api/chatbot/conversation/<int:conversation_id>/read", widget.Read.as_view(), name="read"),
    path("chatbot-widget.js", views.widget_script, name="widget-script"),
    path("chatbot-test.html", views.test_page, name="test-page"),
]
