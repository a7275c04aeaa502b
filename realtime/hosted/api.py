"""What Pusher's servers call."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime.hosted import webhooks

HEADERS = [
    OpenApiParameter("X-Pusher-Key", str, OpenApiParameter.HEADER),
    OpenApiParameter(
        "X-Pusher-Signature", str, OpenApiParameter.HEADER, description="HMAC-SHA256 of the body."
    ),
]
ERROR = {"$ref": "#/components/schemas/Error"}
ANSWERS = {
    200: OpenApiResponse(OpenApiTypes.OBJECT, "Taken."),
    401: OpenApiResponse(ERROR, "Not signed by our app at Pusher, or older than ten minutes."),
    413: OpenApiResponse(ERROR, "The body is too large."),
    422: OpenApiResponse(ERROR, "This is not a webhook of Pusher's."),
    503: OpenApiResponse(ERROR, "Redis or Postgres is away; Pusher calls again."),
}


class Unsigned(APIException):
    status_code = 401
    default_detail = "This is not signed by our app at Pusher, or it is too old."
    default_code = "bad_signature"


class PusherWebhook(APIView):
    """For Pusher alone: it has no token, but signs what it tells."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(parameters=HEADERS, request=OpenApiTypes.OBJECT, responses=ANSWERS)
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
        return Response({})
