"""Who signs in is a user: to be told something, shown out, or watched."""

import pytest

from tests.clients.conftest import ANA, BEA


@pytest.fixture(params=["pusher-js", "pusher-js-in-chromium"])
def ana(request, start, room):
    return start(request.param, user(ANA, room))


def user(who, room, *watched):
    """Somebody whom no other test knows."""
    watchlist = {"watchlist": [id_of(each, room) for each in watched]} if watched else {}
    return {"id": id_of(who, room), "user_info": who["user_info"], **watchlist}


def id_of(who, room):
    return f"{room}-{who['id']}"


def sign_in(client):
    client.order("signin")
    return client.hears("signed_in")


def test_a_signed_in_user_is_told_what_is_for_him(ana, sdk, room):
    assert sign_in(ana) == user(ANA, room)

    sdk.send_to_user(id_of(ANA, room), "Greeted", {"n": 1})

    assert ana.hears("Greeted", "#user") == {"n": 1}


def test_nobody_else_is_told(ana, start, sdk, room):
    bea = start("pusher-js", user(BEA, room))
    sign_in(ana)
    sign_in(bea)

    sdk.send_to_user(id_of(ANA, room), "Greeted", {})
    sdk.send_to_user(id_of(BEA, room), "Marked", {})

    bea.hears("Marked", "#user")
    assert "Greeted" not in bea.events("#user")


def test_all_connections_of_a_user_can_be_ended(ana, start, sdk, room):
    bea = start("pusher-js", user(BEA, room))
    sign_in(ana)
    sign_in(bea)

    sdk.terminate_user_connections(id_of(ANA, room))

    # A client that is shown out does not come back by itself.
    assert ana.hears("error")["code"] == 4009
    while ana.hears("state") != "disconnected":
        pass
    bea.subscribe(room)


def test_whoever_watches_hears_of_coming_and_going(start, room):
    watcher = start("pusher-js", user(BEA, room, ANA))
    sign_in(watcher)

    ana = start("pusher-js", user(ANA, room))
    sign_in(ana)
    came = watcher.hears("online", "#watchlist")
    ana.close()

    assert came["user_ids"] == [id_of(ANA, room)]
    assert watcher.hears("offline", "#watchlist")["user_ids"] == [id_of(ANA, room)]


def test_whoever_watches_later_is_told_who_is_there(ana, start, room):
    sign_in(ana)

    watcher = start("pusher-js", user(BEA, room, ANA))
    sign_in(watcher)

    assert watcher.hears("online", "#watchlist")["user_ids"] == [id_of(ANA, room)]


def test_too_long_a_watchlist_is_cut_with_a_warning(start, room):
    many = {"watchlist": [f"{room}-{n}" for n in range(101)]}
    watcher = start("pusher-js", user(ANA, room) | many)

    sign_in(watcher)

    assert watcher.hears("error")["code"] == 4302
    watcher.subscribe(room)
