from realtime.channels import Channel
from realtime.tests.parcels.models import Parcel

parcel_channel = Channel("private-parcel.<int:parcel_id>")
depot_channel = Channel("presence-parcel.<int:parcel_id>")


@parcel_channel.authorize
def may_follow(actor, parcel_id):
    return Parcel.objects.visible_to(actor).filter(pk=parcel_id).exists()


@depot_channel.authorize
def follower(actor, parcel_id):
    if not may_follow(actor, parcel_id) or not actor.is_staff:
        return None
    return {"name": actor.get_username()}
