"""What a browser asks over HTTP before it may listen."""

import json
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime.channels import authorize
from realtime.serializers import SubscriptionSerializer
from realtime.signing import sign_subscription


class SubscriptionAuth(APIView):
    """Sign a subscription for whoever may have it; the socket process trusts the signature."""

    @extend_schema(request=SubscriptionSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        form = SubscriptionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        channel = form.validated_data["channel_name"]
        verdict = authorize(request.user, channel)
        if not verdict:
            raise PermissionDenied("You may not listen to this channel.")
        data = None if verdict is True else channel_data(request.user, verdict)
        return Response(signed(form.validated_data["socket_id"], channel, data))

    def get_authenticators(self) -> list[BaseAuthentication]:
        # Apps above this one know more kinds of people than users: visitors, for example.
        return [import_string(name)() for name in settings.REALTIME["AUTHENTICATION"]]


def channel_data(actor: Any, member: Any) -> str:
    return json.dumps({"user_id": str(actor.pk), "user_info": member})


def signed(socket_id: str, channel: str, data: str | None) -> dict[str, str]:
    ours = settings.REALTIME
    signature = sign_subscription(ours["SECRET"], socket_id, channel, data)
    answer = {"auth": f"{ours['KEY']}:{signature}"}
    return answer if data is None else answer | {"channel_data": data}
