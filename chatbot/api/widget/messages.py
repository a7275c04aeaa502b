from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.authentication import VisitorAuthentication, visitor_of
from chatbot.serializers.answers import SentAnswer
from chatbot.serializers.inputs import NewMessageSerializer
from chatsite.ground.serializers import shaped
from chatsite.ground.throttles import PersonThrottle


class Messages(APIView):
    """Say something.

    The first message opens a conversation, and later ones go into the one that is open. With
    the same `client_message_id` it is stored once, however often it is sent.
    """

    authentication_classes = (VisitorAuthentication,)
    throttle_classes = (PersonThrottle,)
    throttle_scope = "visitors_messages"

    @extend_schema(request=NewMessageSerializer, responses={201: SentAnswer, 200: SentAnswer})
    def post(self, request: Request) -> Response:
        form = NewMessageSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        visitor, page_url = visitor_of(request), form.validated_data.pop("page_url", "")
        message, is_new = services.send_message(sender=visitor, **form.validated_data)
        if page_url and page_url != visitor.last_page:
            services.note_page(visitor=visitor, url=page_url)
        sent = {"message": message, "conversation": message.conversation}
        return Response(shaped(SentAnswer, sent), status=201 if is_new else 200)
