"""How a site is looked after in the operators' pages, and who may see what of its visitors."""

from datetime import date, time

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from chatbot.models import Site, Visitor
from chatbot.testing import new_visitor, site_form
from chatsite.ground.models import AuditLog

XSS = '"><script>alert(1)</script>'
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def manager(client, olga):
    """Olga's browser, once she may change sites and look at visitors."""
    rights = ["view_site", "change_site", "view_visitor"]
    olga.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(olga)
    return client


@pytest.fixture
def change(manager, site):
    def post(**changes):
        url = reverse("admin:chatbot_site_change", args=[site.pk])
        return manager.post(url, site_form(site, **changes))

    return post


def complaints(answer):
    """What the page says is wrong, in the form of the site and in those of its hours."""
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    rows = [row for formset in formsets for row in [*formset.non_form_errors(), *formset.errors]]
    return " ".join(map(str, [form.errors, *rows]))


def test_what_is_changed_counts_at_once(change, client, site):
    texts = [
        {"language": "nl", "greeting": "Dag!"},
        {"language": "en", "away": "Back soon."},
    ]

    answer = change(accent_colour="#ff8800", position="left", language="en", texts=texts)

    assert answer.status_code == 302
    body = {"site": "shop", "locale": "nl-BE"}
    shown = client.post("/api/chatbot/init", body, content_type="application/json").json()["site"]
    assert (shown["position"], shown["colours"]["accent"]) == ("left", "#ff8800")
    assert (shown["language"], shown["texts"]["greeting"]) == ("nl", "Dag!")
    assert shown["texts"]["away"] == "Back soon."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("language", "Deutsch", "en, de or pt-BR"),
        ("accent_colour", "red", "Six hex digits"),
        ("header_colour", "#12345", "Six hex digits"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("position", "middle", "Select a valid choice"),
        ("messages_kept_days", "0", "greater than or equal to 1"),
        ("addresses_kept_days", "99999999", "less than or equal to"),
        ("allowed_origins", "https://shop.example/path", "without a path"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(change, site, field, value, sentence):
    answer = change(**{field: value})

    assert sentence in complaints(answer)


def test_hours_are_edited_together_with_their_site(change, site):
    answer = change(
        time_zone="Europe/Berlin",
        weekly_hours=[(0, "09:00", "12:00"), (0, "13:00", "00:00")],
        special_hours=[("2026-12-25", "", "")],
    )

    assert answer.status_code == 302
    week = site.weekly_hours.values_list("weekday", "opens", "closes")
    assert list(week) == [(0, time(9), time(12)), (0, time(13), time(0))]
    assert site.special_hours.get().date == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"weekly_hours": [(0, "09:00", "12:00"), (0, "11:59", "13:00")]}, "Monday: two of these"),
        ({"weekly_hours": [(0, "12:00", "09:00")]}, "close after they open"),
        ({"special_hours": [("2026-12-25", "", ""), ("2026-12-25", "09:00", "10:00")]}, "overlap"),
        ({"special_hours": [("2026-12-25", "09:00", "")]}, "close after they open"),
        ({"weekly_hours": [(9, "09:00", "10:00")]}, "not one of the available choices"),
    ],
)
def test_hours_that_make_no_sense_are_refused_in_words(change, site, hours, sentence):
    answer = change(**hours)

    assert sentence in complaints(answer)
    assert not site.weekly_hours.exists()


def test_times_may_be_moved_between_rows(change, site):
    # Looked at one by one, the first would overlap with what the second still says.
    first = site.weekly_hours.create(weekday=0, opens=time(9), closes=time(12))
    second = site.weekly_hours.create(weekday=0, opens=time(12), closes=time(17))

    answer = change(
        weekly_hours=[(0, "09:00", "14:00", first.pk), (0, "14:00", "17:00", second.pk)]
    )

    assert answer.status_code == 302
    assert [hours.closes for hours in site.weekly_hours.all()] == [time(14), time(17)]


def test_the_secret_is_shown_to_who_may_change_the_site(manager, olga, site):
    url = reverse("admin:chatbot_site_change", args=[site.pk])
    assert site.identity_secret in manager.get(url).content.decode()

    olga.user_permissions.remove(Permission.objects.get(codename="change_site"))

    # Attack: whoever only looks vouches for visitors, and reads what these wrote.
    page = manager.get(url)
    assert page.status_code == 200
    assert site.identity_secret not in page.content.decode()


