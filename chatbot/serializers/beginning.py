"""How a widget begins: what it tells of itself, and what it is given."""

from typing import Any

from rest_framework import serializers

from chatbot.identity import is_proven
from chatbot.models import Site
from chatbot.models.visitors import IDENTITY_LENGTH
from chatbot.serializers.fields import AttributesField, BrowserAddressField
from chatbot.serializers.shapes import (
    ConversationSerializer,
    MessageSerializer,
    SiteSerializer,
    VisitorSerializer,
)
from chatsite.ground.serializers import Answer
from realtime.shapes import ConfigurationSerializer

UNPROVEN = "This is not the HMAC-SHA256 of the id, made with the identity secret of the site."


class IdentitySerializer(serializers.Serializer[Any]):
    id = serializers.CharField(
        max_length=IDENTITY_LENGTH,
        trim_whitespace=False,
        help_text="Who this is on the site; the same one in all of their browsers.",
    )
    name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    hash = serializers.CharField(
        max_length=64, help_text="HMAC-SHA256 of the id with the site's identity secret, in hex."
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
    page_url = BrowserAddressField(required=False, allow_blank=True)
    referrer = BrowserAddressField(required=False, allow_blank=True)
    locale = serializers.CharField(max_length=35, required=False, allow_blank=True)
    timezone = serializers.CharField(
        source="time_zone", max_length=64, required=False, allow_blank=True
    )
    name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    identity = IdentitySerializer(required=False, allow_null=True)
    attributes = AttributesField(required=False)
    consent = serializers.BooleanField(
        required=False, help_text="Whether the visitor has agreed, where the site asks for it."
    )

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        identity, secret = told.get("identity"), told["site"].identity_secret
        if identity and not is_proven(identity["id"], identity.pop("hash"), secret):
            raise serializers.ValidationError({"identity": {"hash": [UNPROVEN]}})
        return told


class ConfigAnswer(ConfigurationSerializer, Answer):
    """Where sockets are, and how often to ask while there are none."""


class InitAnswer(Answer):
    """Without consent, where it is asked for, there is no token and nobody it could be of."""

    token = serializers.CharField(allow_null=True)
    visitor = VisitorSerializer(allow_null=True)
    conversation = ConversationSerializer(allow_null=True)
    messages = MessageSerializer(many=True)
    site = SiteSerializer()
    realtime = ConfigurationSerializer()
