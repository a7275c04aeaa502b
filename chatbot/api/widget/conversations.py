from django.db.models import QuerySet
from rest_framework.generics import ListAPIView

from chatbot.api.history import HistoryView
from chatbot.api.receipts import ReadView
from chatbot.api.typing import TypingView
from chatbot.authentication import VisitorAuthentication, actor_of
from chatbot.models import Conversation
from chatbot.serializers.shapes.conversations import ListedConversationSerializer


class History(HistoryView):
    authentication_classes = (VisitorAuthentication,)


class Typing(TypingView):
    authentication_classes = (VisitorAuthentication,)


class Read(ReadView):
    authentication_classes = (VisitorAuthentication,)


class Conversations(ListAPIView[Conversation]):
    """List the visitor's own conversations, newest first, each with its last words."""

    authentication_classes = (VisitorAuthentication,)
    serializer_class = ListedConversationSerializer
    queryset = Conversation.objects.none()  # tells the API's description what this is about

    def get_queryset(self) -> QuerySet[Conversation]:
        return Conversation.objects.support_of(actor_of(self.request)).listed_for_visitors()
