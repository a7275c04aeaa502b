"""What the page Realtime asks for: how everything is, signatures to listen, test events."""

from django.contrib.auth.models import User
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.serializers import Answer
from chatsite.ground.shapes import shape_of
from dashboard.api.operators import IsOperator
from dashboard.permissions import HasSecondStep, MaySeeRealtime, MayUseConsole
from dashboard.serializers import EventSerializer, ListeningSerializer, StatusQuery
from realtime import console
from realtime.serializers import SubscriptionAnswer
from realtime.status import COMPUTED, status
from realtime.status import Status as RealtimeStatus

STATUS = OpenApiResponse(shape_of(RealtimeStatus, COMPUTED))


class OfTheConsole(APIView):
    permission_classes = (IsOperator, HasSecondStep, MayUseConsole)


class Status(APIView):
    """See how sockets, channels, the outbox and webhooks are."""

    permission_classes = (IsOperator, HasSecondStep, MaySeeRealtime)

    @extend_schema(parameters=[StatusQuery], responses=STATUS)
    def get(self, request: Request) -> Response:
        query = StatusQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(status(query.question()).as_json())


class Listening(OfTheConsole):
    """Ask for the signature that lets a socket listen to any channel of any app.

    With a session only, and written down.
    """

    @extend_schema(request=ListeningSerializer, responses={200: SubscriptionAnswer})
    def post(self, request: Request) -> Response:
        form = ListeningSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        told, user = form.validated_data, request.user
        assert isinstance(user, User)  # IsOperator let in nobody else
        channel, socket_id = told["channel_name"], told["socket_id"]
        return Response(console.sign(request, user, told["app"], channel, socket_id))


class Publishing(OfTheConsole):
    """Publish a test event to a channel.

    With a session only, and written down.
    """

    @extend_schema(request=EventSerializer, responses={200: Answer})
    def post(self, request: Request) -> Response:
        form = EventSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        told, user = form.validated_data, request.user
        assert isinstance(user, User)  # IsOperator let in nobody else
        console.publish(request, user, told["app"], told)
        return Response(Answer({}).data)