def test_a_new_secret_takes_the_place_of_the_old(manager, site, proven, client):
    old, proof = site.identity_secret, proven("42")
    action = {"action": "renew_identity_secret", "_selected_action": [site.pk]}

    manager.post(reverse("admin:chatbot_site_changelist"), action)

    site.refresh_from_db()
    assert site.identity_secret != old
    body = {"site": "shop", "identity": proof}
    answer = client.post("/api/chatbot/init", body, content_type="application/json")
    assert answer.status_code == 422
    entry = AuditLog.objects.get(action="site.given_new_identity_secret")
    assert site.identity_secret not in str(entry.details)


def test_nobody_writes_the_secret_themselves(change, site):
    change(identity_secret="known")

    site.refresh_from_db()
    assert site.identity_secret != "known"


def test_each_site_has_a_secret_of_its_own(site, other_site):
    assert len(site.identity_secret) == 64
    assert site.identity_secret != other_site.identity_secret


@pytest.mark.parametrize("model", ["site", "visitor"])
def test_other_operators_sites_and_visitors_do_not_exist(manager, site, other_site, model):
    # Attack: Olga asks for the numbers that follow her own.
    theirs = other_site if model == "site" else new_visitor(other_site, "Stranger")

    listed = manager.get(reverse(f"admin:chatbot_{model}_changelist"), {"q": str(theirs)})
    answer = manager.get(reverse(f"admin:chatbot_{model}_change", args=[theirs.pk]))

    assert listed.context["cl"].result_count == 0
    assert answer.status_code == 302  # Django's way: back home, with "doesn't exist"


def test_a_new_secret_is_made_for_ones_own_sites_alone(manager, other_site):
    before = other_site.identity_secret
    action = {"action": "renew_identity_secret", "_selected_action": [other_site.pk]}

    manager.post(reverse("admin:chatbot_site_changelist"), action)

    other_site.refresh_from_db()
    assert other_site.identity_secret == before


@pytest.mark.parametrize("words", ["Vera", "vera@typed", "42", "V. V.", "vera@site"])
def test_visitors_are_found_by_what_is_known_of_them(manager, vera, stranger, words):
    Visitor.objects.filter(pk=vera.pk).update(
        email="vera@typed.example",
        identity_id="id-42",
        identity_name="V. V.",
        identity_email="vera@site.example",
        identified_at="2026-01-01T00:00Z",
    )

    page = manager.get(reverse("admin:chatbot_visitor_changelist"), {"q": words})

    assert list(page.context["cl"].queryset) == [vera]


def test_visitors_are_only_to_be_read(manager, vera):
    url = reverse("admin:chatbot_visitor_change", args=[vera.pk])

    assert manager.post(url, {"name": "Mallory"}).status_code == 403
    vera.refresh_from_db()
    assert vera.name == "Vera"


def test_whatever_a_visitor_says_of_themselves_is_text(client, manager, site, proven):
    # Attack: what a visitor tells runs in the operator's page, in the operator's name.
    page_url = f"https://shop.example/{XSS}"
    body = {
        "site": "shop",
        "name": XSS,
        "page_url": page_url,
        "referrer": page_url,
        "locale": XSS,
        "timezone": XSS,
        "attributes": {XSS: XSS},
        "identity": proven(XSS, name=XSS),
    }
    answer = client.post("/api/chatbot/init", body, content_type="application/json")
    token = {"Authorization": f"Bearer {answer.json()['token']}"}
    visit = {"page_url": page_url, "title": XSS}
    client.post("/api/chatbot/visit", visit, content_type="application/json", headers=token)

    visitor = Visitor.objects.get()
    pages = [
        manager.get(reverse("admin:chatbot_visitor_changelist")),
        manager.get(reverse("admin:chatbot_visitor_change", args=[visitor.pk])),
    ]

    assert answer.json()["visitor"]["name"] == XSS
    assert visitor.page_views.get().title == XSS
    for page in pages:
        assert "<script>alert(1)" not in page.content.decode()
        assert ESCAPED in page.content.decode()


def test_a_site_is_made_in_the_form(client, db):
    client.force_login(User.objects.create_superuser("chief"))
    blank = Site(public_key="zoo", name="Zoo")

    answer = client.post(reverse("admin:chatbot_site_add"), site_form(blank))

    assert answer.status_code == 302
    assert Site.objects.get().identity_secret
