from django.urls import include, path

from chatbot import views
from chatbot.api.members import conversations as talks
from chatbot.api.members import messages as talking
from chatbot.api.members import presence
from chatbot.api.widget import (
    beginning,
    conversations,
    files,
    messages,
    privacy,
    rating,
    visits,
)
from chatbot.media import media

app_name = "chatbot"
of_visitors = [
    path("init", beginning.Init.as_view(), name="init"),
    path("config", beginning.Config.as_view(), name="config"),
    path("message", messages.Messages.as_view(), name="message"),
    path("file", files.Files.as_view(), name="file"),
    path("voice", files.Voice.as_view(), name="voice"),
    path("visit", visits.Visit.as_view(), name="visit"),
    path("health", visits.Health.as_view(), name="health"),
    path("conversations", conversations.Conversations.as_view(), name="conversations"),
    path("conversation/<int:conversation_id>", conversations.History.as_view(), name="history"),
    path(
        "conversation/<int:conversation_id>/typing", conversations.Typing.as_view(), name="typing"
    ),
    path("conversation/<int:conversation_id>/read", conversations.Read.as_view(), name="read"),
    path("conversation/<int:conversation_id>/rating", rating.Rating.as_view(), name="rating"),
    path("conversation/<int:conversation_id>/close", rating.Closing.as_view(), name="close"),
    path(
        "conversation/<int:conversation_id>/transcript",
        rating.TranscriptByMail.as_view(),
        name="transcript",
    ),
    path("visitor/export", privacy.Export.as_view(), name="export"),
    path("visitor", privacy.Oneself.as_view(), name="visitor"),
]
of_members = [
    path("messages", talking.Messages.as_view(), name="talk-messages"),
    path("messages/private", talking.Private.as_view(), name="talk-private"),
    path("messages/<int:message_id>", talking.OneMessage.as_view(), name="talk-message"),
    path("messages/<int:message_id>/read", talking.Read.as_view(), name="talk-read"),
    path("typing", talks.Typing.as_view(), name="talk-typing"),
    path("conversations", talks.Conversations.as_view(), name="talks"),
    path("users/online", presence.Online.as_view(), name="online"),
]
urlpatterns = [
    path("api/chatbot/", include(of_visitors)),
    path("api/chat/", include(of_members)),
    path("media/<str:name>", media, name="media"),
    path("chatbot-widget.js", views.widget_script, name="widget-script"),
    path("chatbot-test.html", views.test_page, name="test-page"),
]
