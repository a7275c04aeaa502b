"""From a lost right to the closed socket, and what happens to whoever comes back."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import AsyncClient
from django.urls import reverse

from realtime.channels import Channel
from realtime.testing import TestSocket
from realtime.testing.endings import ask, listen, told_the_sockets

watchtower = Channel("private-test-watchtower")
watchtower.authorize(lambda actor: actor.has_perm("realtime.view_console"))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watchers(alice):
    watchers = Group.objects.create(name="watchers")
    watchers.permissions.add(Permission.objects.get(codename="view_console"))
    watchers.user_set.add(alice)
    return watchers


async def signed_in(user):
    browser = AsyncClient()
    await browser.aforce_login(user)
    return browser


async def test_whoever_lost_the_right_is_closed_and_refused(alice, watchers):
    # Attack: a client that keeps its socket, and one that comes back for more.
    browser = await signed_in(alice)
    socket = await listen(browser, "private-test-watchtower")

    await watchers.user_set.aremove(alice)
    await told_the_sockets()

    assert (await socket.closed())[0] == 4200
    again = await TestSocket().open()
    assert (await ask(browser, again, "private-test-watchtower")).status_code == 403


async def test_whoever_kept_another_right_comes_back_to_it(alice, watchers):
    browser = await signed_in(alice)
    mine = f"private-user.{alice.pk}"
    socket = await listen(browser, mine)

    await watchers.adelete()
    await told_the_sockets()

    assert (await socket.closed())[0] == 4200
    again = await listen(browser, mine)
    assert await again.say("pusher:ping") == ("pusher:pong", {})


async def test_whoever_logs_out_takes_the_sockets_of_that_browser_along(alice):
    laptop, phone = await signed_in(alice), await signed_in(alice)
    mine = f"private-user.{alice.pk}"
    here, there = await listen(laptop, mine), await listen(phone, mine)

    await laptop.post(reverse("account_logout"))
    await told_the_sockets()

    assert (await here.closed())[0] == 4200
    assert await there.say("pusher:ping") == ("pusher:pong", {})
    again = await TestSocket().open()
    assert (await ask(laptop, again, mine)).status_code == 401
