"""How a widget begins: what it tells of itself, and what it is given."""

from typing import Any

from rest_framework import serializers

from chatbot.models import Site
from chatbot.serializers.answers import Answer
from chatbot.serializers.shapes import (
    ConversationSerializer,
    MessageSerializer,
    SiteSerializer,
    VisitorSerializer,
)


class InitSerializer(serializers.Serializer[Any]):
    site = serializers.SlugRelatedField(
        slug_field="public_key",
        queryset=Site.objects.all(),
        error_messages={
            # Shown in the widget, to whoever has just put it on a page.
            "does_not_exist": "The site key is unknown: data-site has to be a site's public key."
        },
    )
    name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)


class InitAnswer(Answer):
    token = serializers.CharField()
    visitor = VisitorSerializer()
    conversation = ConversationSerializer(allow_null=True)
    messages = MessageSerializer(many=True)
    site = SiteSerializer()
    realtime = serializers.DictField()
