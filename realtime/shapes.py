"""The shape of what `realtime.configuration` tells, for answers and for the API's description."""

# ruff: noqa: N815 - the names that the widget has always known

from typing import Any

from rest_framework import serializers


class OwnServerSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    key = serializers.CharField(allow_blank=True)
    authEndpoint = serializers.URLField()
    userAuthEndpoint = serializers.URLField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    scheme = serializers.ChoiceField(["http", "https"])


class HostedPusherSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    key = serializers.CharField(allow_blank=True)
    cluster = serializers.CharField(allow_blank=True)
    encrypted = serializers.BooleanField()
    authEndpoint = serializers.URLField()
    userAuthEndpoint = serializers.URLField()
    host = serializers.CharField(
        allow_null=True, help_text="Of a server that stands in for Pusher's own."
    )
    port = serializers.IntegerField(allow_null=True)
    scheme = serializers.ChoiceField(["http", "https"], allow_null=True)


class ConfigurationSerializer(serializers.Serializer[Any]):
    """What `realtime_configuration` tells, in the names that the widget has always known."""

    realtimeProvider = serializers.ChoiceField(
        ["pusher", "reverb", "polling"], help_text="The best there is."
    )
    pusher = HostedPusherSerializer()
    reverb = OwnServerSerializer()
    pollingInterval = serializers.IntegerField(help_text="Milliseconds.")
