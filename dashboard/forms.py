"""Forms of the people's pages."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils import timezone


class EntranceForm(LoginForm):
    """allauth's own, in the words of our pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email or username"
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        self.fields["remember"].label = "Keep me signed in on this device"


class KeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = "A passkey: it signs me in without my password"


class TokenForm(forms.Form):
    LIFETIMES = {"30": "30 days", "90": "90 days", "365": "One year", "never": "Until I revoke it"}

    name = forms.CharField(
        max_length=100,
        help_text="What it is for, so that you know later what stops when you revoke it.",
        error_messages={"required": "Give it a name, such as “Nightly export”."},
    )
    lifetime = forms.ChoiceField(
        label="Works for",
        choices=list(LIFETIMES.items()),
        initial="90",
    )

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lifetime"]
        return timezone.now() + timedelta(days=int(days)) if days != "never" else None
