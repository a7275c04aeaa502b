"""What operators arrange among themselves. Saying the same again changes nothing."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from chatbot import services
from chatbot.models import Conversation
from chatbot.serializers.staff import (
    AssignSerializer,
    LabelsSerializer,
    PrioritySerializer,
    StaffConversationAnswer,
    StatusSerializer,
)
from dashboard.api.operators import OfOperators, operator_of


class Arrangement(OfOperators, ABC):
    serializer_class: type[BaseSerializer[Any]]

    @extend_schema(responses=StaffConversationAnswer)
    def post(self, request: Request, conversation_id: int) -> Response:
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        told = {"conversation_id": conversation_id, **form.validated_data}
        conversation = self.arrange(operator_of(request), **told)
        return Response(StaffConversationAnswer({"conversation": conversation}).data)

    @abstractmethod
    def arrange(self, operator: User, **told: Any) -> Conversation: ...


class Assign(Arrangement):
    """Make a conversation somebody's work, or nobody's."""

    serializer_class = AssignSerializer

    def arrange(self, operator: User, **told: Any) -> Conversation:
        return services.assign(operator=operator, **told)


class Status(Arrangement):
    """Close a conversation, open it again, lay it aside, or have it wake later."""

    serializer_class = StatusSerializer

    def arrange(self, operator: User, **told: Any) -> Conversation:
        return services.change_status(actor=operator, **told)


class Labels(Arrangement):
    """Give a conversation exactly these labels of its site."""

    serializer_class = LabelsSerializer

    def arrange(self, operator: User, **told: Any) -> Conversation:
        return services.set_labels(operator=operator, **told)


class Priority(Arrangement):
    """Say how urgent a conversation is."""

    serializer_class = PrioritySerializer

    def arrange(self, operator: User, **told: Any) -> Conversation:
        return services.set_priority(operator=operator, **told)
