"""Who stops hearing a site's conversations: operators who are let go, visitors whose token ends."""

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient
from django.urls import reverse

from chatbot.models import Site
from chatbot.testing import new_visitor, site_form, token_of
from chatsite.ground.fingerprints import digest
from realtime.actors import mark_of
from realtime.testing import TestSocket
from realtime.testing.endings import all_of, ask, ended, listen, told_the_sockets

pytestmark = pytest.mark.django_db


@pytest.fixture
def oscar(site):
    """Operates the site together with Olga."""
    oscar = User.objects.create_user("oscar", is_staff=True)
    site.operators.add(oscar)
    return oscar


@pytest.mark.parametrize(
    "let_go",
    [
        lambda site, oscar: site.operators.remove(oscar),
        lambda site, oscar: site.operators.set(site.operators.exclude(pk=oscar.pk)),
        lambda site, oscar: oscar.operated_sites.remove(site),
        lambda site, oscar: oscar.operated_sites.clear(),
        lambda site, oscar: oscar.operated_sites.set([]),
    ],
)
def test_an_operator_who_is_let_go_is_asked_anew(site, other_site, oscar, let_go):
    let_go(site, oscar)

    assert ended() == all_of(oscar)


@pytest.mark.parametrize(
    "change_hands",
    [
        lambda site: site.operators.clear(),
        lambda site: site.operators.set([User.objects.get(username="otto")]),
        lambda site: site.operators.set([User.objects.get(username="otto")], clear=True),
        lambda site: site.delete(),
        lambda site: Site.objects.filter(pk=site.pk).delete(),
    ],
)
def test_when_a_site_changes_hands_all_its_operators_are(
    site, other_site, olga, oscar, change_hands
):
    change_hands(site)

    assert ended() == all_of(olga, oscar)


def test_the_form_of_a_site_is_heard(client, site, olga, oscar):
    client.force_login(User.objects.create_superuser("chief"))
    form = site_form(site, operators=[olga.pk])

    client.post(reverse("admin:chatbot_site_change", args=[site.pk]), form)

    assert list(site.operators.all()) == [olga]
    assert ended() == all_of(oscar)


def test_who_operates_on_is_left_in_peace(site, other_site, olga, oscar):
    other_site.operators.add(olga)
    site.operators.set([olga, oscar])
    site.name = "New name"
    site.save()

    assert ended() == set()


def browsers_of(visitor):
    return {(f"visitor:{visitor.pk}", mark_of(each.digest)) for each in visitor.tokens.all()}


def test_a_browser_whose_token_ends_is_asked_anew(vera, stranger):
    # Attack: whoever has stolen the token listens on.
    stolen = browsers_of(vera)
    vera.tokens.create(digest=digest("slv_another"))

    vera.tokens.get(digest=digest(token_of(vera))).delete()

    assert ended() == stolen


def test_a_visitor_who_is_erased_hears_no_more(vera, stranger):
    vera.tokens.create(digest=digest("slv_another"))
    its = browsers_of(vera)

    vera.delete()

    assert ended() == its


def test_a_visitor_who_comes_again_keeps_the_sockets(site, vera):
    vera.name = "Vera V."
    vera.save()
    new_visitor(site, "Nora")

    assert ended() == set()


@pytest.mark.django_db(transaction=True)
async def test_an_operator_who_was_let_go_is_closed_and_refused(site, support, oscar):
    # Attack: Oscar keeps the conversation open that he read yesterday.
    browser, channel = AsyncClient(), f"private-chat.conversation.{support.pk}"
    await browser.aforce_login(oscar)
    socket = await listen(browser, channel)

    await site.operators.aremove(oscar)
    await told_the_sockets()

    assert (await socket.closed())[0] == 4200
    again = await TestSocket().open()
    assert (await ask(browser, again, channel)).status_code == 403
