"""What a widget reports on the way: pages that are looked at, and how well messages travel."""

from typing import Any

from rest_framework import serializers

from chatbot.serializers.fields import PageField

LONGEST_LAG_MS = 3_600_000
MOST_LAGS = 100
TRANSPORTS = ["pusher", "reverb", "polling"]


class VisitSerializer(serializers.Serializer[Any]):
    page_url = PageField(source="url")
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True)

    def validate_title(self, title: str) -> str:
        return title[:200]


class HealthSerializer(serializers.Serializer[Any]):
    transport = serializers.ChoiceField(choices=TRANSPORTS)
    lag_ms = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=LONGEST_LAG_MS),
        max_length=MOST_LAGS,
        help_text="How late messages were, each from its sending to its being seen.",
    )
