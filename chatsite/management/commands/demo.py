"""Demo people for a first look; `make run` calls it unless SMARTLINK_DEMO=0."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chatbot.demo import create_demo, create_operators

OPERATORS = {"olga": "Olga Operator"}
FINANCE = {"frank": "Frank Finance", "fiona": "Fiona Finance"}
MEMBERS = {"alice": "Alice Member", "bob": "Bob Member"}


class Command(BaseCommand):
    help = "Create the demo people in an empty database, with DEMO_PASSWORD. Otherwise do nothing."

    @transaction.atomic
    def handle(self, **_: Any) -> None:
        if User.objects.exists():
            return
        if not settings.DEMO_PASSWORD:
            raise CommandError("Set DEMO_PASSWORD: it is what the demo people log in with.")
        person("admin", "Ada Admin", is_staff=True, is_superuser=True)
        for username, name in (OPERATORS | FINANCE).items():
            person(username, name, is_staff=True)
        for username, name in MEMBERS.items():
            person(username, name)
        create_demo(User.objects.filter(username__in=["olga", "admin"]))
        create_operators().user_set.set(User.objects.filter(username__in=OPERATORS))
        finance = Group.objects.create(name="Finance")
        finance.user_set.set(User.objects.filter(username__in=FINANCE))


def person(username: str, name: str, **rights: bool) -> None:
    first, last = name.split()
    user = User.objects.create_user(
        username,
        f"{username}@smartlink.example",
        settings.DEMO_PASSWORD,
        first_name=first,
        last_name=last,
        **rights,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
