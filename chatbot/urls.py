from django.urls import include, path

from chatbot import views
from chatbot.api.widget import beginning, conversations, messages

app_name = "chatbot"
of_visitors = [
    path("init", beginning.Init.as_view(), name="init"),
    path("config", beginning.Config.as_view(), name="config"),
    path("message", messages.Messages.as_view(), name="message"),
    path("conversations", conversations.Conversations.as_view(), name="conversations"),
    path(
        "conversation/<int:conversation_id>",
        include(
            [
                path("", conversations.History.as_view(), name="history"),
                path("/typing", conversations.Typing.as_view(), name="typing"),
                path("/read", conversations.Read.as_view(), name="read"),
            ]
        ),
    ),
]
urlpatterns = [
    path("api/chatbot/", include(of_visitors)),
    path("chatbot-widget.js", views.widget_script, name="widget-script"),
    path("chatbot-test.html", views.test_page, name="test-page"),
]
