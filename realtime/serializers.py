"""What a browser may ask before it listens."""

from rest_framework import serializers

from realtime.server.protocol import CHANNEL_NAME, SOCKET_ID


class SubscriptionSerializer(serializers.Serializer[None]):
    """Strict on purpose: a crafted socket id or name must not make us sign something else."""

    socket_id = serializers.RegexField(SOCKET_ID, max_length=41, trim_whitespace=False)
    channel_name = serializers.RegexField(CHANNEL_NAME, max_length=164, trim_whitespace=False)
