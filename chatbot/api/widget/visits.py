from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.authentication import VisitorAuthentication, visitor_of
from chatbot.metrics import count_lags
from chatbot.serializers.visits import HealthSerializer, VisitSerializer
from chatsite.ground.serializers import Answer


class Visit(APIView):
    """Tell which page the visitor looks at.

    Telling the same one twice in a row changes nothing.
    """

    authentication_classes = (VisitorAuthentication,)

    @extend_schema(request=VisitSerializer, responses=Answer)
    def post(self, request: Request) -> Response:
        form = VisitSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.note_page(visitor=visitor_of(request), **form.validated_data)
        return Response(Answer({}).data)


class Health(APIView):
    """Tell how well messages travel to this browser.

    Figures for those who run SmartLink; of the visitor nothing is kept.
    """

    authentication_classes = (VisitorAuthentication,)

    @extend_schema(request=HealthSerializer, responses=Answer)
    def post(self, request: Request) -> Response:
        form = HealthSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        # Of the visitor nothing is kept, only that somebody was told so late by this road.
        count_lags(form.validated_data["transport"], form.validated_data["lag_ms"])
        return Response(Answer({}).data)
