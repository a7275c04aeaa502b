from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers

from chatbot.models import Actor, Conversation, Message, name_of, side_of

GONE = "Somebody who is gone"


class PersonSerializer(serializers.ModelSerializer[User]):
    """An operator as visitors see them, a member as the others do."""

    name = serializers.SerializerMethodField()
    avatar = serializers.CharField(default=None, read_only=True, allow_null=True)

    class Meta:
        model = User
        fields = ["id", "name", "avatar"]

    def get_name(self, user: User) -> str:
        return name_of(user)


def sender_of(actor: Actor, conversation: Conversation) -> dict[str, Any]:
    """Whoever writes, as the others see them; a message shows the same."""
    return {
        "sender_type": side_of(actor, conversation),
        "sender_id": actor.pk,
        "sender_name": name_of(actor),
    }


class TypistSerializer(serializers.Serializer[Any]):
    """What `sender_of` has said of somebody who types now."""

    sender_type = serializers.ChoiceField(choices=Message.Sender.choices)
    sender_id = serializers.IntegerField()
    sender_name = serializers.CharField()
