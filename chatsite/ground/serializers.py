"""The frame of every answer, and what people are told about themselves."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

Serializer = Callable[[], serializers.Serializer[Any]]


def shaped(serializer: Serializer, row: Any) -> dict[str, Any]:
    """The same as `serializer(row).data`, for shapes that need no context.

    DRF makes all fields anew for each serializer, which costs more than shaping does.
    """
    told: dict[str, Any] = ready(serializer).to_representation(row)
    return told


@cache
def ready(serializer: Serializer) -> serializers.Serializer[Any]:
    return serializer()


@extend_schema_field({"type": "boolean", "enum": [True]})
class SuccessField(serializers.BooleanField):
    """Always there and always true: what is not a success is an error, in the other shape."""

    def __init__(self) -> None:
        super().__init__(default=True, read_only=True)


class Answer(serializers.Serializer[Any]):
    success = SuccessField()


@extend_schema_field({"type": "boolean", "enum": [False]})
class FailureField(serializers.BooleanField):
    pass


class ErrorSerializer(serializers.Serializer[Any]):
    """Describes what `failures.Failure` answers."""

    success = FailureField()
    code = serializers.CharField(help_text="For programs, such as `not_found`.")
    message = serializers.CharField(help_text="A sentence for people.")
    errors = serializers.DictField(  # type: ignore[assignment]  # a field, not what DRF found
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Sentences by field; fields inside of fields have dotted names.",
    )


class UserSerializer(serializers.ModelSerializer[User]):
    name = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = read_only_fields = ["id", "username", "name", "is_staff"]

    def get_name(self, user: User) -> str:
        return user.get_full_name() or user.username


class MeAnswer(Answer):
    user = UserSerializer()
