"""Rooms are made here, and who is in them is chosen. What is said in them is for their members."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from chatbot import services
from chatbot.models import Participant, Room
from chatsite.ground.audit import AuditedAdmin


class RoomForm(forms.ModelForm):
    title = forms.CharField(max_length=100, widget=UnfoldAdminTextInputWidget)
    members = forms.ModelMultipleChoiceField(
        User.objects.all(),
        required=False,
        widget=AutocompleteSelectMultiple(Participant._meta.get_field("user"), admin.site),
        help_text="Whoever is taken out hears nothing more; what they have said stays.",
    )

    class Meta:
        model = Room
        fields = ("title",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.pk:
            people = self.instance.people
            self.initial["members"] = [each.user for each in people if each.user]


@admin.register(Room)
class RoomAdmin(AuditedAdmin, ModelAdmin):
    form = RoomForm
    list_display = ("title", "member_count", "last_message_at")
    search_fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        present = Q(participants__left_at=None, participants__user__isnull=False)
        rooms: QuerySet[Room] = super().get_queryset(request).filter(kind=Room.Kind.ROOM)
        return rooms.annotate(member_count=Count("participants", filter=present))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody chooses who is in the general room: every member is."""
        return ("title",) if obj and obj.is_general else ("title", "members")

    @admin.display(description="Members", ordering="member_count")
    def member_count(self, room: Any) -> str:
        return "everybody" if room.is_general else str(room.member_count)

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        if change:
            # Nothing else of the row: people go on talking while this form is open.
            obj.save(update_fields=["title"])
        else:
            obj.kind = Room.Kind.ROOM
            obj.save()
        if not obj.is_general:
            services.arrange_room(room=obj, members=form.cleaned_data["members"])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
