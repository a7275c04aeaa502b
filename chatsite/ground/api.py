from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.serializers import MeSerializer


class Me(APIView):
    """Who the session or the token belongs to."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer({"success": True, "user": request.user}).data)
