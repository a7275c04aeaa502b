from rest_framework import serializers

from chatbot.models import Visitor


class VisitorSerializer(serializers.ModelSerializer[Visitor]):
    """What visitors are told about themselves, and nobody else."""

    class Meta:
        model = Visitor
        fields = read_only_fields = ["id", "name", "email"]
