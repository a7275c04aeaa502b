"""Telling how far one has read; whoever wrote it is told in turn."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.authentication import actor_of
from chatbot.serializers.answers import ReadAnswer
from chatbot.serializers.inputs import ReadSerializer
from chatsite.ground.serializers import shaped


class ReadView(APIView):
    """Tell that everything up to a message was read.

    It never goes back. Whoever wrote what is now read is told.
    """

    serializer_class: type[ReadSerializer] = ReadSerializer

    @extend_schema(responses=ReadAnswer)
    def post(self, request: Request, conversation_id: int) -> Response:
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        read_up_to = services.mark_read(
            conversation_id=conversation_id, reader=actor_of(request), **form.validated_data
        )
        return Response(shaped(ReadAnswer, {"read_up_to": read_up_to}))
