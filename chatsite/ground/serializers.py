from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers


class UserSerializer(serializers.ModelSerializer[User]):
    name = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = read_only_fields = ["id", "username", "name", "is_staff"]

    def get_name(self, user: User) -> str:
        return user.get_full_name() or user.username


class MeSerializer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    user = UserSerializer()
