from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.authentication import OwnDataAuthentication, visitor_of
from chatbot.serializers.privacy import ExportAnswer, ExportQuery
from chatsite.ground.serializers import Answer


class OfOneself(APIView):
    authentication_classes = (OwnDataAuthentication,)


class Export(OfOneself):
    """Read everything that is held of oneself, the messages page by page."""

    @extend_schema(parameters=[ExportQuery], responses=ExportAnswer)
    def get(self, request: Request) -> Response:
        query = ExportQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        held = services.held_of(visitor_of(request), **query.validated_data)
        return Response(ExportAnswer(held).data, headers={"Cache-Control": "no-store"})


class Oneself(OfOneself):
    @extend_schema(responses={200: Answer})
    def delete(self, request: Request) -> Response:
        """Erase everything that is held of oneself, here and now.

        Tokens end with it, so a repeated request is nobody's: 401.
        """
        services.erase_visitor(visitor=visitor_of(request))
        return Response(Answer({}).data)
