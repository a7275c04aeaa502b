from rest_framework import serializers

from chatbot.models import Site


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = read_only_fields = ["public_key", "name"]
