from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.api.uploads import taken
from chatbot.authentication import VisitorAuthentication, visitor_of
from chatbot.serializers.answers import SentAnswer
from chatbot.serializers.uploads import NewFilesSerializer, NewVoiceSerializer
from chatbot.uploads.accepting import Accepted, accept_file, accept_voice
from chatsite.ground.serializers import shaped
from chatsite.ground.throttles import PersonThrottle

SENT = {201: SentAnswer, 200: SentAnswer}


class Upload(APIView):
    authentication_classes = (VisitorAuthentication,)
    parser_classes = (MultiPartParser,)
    throttle_classes = (PersonThrottle,)
    throttle_scope = "uploads"

    def send(self, request: Request, files: Sequence[Accepted], **said: Any) -> Response:
        visitor = visitor_of(request)
        with services.kept(files, said.pop("duration_ms", None)) as attachments:
            message, is_new = services.send_message(sender=visitor, files=attachments, **said)
        sent = {"message": message, "conversation": message.conversation}
        return Response(shaped(SentAnswer, sent), status=201 if is_new else 200)


class Files(Upload):
    """Send files, with or without words beside them.

    Pictures, films and documents, of which none may be a program. What has to be looked at
    first is `processing`, and told again as soon as it is `ready` or `refused`.
    """

    @extend_schema(request={"multipart/form-data": NewFilesSerializer}, responses=SENT)
    def post(self, request: Request) -> Response:
        form = NewFilesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        uploads = form.validated_data.pop("file")
        return self.send(request, taken(accept_file, uploads), **form.validated_data)


class Voice(Upload):
    """Send a voice note.

    Whatever a browser records: `ready`, it is an MP3 with its duration and 64 bars of loudness.
    """

    @extend_schema(request={"multipart/form-data": NewVoiceSerializer}, responses=SENT)
    def post(self, request: Request) -> Response:
        form = NewVoiceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        spoken = form.validated_data.pop("audio")
        return self.send(request, taken(accept_voice, [spoken]), body="", **form.validated_data)
