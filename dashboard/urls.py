from django.urls import include, path

from dashboard import realtime
from dashboard.api import arrangements, conversations, replies
from dashboard.views import conversations as pages
from dashboard.views import home, tokens
from dashboard.views.realtime import realtime as realtime_page

app_name = "dashboard"
of_a_conversation = [
    path("messages", conversations.Messages.as_view(), name="chatbot-get-messages"),
    path("typing", conversations.Typing.as_view(), name="chatbot-typing"),
    path("mark-read", conversations.MarkRead.as_view(), name="chatbot-mark-read"),
    path("reply", replies.Reply.as_view(), name="chatbot-reply"),
    path("assign", arrangements.Assign.as_view(), name="chatbot-assign"),
    path("status", arrangements.Status.as_view(), name="chatbot-status"),
    path("labels", arrangements.Labels.as_view(), name="chatbot-labels"),
    path("priority", arrangements.Priority.as_view(), name="chatbot-priority"),
]
urlpatterns = [
    path("admin/chatbot/", pages.inbox, name="inbox"),
    path(
        "admin/chatbot/conversations",
        conversations.Inbox.as_view(),
        name="chatbot-conversations",
    ),
    path("admin/chatbot/<int:conversation_id>", pages.conversation, name="conversation"),
    path("admin/chatbot/<int:conversation_id>/", include(of_a_conversation)),
    path("admin/realtime/", realtime_page, name="realtime"),
    path("admin/realtime/status", realtime.Status.as_view(), name="realtime-status"),
    path("admin/realtime/auth", realtime.Listening.as_view(), name="realtime-auth"),
    path("admin/realtime/publish", realtime.Publishing.as_view(), name="realtime-publish"),
    path("", home.home, name="home"),
    path("app/", home.members, name="members"),
    path("app/tokens/", tokens.tokens, name="tokens"),
    path("app/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="token-revoke"),
]
