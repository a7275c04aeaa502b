from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.models import Visitor


class ProvenSerializer(serializers.Serializer[Any]):
    """Whom the site's own server vouches for; name and e-mail are its page's words."""

    id = serializers.CharField(source="identity_id")
    name = serializers.CharField(source="identity_name")
    email = serializers.CharField(source="identity_email")


class VisitorSerializer(serializers.ModelSerializer[Visitor]):
    """What visitors are told about themselves, and nobody else."""

    email = serializers.CharField(read_only=True)  # as typed: empty, or even none
    identity = serializers.SerializerMethodField()

    class Meta:
        model = Visitor
        fields = read_only_fields = ["id", "name", "email", "identity"]

    @extend_schema_field(ProvenSerializer(allow_null=True))
    def get_identity(self, visitor: Visitor) -> dict[str, str] | None:
        return ProvenSerializer(visitor).data if visitor.is_identified else None
