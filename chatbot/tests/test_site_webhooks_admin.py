"""Operators set up the webhooks of their own sites, and see those of nobody else."""

import pytest
from django.contrib.auth.models import Permission, User

from chatbot.models import SiteWebhook, SiteWebhookDelivery
from chatsite.ground.models import AuditLog

pytestmark = pytest.mark.django_db
LIST, LOG = "/admin/chatbot/sitewebhook/", "/admin/chatbot/sitewebhookdelivery/"


@pytest.fixture
def form(site):
    return {
        "site": site.pk,
        "url": "https://crm.example/hook?key=s3cret",
        "events": ["message.created", "conversation.rated"],
        "is_active": "on",
    }


@pytest.fixture
def webhook(site):
    return webhook_of(site, "https://crm.example/")


@pytest.fixture
def foreign(other_site):
    return webhook_of(other_site, "https://museum.example/hook")


@pytest.fixture
def operator(client, olga):
    """Olga, who may do everything with the webhooks of her sites."""
    permit(olga, "view_sitewebhook", "add_sitewebhook", "change_sitewebhook")
    permit(olga, "delete_sitewebhook", "view_sitewebhookdelivery")
    client.force_login(olga)
    return client


def webhook_of(site, url):
    return SiteWebhook.objects.create(site=site, url=url, events=["message.created"])


def permit(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def choose(action, *rows):
    return {"action": action, "_selected_action": [row.pk for row in rows]}


def actions():
    return list(AuditLog.objects.order_by("pk").values_list("action", flat=True))


def test_a_webhook_is_made_with_a_secret_of_its_own(operator, form):
    answer = operator.post(f"{LIST}add/", form)

    webhook = SiteWebhook.objects.get()
    assert answer.status_code == 302
    assert webhook.events == form["events"]
    assert webhook.secret in operator.get(f"{LIST}{webhook.pk}/change/").content.decode()
    entry = AuditLog.objects.get()
    assert entry.action == "sitewebhook.added"
    # People put secrets into addresses.
    assert "s3cret" not in f"{entry.target_label} {entry.details}"


def test_another_sites_webhook_is_nowhere(operator, webhook, foreign):
    # Attack: an operator of one site looks for, changes or tests what belongs to another.
    listed = operator.get(LIST).content.decode()
    opened = operator.get(f"{LIST}{foreign.pk}/change/")
    operator.post(f"{LIST}{foreign.pk}/delete/", {"post": "yes"})
    operator.post(LIST, choose("send_a_test", foreign))
    operator.post(LIST, choose("renew_secret", foreign))

    assert webhook.url in listed
    assert foreign.url not in listed
    assert opened.status_code == 302
    assert SiteWebhook.objects.get(pk=foreign.pk).secret == foreign.secret
    assert not SiteWebhookDelivery.objects.exists()


def test_a_webhook_stays_with_its_site(operator, olga, webhook, other_site, form):
    # Attack: whoever answers on both moves it, and the other site's operators read in its log
    # what was said on the first one.
    other_site.operators.add(olga)

    operator.post(f"{LIST}{webhook.pk}/change/", form | {"site": other_site.pk})

    webhook.refresh_from_db()
    assert webhook.site.public_key == "shop"


def test_nobody_listens_to_a_site_they_do_not_operate(operator, other_site, form):
    # Attack: posting the number of another customer's site, to be told of its conversations.
    answer = operator.post(f"{LIST}add/", form | {"site": other_site.pk})

    assert "not one of the available choices" in answer.content.decode()
    assert not SiteWebhook.objects.exists()


def test_whoever_only_looks_sees_no_secret_and_sends_nothing(client, olga, webhook):
    # Attack: with the secret one could send the customer's server what it takes for ours.
    permit(olga, "view_sitewebhook", "view_sitewebhookdelivery")
    client.force_login(olga)

    page = client.get(f"{LIST}{webhook.pk}/change/")
    client.post(LIST, choose("send_a_test", webhook))

    assert page.status_code == 200
    assert webhook.secret not in page.content.decode()
    assert not SiteWebhookDelivery.objects.exists()


def test_a_new_secret_replaces_the_old_one_and_that_is_an_entry(operator, webhook):
    operator.post(LIST, choose("renew_secret", webhook))

    assert SiteWebhook.objects.get().secret != webhook.secret
    assert actions() == ["sitewebhook.given_new_secret"]


def test_a_test_is_sent_and_sent_again_as_the_same(operator, webhook):
    operator.post(LIST, choose("send_a_test", webhook))
    sent = SiteWebhookDelivery.objects.get()
    operator.post(LOG, choose("send_again", sent))

    again = SiteWebhookDelivery.objects.latest("pk")
    assert (again.event_id, again.body, again.status) == (sent.event_id, sent.body, "waiting")
    assert actions() == ["sitewebhook.tested", "sitewebhookdelivery.sent_again"]


def test_the_log_shows_ones_own_sites_only_and_is_only_read(operator, webhook, foreign):
    ours, theirs = (
        SiteWebhookDelivery.objects.create(webhook=each, event="test", body="{}", error=error)
        for each, error in ((webhook, "refused here"), (foreign, "refused there"))
    )

    page = operator.get(LOG).content.decode()
    operator.post(LOG, choose("send_again", theirs))
    changed = operator.post(f"{LOG}{ours.pk}/change/", {"body": "x"})

    assert "refused here" in page
    assert "refused there" not in page
    assert "Museum" not in page
    assert changed.status_code == 403
    assert SiteWebhookDelivery.objects.count() == 2


def test_the_log_can_be_searched_by_state_and_site(client, webhook, foreign):
    client.force_login(User.objects.create_superuser("boss", "boss@example.com"))
    for each, status in ((webhook, "failed"), (foreign, "delivered")):
        SiteWebhookDelivery.objects.create(webhook=each, event="test", body="{}", status=status)

    failed = client.get(LOG, {"status__exact": "failed"}).context["cl"].queryset
    of_museum = client.get(LOG, {"webhook__site__id__exact": foreign.site_id})

    assert [each.webhook for each in failed] == [webhook]
    assert [each.webhook for each in of_museum.context["cl"].queryset] == [foreign]


def test_a_webhook_goes_with_its_log(operator, webhook):
    SiteWebhookDelivery.objects.create(webhook=webhook, event="test", body="{}")

    operator.post(f"{LIST}{webhook.pk}/delete/", {"post": "yes"})

    assert not SiteWebhook.objects.exists()


def test_an_address_in_our_own_network_is_refused_at_once(operator, form):
    answer = operator.post(f"{LIST}add/", form | {"url": "https://169.254.169.254/latest/"})

    assert "leads into a private network" in answer.content.decode()
    assert not SiteWebhook.objects.exists()
