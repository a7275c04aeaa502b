"""What visitors may ask for, done for them by an operator: all that is held, or its end."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from rest_framework.renderers import JSONRenderer
from unfold.admin import ModelAdmin

from chatbot.admin.scope import user_of
from chatbot.models import Visitor
from chatbot.serializers.privacy import ExportAnswer
from chatbot.services import erase_visitor, everything_held_of
from chatsite.ground import audit


class PrivacyActions(ModelAdmin):
    """For the list of visitors, however read-only it is otherwise."""

    actions = ("export", "erase")

    @admin.action(description="Download what is held of them", permissions=["view"])
    def export(self, request: HttpRequest, visitors: QuerySet[Visitor]) -> HttpResponse:
        held, operator = [], user_of(request)
        for visitor in visitors:
            # The log outlives whoever is erased, so it has no names.
            nameless = Visitor(pk=visitor.pk)
            audit.record(
                actor=operator, action="visitor.exported", target=nameless, request=request
            )
            held.append(ExportAnswer(everything_held_of(visitor)).data)
        return HttpResponse(
            JSONRenderer().render({"visitors": held}),
            content_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="visitors.json"'},
        )

    @admin.action(description="Erase them and all they said", permissions=["erase"])
    def erase(self, request: HttpRequest, visitors: QuerySet[Visitor]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return self._ask_whether(request, visitors)
        for visitor in visitors:
            erase_visitor(visitor=visitor, by=user_of(request), request=request)
        self.message_user(request, "They are erased.")
        return None

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("chatbot.delete_visitor"))

    def _ask_whether(self, request: HttpRequest, visitors: QuerySet[Visitor]) -> HttpResponse:
        found = {
            **self.admin_site.each_context(request),
            "title": "Erase visitors",
            "opts": self.model._meta,
            "visitors": visitors,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "chatbot/erase_visitors.html", found)
