from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.serializers import MeAnswer


class Me(APIView):
    """Ask who the session or the token belongs to."""

    @extend_schema(responses=MeAnswer)
    def get(self, request: Request) -> Response:
        return Response(MeAnswer({"user": request.user}).data)
