from django.contrib.admin import AdminSite, ModelAdmin
from django.db import transaction
from django.urls import path
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime.tests.parcels.models import Parcel, move
from realtime.tests.parcels.serializers import ParcelSerializer, StaffParcelSerializer

depot = AdminSite(name="depot")
depot.register(Parcel, ModelAdmin)


class ParcelView(APIView):
    def get(self, request, pk):
        return Response(shape(self.found(pk), request))

    @transaction.atomic
    def post(self, request, pk):
        self.found(pk)
        return Response(shape(move(pk, request.data["place"]), request))

    def found(self, pk):
        return get_object_or_404(Parcel.objects.visible_to(self.request.user), pk=pk)


def shape(parcel, request):
    serializer = StaffParcelSerializer if request.user.is_staff else ParcelSerializer
    return serializer(parcel).data


urlpatterns = [path("parcels/<int:pk>", ParcelView.as_view()), path("depot/", depot.urls)]
