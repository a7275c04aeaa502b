"""The whole answers of chat's endpoints, built from the shapes."""

from rest_framework import serializers

from chatbot.serializers.shapes import (
    ConversationSerializer,
    MessageSerializer,
    TypistSerializer,
)
from chatsite.ground.serializers import Answer


class SentAnswer(Answer):
    message = MessageSerializer()
    conversation = ConversationSerializer()


class ReplyAnswer(Answer):
    message = MessageSerializer()


class HistoryAnswer(Answer):
    conversation = ConversationSerializer()
    messages = MessageSerializer(many=True)
    last_seq = serializers.IntegerField(source="conversation.last_seq")
    has_more = serializers.BooleanField()
    typing = TypistSerializer(many=True)


class ReadAnswer(Answer):
    read_up_to = serializers.IntegerField()
