from typing import Any

from rest_framework import serializers


class ActionSerializer(serializers.Serializer[Any]):
    """A button of the bot's. Pressing it says its label, as a message like any other."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has one for forms
    kind = serializers.ChoiceField(choices=["answer", "person"])
