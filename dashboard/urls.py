from django.urls import path

from dashboard import api, realtime
from dashboard.views import conversations, home, tokens
from dashboard.views.realtime import realtime as realtime_page

app_name = "dashboard"
urlpatterns = [
    path("admin/chatbot/", conversations.inbox, name="inbox"),
    path("admin/chatbot/<int:conversation_id>", conversations.conversation, name="conversation"),
    path(
        "admin/chatbot/<int:conversation_id>/messages",
        api.Messages.as_view(),
        name="chatbot-get-messages",
    ),
    path(
        "admin/chatbot/<int:conversation_id>/reply",
        api.Reply.as_view(),
        name="chatbot-reply",
    ),
    path(
        "admin/chatbot/<int:conversation_id>/typing",
        api.Typing.as_view(),
        name="chatbot-typing",
    ),
    path(
        "admin/chatbot/<int:conversation_id>/mark-read",
        api.MarkRead.as_view(),
        name="chatbot-mark-read",
    ),
    path("admin/realtime/", realtime_page, name="realtime"),
    path("admin/realtime/status", realtime.Status.as_view(), name="realtime-status"),
    path("admin/realtime/auth", realtime.Listening.as_view(), name="realtime-auth"),
    path("admin/realtime/publish", realtime.Publishing.as_view(), name="realtime-publish"),
    path("", home.home, name="home"),
    path("app/", home.members, name="members"),
    path("app/tokens/", tokens.tokens, name="tokens"),
    path("app/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="token-revoke"),
]
