from dataclasses import dataclass

from realtime.events import Event
from realtime.tests.parcels.channels import depot_channel, parcel_channel
from realtime.tests.parcels.models import Parcel
from realtime.tests.parcels.serializers import ParcelSerializer, StaffParcelSerializer


@dataclass(frozen=True)
class AboutParcel(Event):
    parcel: Parcel

    def channels(self):
        pk = self.parcel.pk
        return [parcel_channel(parcel_id=pk), depot_channel(parcel_id=pk)]

    def payload(self, channel):
        is_staffs = channel.startswith("presence-")
        serializer = StaffParcelSerializer if is_staffs else ParcelSerializer
        return serializer(self.parcel).data


class ParcelMoved(AboutParcel):
    def head(self, channel):
        return {"seq": self.parcel.seq}


class ParcelLost(AboutParcel): ...


class ParcelGone(AboutParcel): ...


@dataclass(frozen=True)
class ParcelShaken(Event):
    durable = False
    parcel_id: int

    def channels(self):
        return [parcel_channel(parcel_id=self.parcel_id)]

    def payload(self, channel):
        return {"id": self.parcel_id}
