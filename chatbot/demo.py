"""A first site to look at."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User

from chatbot.models import Site

TEXTS = {
    "en": {"title": "Demo shop", "greeting": "Hello! Ask us anything about the shop."},
    "de": {
        "title": "Demo-Laden",
        "greeting": "Guten Tag! Was möchten Sie wissen?",
        "away": "Gerade ist niemand da. Schreiben Sie uns, die Antwort wartet hier auf Sie.",
        "placeholder": "Nachricht schreiben",
        "consent": "Zum Antworten bewahren wir auf, was Sie schreiben und was Sie ansehen.",
    },
}


# What operators see in the lists, and what of it they arrange: sites are others' to set up.
SEEN = ("conversation", "message", "note", "attachment", "visitor", "label", "answer")
ARRANGED = ("change_conversation", "add_label", "change_label", "delete_label")
WRITTEN = ("add_answer", "change_answer", "delete_answer")


def create_operators() -> Group:
    group, _ = Group.objects.get_or_create(name="Operators")
    names = [*(f"view_{model}" for model in SEEN), *ARRANGED, *WRITTEN]
    rights = Permission.objects.filter(content_type__app_label="chatbot", codename__in=names)
    group.permissions.set(rights)
    return group


def create_demo(operators: Iterable[User]) -> Site:
    """The site that /chatbot-test.html shows, looked after by `operators`."""
    about = {"name": "Demo shop", "texts": TEXTS}
    site, _ = Site.objects.get_or_create(public_key="demo", defaults=about)
    site.operators.set(operators)
    return site
