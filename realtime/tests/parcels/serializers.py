from rest_framework import serializers

from realtime.tests.parcels.models import Parcel


class ParcelSerializer(serializers.ModelSerializer):
    """As its owner sees it."""

    class Meta:
        model = Parcel
        fields = ["id", "place", "is_lost", "seq"]


class StaffParcelSerializer(ParcelSerializer):
    class Meta(ParcelSerializer.Meta):
        fields = [*ParcelSerializer.Meta.fields, "cost"]
