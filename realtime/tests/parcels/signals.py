from realtime.saves import on_delete, on_save
from realtime.tests.parcels.events import ParcelGone, ParcelLost, ParcelMoved
from realtime.tests.parcels.models import Parcel


@on_save(Parcel)
def parcel_saved(parcel, created):
    if created or parcel.changed("place") or parcel.changed("stops"):
        yield ParcelMoved(parcel)
    if parcel.became("is_lost", True):
        yield ParcelLost(parcel)


@on_delete(Parcel)
def parcel_deleted(parcel):
    yield ParcelGone(parcel)
