"""What a browser may ask before it listens, and what it is answered."""

from typing import Any

from rest_framework import serializers

from realtime.server.protocol import CHANNEL_NAME, SOCKET_ID


class SocketSerializer(serializers.Serializer[None]):
    """Strict on purpose: a crafted socket id or name must not make us sign something else."""

    socket_id = serializers.RegexField(SOCKET_ID, max_length=41, trim_whitespace=False)


class SubscriptionSerializer(SocketSerializer):
    channel_name = serializers.RegexField(CHANNEL_NAME, max_length=164, trim_whitespace=False)


class SubscriptionAnswer(serializers.Serializer[Any]):
    auth = serializers.CharField(help_text="`key:signature`")
    channel_data = serializers.CharField(
        required=False, help_text="Presence channels: who this is, as signed."
    )
    shared_secret = serializers.CharField(
        required=False, help_text="Encrypted channels: their key, in base64."
    )


class UserAnswer(serializers.Serializer[Any]):
    auth = serializers.CharField(help_text="`key:signature`")
    user_data = serializers.CharField(help_text="Who this is, as signed.")


class ChannelEventSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Such as `channel_occupied` or `member_added`.")
    channel = serializers.CharField()


class PusherWebhookSerializer(serializers.Serializer[Any]):
    """What Pusher sends. It is read as it is, because its bytes are what is signed."""

    time_ms = serializers.IntegerField()
    events = ChannelEventSerializer(many=True)
