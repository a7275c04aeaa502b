"""What Pusher's servers call."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.serializers import Answer, ErrorSerializer
from realtime.hosted import webhooks
from realtime.serializers import PusherWebhookSerializer

HEADERS = [
    OpenApiParameter("X-Pusher-Key", str, OpenApiParameter.HEADER),
    OpenApiParameter(
        "X-Pusher-Signature", str, OpenApiParameter.HEADER, description="HMAC-SHA256 of the body."
    ),
]
UNSIGNED = "Not signed by our app at Pusher, or older than ten minutes."
ANSWERS = {
    200: OpenApiResponse(Answer, "Taken."),
    401: OpenApiResponse(ErrorSerializer, UNSIGNED),
}


class Unsigned(APIException):
    status_code = 401
    default_detail = "This is not signed by our app at Pusher, or it is too old."
    default_code = "bad_signature"


class PusherWebhook(APIView):
    """Pusher tells who came and went.

    For Pusher alone: it has no token, but signs what it tells.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(parameters=HEADERS, request=PusherWebhookSerializer, responses=ANSWERS)
    def post(self, request: Request) -> Response:
        key = request.headers.get("X-Pusher-Key", "")
        signature = request.headers.get("X-Pusher-Signature", "")
        try:
            # The bytes as they came: it is these that are signed.
            webhooks.take(webhooks.read(key, signature, request.body))
        except webhooks.NotPusher:
            raise Unsigned from None
        except webhooks.Nonsense:
            raise ValidationError("This is not a webhook of Pusher's.") from None
        return Response(Answer({}).data)
