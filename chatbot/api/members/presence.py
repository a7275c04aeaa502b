from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot.channels import chat_channel
from chatbot.serializers.members import OnlineAnswer
from chatsite.ground.sparing import sparing_redis
from realtime.changes import USER_NUMBER
from realtime.presence import who_is_on


class Online(APIView):
    """Ask who is in the general room now, but for those who hide it."""

    @extend_schema(responses=OnlineAnswer)
    def get(self, request: Request) -> Response:
        with sparing_redis():
            present = filter(USER_NUMBER.fullmatch, who_is_on(chat_channel()))
        shown = User.objects.filter(pk__in=present, is_active=True)
        shown = shown.exclude(member__hides_presence=True).select_related("last_seen_entry")
        return Response(OnlineAnswer({"users": shown.order_by("username")}).data)
