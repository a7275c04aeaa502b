import json

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from chatbot.models import Label, Visitor
from chatbot.services.privacy import PAGE
from chatbot.testing import new_visitor
from chatsite.ground.models import AuditLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_keeper(client, olga):
    """Olga may do with visitors and labels whatever the admin offers, on her own site."""
    rights = Permission.objects.filter(content_type__model__in=["visitor", "label", "site"])
    olga.user_permissions.set(rights)
    client.force_login(User.objects.get(pk=olga.pk))
    return client


@pytest.fixture
def act(as_keeper):
    def post(action, *visitors, **more):
        chosen = [visitor.pk for visitor in visitors]
        form = {"action": action, "_selected_action": chosen, **more}
        return as_keeper.post(reverse("admin:chatbot_visitor_changelist"), form)

    return post


def actions_in_the_log():
    rows = AuditLog.objects.filter(action__startswith="visitor.")
    return [(row.action, row.actor_name, row.target_label) for row in rows]


def test_what_is_held_is_handed_over_as_a_file(act, say, vera, stranger, support):
    say(vera, "My words")
    say(stranger, "Other words")

    answer = act("export", vera)

    (held,) = json.loads(answer.content)["visitors"]
    assert held["visitor"]["name"] == "Vera"
    assert [message["message"] for message in held["messages"]] == ["My words"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="visitors.json"'
    assert actions_in_the_log() == [("visitor.exported", "olga", f"Visitor {vera.pk}")]


def test_however_much_it_is(act, say, vera, settings):
    settings.RATE_LIMITS = False
    for number in range(PAGE + 1):
        say(vera, f"{number}")

    (held,) = json.loads(act("export", vera).content)["visitors"]

    assert len(held["messages"]) == PAGE + 1


def test_nobody_is_erased_by_one_click(act, vera):
    page = act("erase", vera)

    assert page.status_code == 200
    assert f'value="{vera.pk}"' in page.content.decode()
    assert Visitor.objects.exists()


def test_an_operator_erases_a_visitor(act, say, vera, stranger, support):
    say(vera, "My words")

    answer = act("erase", vera, confirmed="yes")

    assert answer.status_code == 302
    assert [*Visitor.objects.all()] == [stranger]
    assert actions_in_the_log() == [("visitor.erased", "olga", f"Visitor {vera.pk}")]


def test_the_question_shows_no_markup(act, vera):
    vera.name = "<script>alert(1)</script>"
    vera.save()

    assert "<script>alert" not in act("erase", vera).content.decode()


@pytest.mark.parametrize("action", ["export", "erase"])
def test_visitors_of_other_sites_are_out_of_reach(act, other_site, action):
    theirs = new_visitor(other_site, "Theo")

    answer = act(action, theirs, confirmed="yes")

    assert "Theo" not in answer.content.decode()
    assert Visitor.objects.filter(pk=theirs.pk).exists()
    assert actions_in_the_log() == []


@pytest.mark.parametrize("codenames", [[], ["view_visitor"]])
def test_who_only_looks_erases_nobody(act, olga, vera, codenames):
    olga.user_permissions.set(Permission.objects.filter(codename__in=codenames))

    act("erase", vera, confirmed="yes")

    assert Visitor.objects.filter(pk=vera.pk).exists()


def test_labels_are_made_for_ones_own_sites_alone(as_keeper, site, other_site):
    url = reverse("admin:chatbot_label_add")
    for where in (site, other_site):
        as_keeper.post(url, {"site": where.pk, "name": "Urgent", "colour": "#ff0000"})

    assert [label.site for label in Label.objects.all()] == [site]
    assert AuditLog.objects.get(action="label.added").actor_name == "olga"


def test_labels_of_other_sites_are_not_seen(as_keeper, other_site):
    theirs = Label.objects.create(site=other_site, name="Theirs")

    page = as_keeper.get(reverse("admin:chatbot_label_changelist")).content.decode()

    assert "Theirs" not in page
    change = as_keeper.get(reverse("admin:chatbot_label_change", args=[theirs.pk]))
    assert change.status_code == 302
