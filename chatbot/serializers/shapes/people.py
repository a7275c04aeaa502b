from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers

from chatbot.models import Actor, name_of, side_of

SIDES = ["visitor", "admin"]


class OperatorSerializer(serializers.ModelSerializer[User]):
    name = serializers.SerializerMethodField()
    avatar = serializers.CharField(default=None, read_only=True)

    class Meta:
        model = User
        fields = ["id", "name", "avatar"]

    def get_name(self, operator: User) -> str:
        return name_of(operator)


def sender_of(actor: Actor) -> dict[str, Any]:
    """Whoever writes, as the others see them; a message shows the same."""
    return {"sender_type": side_of(actor), "sender_id": actor.pk, "sender_name": name_of(actor)}


class TypistSerializer(serializers.Serializer[Any]):
    """What `sender_of` has said of somebody who types now."""

    sender_type = serializers.ChoiceField(choices=SIDES)
    sender_id = serializers.IntegerField()
    sender_name = serializers.CharField()
