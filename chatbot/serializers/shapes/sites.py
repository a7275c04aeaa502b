"""A site as its widget shows it. Nothing of this is secret: everybody may ask."""

from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.bot import Action, first_questions
from chatbot.models import Site, SpecialHours, WeeklyHours
from chatbot.models.sites import Asked
from chatbot.serializers.shapes.actions import ActionSerializer
from chatbot.texts import language_for, texts_in
from chatbot.uploads.kinds import BY_EXTENSION
from chatbot.uploads.limits import MOST_FILE_BYTES, MOST_FILES_A_MESSAGE


class TextsSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    greeting = serializers.CharField()
    away = serializers.CharField()
    placeholder = serializers.CharField()


class ColoursSerializer(serializers.Serializer[Any]):
    accent = serializers.CharField(source="accent_colour")
    header = serializers.CharField(source="header_colour")


@extend_schema_field({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """As a clock on a wall shows it; 00:00 as an end is the end of the day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M", **more)


class WeeklyHoursSerializer(serializers.ModelSerializer[WeeklyHours]):
    """Monday is 0."""

    opens = ClockField()
    closes = ClockField()

    class Meta:
        model = WeeklyHours
        fields = read_only_fields = ["weekday", "opens", "closes"]


class SpecialHoursSerializer(serializers.ModelSerializer[SpecialHours]):
    """Without times the day is closed."""

    opens = ClockField(allow_null=True)
    closes = ClockField(allow_null=True)

    class Meta:
        model = SpecialHours
        fields = read_only_fields = ["date", "opens", "closes"]


class HoursSerializer(serializers.Serializer[Any]):
    is_open = serializers.BooleanField()
    next_opening = serializers.DateTimeField(allow_null=True)
    timezone = serializers.CharField()
    week = WeeklyHoursSerializer(many=True)
    special = SpecialHoursSerializer(many=True)


class ConsentSerializer(serializers.Serializer[Any]):
    is_asked = serializers.BooleanField()
    text = serializers.CharField()


class FormSerializer(serializers.Serializer[Any]):
    """What visitors are asked before they chat. The answers go along with `init`."""

    name = serializers.ChoiceField(Asked.values)
    email = serializers.ChoiceField(Asked.values)
    question = serializers.ChoiceField(Asked.values, help_text="The site's own.")
    question_text = serializers.CharField()


class UploadLimitsSerializer(serializers.Serializer[Any]):
    most_bytes = serializers.IntegerField()
    most_files = serializers.IntegerField()
    extensions = serializers.ListField(child=serializers.CharField())


UPLOAD_LIMITS = {
    "most_bytes": MOST_FILE_BYTES,
    "most_files": MOST_FILES_A_MESSAGE,
    "extensions": sorted(BY_EXTENSION),
}


class SiteSerializer(serializers.ModelSerializer[Site]):
    """In the language nearest to the context's `locale`, where there is one."""

    language = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()
    colours = ColoursSerializer(source="*", read_only=True)
    first_questions = serializers.SerializerMethodField()
    hours = serializers.SerializerMethodField()
    consent = serializers.SerializerMethodField()
    form = serializers.SerializerMethodField()
    upload_limits = serializers.SerializerMethodField()

    class Meta:
        model = Site
        fields = read_only_fields = [
            "public_key",
            "name",
            "language",
            "texts",
            "colours",
            "position",
            "first_questions",
            "hours",
            "consent",
            "form",
            "upload_limits",
        ]

    def get_language(self, site: Site) -> str:
        return language_for(self.context.get("locale", ""), site.texts, site.language)

    @extend_schema_field(TextsSerializer)
    def get_texts(self, site: Site) -> dict[str, str]:
        return TextsSerializer(self._texts(site)).data

    @extend_schema_field(ActionSerializer(many=True))
    def get_first_questions(self, site: Site) -> list[Action]:
        return first_questions(site, self.context.get("locale", ""))

    @extend_schema_field(HoursSerializer)
    def get_hours(self, site: Site) -> dict[str, Any]:
        timetable, at = site.timetable(), now()
        today = at.astimezone(timetable.zone).date()
        hours = {
            "is_open": timetable.is_open(at),
            "next_opening": timetable.next_opening(at),
            "timezone": site.time_zone,
            "week": site.weekly_hours.all(),
            "special": site.special_hours.filter(date__gte=today),
        }
        return HoursSerializer(hours).data

    @extend_schema_field(ConsentSerializer)
    def get_consent(self, site: Site) -> dict[str, Any]:
        text = self._texts(site)["consent"]
        return ConsentSerializer({"is_asked": site.asks_consent, "text": text}).data

    @extend_schema_field(FormSerializer)
    def get_form(self, site: Site) -> dict[str, Any]:
        form = {
            "name": site.asks_name,
            "email": site.asks_email,
            "question": site.asks_question,
            "question_text": self._texts(site)["question"],
        }
        return FormSerializer(form).data

    @extend_schema_field(UploadLimitsSerializer)
    def get_upload_limits(self, _: Site) -> dict[str, Any]:
        return UploadLimitsSerializer(UPLOAD_LIMITS).data

    def _texts(self, site: Site) -> dict[str, str]:
        return texts_in(self.get_language(site), site.texts, site.language)
