"""What the operators' pages may ask of realtime."""

import json
from typing import Any, NoReturn

from rest_framework import serializers

from realtime import applications
from realtime.applications import Application
from realtime.census import Question
from realtime.serializers import SubscriptionSerializer
from realtime.server.http import events
from realtime.server.http.refusals import Refused
from realtime.server.protocol import CHANNEL_NAME, EVENT_LENGTH, is_encrypted

CHANNEL_IS_WRONG = "A channel's name has 1 to 164 characters, only of A-Z a-z 0-9 _-=@,.;"


class StatusQuery(serializers.Serializer[Any]):
    app = serializers.CharField(required=False, max_length=64, allow_blank=True)
    prefix = serializers.CharField(required=False, max_length=164, allow_blank=True)
    sort = serializers.ChoiceField(["count", "name"], required=False)

    def question(self) -> Question:
        told = self.validated_data
        return Question(told.get("app", ""), told.get("prefix", ""), told.get("sort") == "name")


class OfAnApp(serializers.Serializer[Any]):
    app = serializers.CharField(max_length=64, help_text="The id of an app.")

    def validate_app(self, app_id: str) -> Application:
        app = applications.by_id(app_id)
        if app is None:
            raise serializers.ValidationError("There is no app with this id.")
        if not app.secret:
            raise serializers.ValidationError("This app has no secret, so nothing can be signed.")
        return app


class ListeningSerializer(OfAnApp, SubscriptionSerializer):
    pass


class EventSerializer(OfAnApp):
    channel = serializers.RegexField(
        CHANNEL_NAME, trim_whitespace=False, error_messages={"invalid": CHANNEL_IS_WRONG}
    )
    event = serializers.CharField(max_length=EVENT_LENGTH, trim_whitespace=False)
    # The metaclass takes fields away, so the serializer's own `data` stays what it is.
    data = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, trim_whitespace=False
    )
    is_json = serializers.BooleanField(default=True)

    def validate_channel(self, channel: str) -> str:
        if is_encrypted(channel):
            raise serializers.ValidationError(
                "What goes to an encrypted channel must be encrypted first, which is not done here."
            )
        return channel

    def validate_event(self, event: str) -> str:
        return checked(events.name, event)

    def validate_data(self, data: str) -> str:
        return checked(events.data, data)

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if told["is_json"]:
            check_json(told["data"])
        return told


def checked(check: Any, value: str) -> str:
    """By the rules of the HTTP API."""
    try:
        found: str = check(value)
    except Refused as refused:
        raise serializers.ValidationError(str(refused)) from None
    return found


def check_json(data: str) -> None:
    try:
        json.loads(data, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        words = f"This is not JSON: {error.msg}, at {place}. Or choose text."
        raise serializers.ValidationError({"data": words}) from None
    except (ValueError, RecursionError):
        raise serializers.ValidationError({"data": "No browser reads this as JSON."}) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
