"""The people in the operators' pages. What each app owns is in its own admin.py."""

from axes.admin import AccessAttemptAdmin, AccessLogAdmin
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from chatsite.ground.audit import AuditedAdmin

# Registered by their own apps, without our looks.
admin.site.unregister([User, Group, AccessAttempt, AccessLog, AccessFailureLog])


@admin.register(User)
class Users(AuditedAdmin, UserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    # Rights come from groups alone: what a person may do is read in one place.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("History", {"fields": ("last_login", "date_joined")}),
    )


@admin.register(Group)
class Groups(AuditedAdmin, GroupAdmin, ModelAdmin):
    filter_horizontal = ()
    filter_vertical = ("permissions",)


class ReadOnly(ModelAdmin):
    """A record of what happened: to look at, and, where its app allows, to delete."""

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(AccessAttempt)
class FailedSignIns(AuditedAdmin, ReadOnly, AccessAttemptAdmin):
    """Deleting a row opens the lock for that name and address."""

    list_display = ("username", "ip_address", "failures_since_start", "is_locked", "attempt_time")
    list_filter = ("attempt_time",)
    # What was typed stays out of sight: it may be a password in the wrong field.
    fieldsets = ((None, {"fields": ("username", "ip_address", "user_agent", "attempt_time")}),)

    @admin.display(boolean=True, description="Locked")
    def is_locked(self, attempt: AccessAttempt) -> bool:
        is_recent = attempt.attempt_time > timezone.now() - get_cool_off()
        return bool(is_recent and attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT)


@admin.register(AccessLog)
class SignIns(ReadOnly, AccessLogAdmin):
    list_display = ("username", "ip_address", "attempt_time", "logout_time")
    list_filter = ("attempt_time",)
