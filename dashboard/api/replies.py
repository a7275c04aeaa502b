from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from chatbot import services
from chatbot.api.uploads import taken
from chatbot.serializers.answers import ReplyAnswer
from chatbot.serializers.inputs import ReplySerializer
from chatbot.serializers.staff import NewerMessagesConflict, NoteAnswer, ReplyWithFilesSerializer
from chatbot.uploads.accepting import accept_file
from chatsite.ground.serializers import shaped
from chatsite.ground.throttles import PersonThrottle
from dashboard.api.operators import OfOperators, operator_of

Written = tuple[dict[str, Any], bool]  # the answer, and whether it is new

WORDS = ("conversation_id", "body", "client_message_id")
WRITTEN = PolymorphicProxySerializer(
    component_name="Written", serializers=[ReplyAnswer, NoteAnswer], resource_type_field_name=None
)


class Reply(OfOperators):
    """Answer the visitor, unless somebody wrote what this operator has not seen.

    With `is_note` it is for the colleagues alone, and nothing holds it back. As a form it may
    have files.
    """

    throttle_classes = (PersonThrottle,)
    throttle_scope = "uploads"

    def get_throttles(self) -> list[BaseThrottle]:
        """Words are not counted: whoever answers many visitors is not to be slowed down."""
        return super().get_throttles() if has_files(self.request) else []

    @extend_schema(
        request={
            "application/json": ReplySerializer,
            "multipart/form-data": ReplyWithFilesSerializer,
        },
        responses={201: WRITTEN, 200: WRITTEN, 409: NewerMessagesConflict},
    )
    def post(self, request: Request, conversation_id: int) -> Response:
        form = (ReplyWithFilesSerializer if has_files(request) else ReplySerializer)(
            data=request.data
        )
        form.is_valid(raise_exception=True)
        said = {"conversation_id": conversation_id, **form.validated_data}
        write = note if said["is_note"] else reply
        answer, is_new = write(operator_of(request), said)
        return Response(answer, status=201 if is_new else 200)


def has_files(request: Request) -> bool:
    return bool(request.FILES)


def note(operator: User, said: dict[str, Any]) -> Written:
    words = {name: said[name] for name in WORDS}
    written, is_new = services.add_note(operator=operator, **words)
    return shaped(NoteAnswer, {"message": written}), is_new


def reply(operator: User, said: dict[str, Any]) -> Written:
    words = {name: said[name] for name in WORDS}
    last_seen = None if said["force"] else said["last_seen_seq"]
    with services.kept(taken(accept_file, said.get("file", ()))) as files:
        message, is_new = services.reply(
            operator=operator, last_seen_seq=last_seen, files=files, **words
        )
    return shaped(ReplyAnswer, {"message": message}), is_new
