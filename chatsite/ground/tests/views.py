"""Small views that fail in every way a real one could."""

import time

import redis
from django.contrib.auth.models import Group
from django.core import exceptions as django_errors
from django.db.utils import ConnectionHandler
from django.http import Http404, HttpResponse
from redis.backoff import NoBackoff
from redis.retry import Retry
from rest_framework import exceptions, parsers, serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.errors import Conflict, Unavailable
from chatsite.ground.idempotency import idempotent
from chatsite.ground.pagination import Pages
from chatsite.ground.parsers import JSONParser
from chatsite.ground.sessions import SessionAuthentication
from chatsite.ground.tokens import TokenAuthentication

CLOSED_PORT = 1


def ask_a_dead_redis():
    redis.Redis(port=CLOSED_PORT, retry=Retry(NoBackoff(), 0)).ping()


def ask_a_dead_postgres(**options):
    address = {"HOST": "127.0.0.1", "PORT": CLOSED_PORT, "NAME": "x", "USER": "x", "PASSWORD": "x"}
    engine = {"ENGINE": "chatsite.ground.postgres", "OPTIONS": options}
    dead = ConnectionHandler({"default": {}, "dead": address | engine})["dead"]
    try:
        dead.cursor()
    finally:
        dead.close_pool()


def ask_a_pool_of_nothing():
    ask_a_dead_postgres(pool={"min_size": 0, "max_size": 1, "timeout": 0.1})


ERRORS = {
    "missing": Http404("No Secret matches the given query."),
    "forbidden": django_errors.PermissionDenied("Only Olga may."),
    "model": django_errors.ValidationError({"budget": ["A budget is positive."]}),
    "conflict": Conflict("Others were faster.", code="newer_messages", messages=[1, 2]),
    "throttled": exceptions.Throttled(wait=7),
    "unavailable": Unavailable(wait=30),
    "broken": RuntimeError("a secret of ours"),
    "poor": exceptions.ValidationError("There is not enough money.", code="insufficient_funds"),
}
OUTAGES = {
    "redis": ask_a_dead_redis,
    "postgres": ask_a_dead_postgres,
    "pool": ask_a_pool_of_nothing,
}


class Open(APIView):
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = ()
    parser_classes = (JSONParser, parsers.FormParser, parsers.MultiPartParser)


class Line(serializers.Serializer):
    price = serializers.IntegerField(min_value=1)


class Order(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    lines = Line(many=True, required=False)
    notes = serializers.JSONField(required=False)


class Echo(Open):
    def post(self, request):
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        return Response(order.data)


class Fails(Open):
    def get(self, request, how):
        raise ERRORS[how]


class Away(Open):
    def get(self, request, part):
        OUTAGES[part]()


class Search(Open):
    def get(self, request):
        return Response(Group.objects.filter(name=request.query_params["q"]).count())


class GroupSerializer(serializers.ModelSerializer):
    class Meta:
        model = Group
        fields = ["id", "name"]


class Groups(ListAPIView):
    permission_classes = ()
    pagination_class = Pages
    queryset = Group.objects.all()
    serializer_class = GroupSerializer


class OtherGroups(Groups):
    pass


class Founding(Open):
    """Founds a group; `seconds` of hard work first, and a bad `name` ends badly."""

    @idempotent()
    def post(self, request):
        group = Group.objects.create(name=request.data["name"])
        time.sleep(float(request.data.get("seconds", 0)))
        if group.name == "refused":
            raise Conflict
        if group.name == "refused politely":
            return Response({"success": False}, status=409)
        return Response(GroupSerializer(group).data, status=201)


class Paying(Open):
    @idempotent(required=True)
    def post(self, request):
        return Response({"paid": True}, status=201)


def page_away(request, part):
    OUTAGES[part]()


def page_fails(request, how):
    raise ERRORS[how]


def page_search(request):
    return HttpResponse(Group.objects.filter(name=request.GET["q"]).count())


def page_form(request):
    return HttpResponse(len(request.POST))


def dying_middleware(get_response):
    def middleware(request):
        OUTAGES[request.GET["part"]]()

    return middleware
