"""How a widget begins: who am I, what was said, where is it live."""

import pytest

from chatbot.models import Visitor
from chatbot.testing import new_visitor, token_of

WRONG = {
    "no site": {},
    "an unknown site": {"site": "nowhere"},
    "a site with a NUL": {"site": "sh\0op"},
    "a site that is no text": {"site": {"key": "shop"}},
    "too long a name": {"site": "shop", "name": "x" * 101},
    "a name with a NUL": {"site": "shop", "name": "V\0"},
    "no address": {"site": "shop", "email": "vera"},
    "a page that is no text": {"site": "shop", "page_url": ["https://shop.example/"]},
    "too long a language": {"site": "shop", "locale": "x" * 36},
    "a time zone with a NUL": {"site": "shop", "timezone": "\0"},
    "half an identity": {"site": "shop", "identity": {"id": "42"}},
    "consent that is neither yes nor no": {"site": "shop", "consent": "perhaps"},
}


@pytest.fixture
def init(client):
    def post(token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post(
            "/api/chatbot/init", body, content_type="application/json", headers=headers
        )

    return post


def test_a_new_visitor_is_given_a_token_that_opens_the_api(init, site, client):
    answer = init(site="shop", name="Nora", email="nora@example.com")

    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["visitor"]["name"] == "Nora"
    assert (answer.json()["conversation"], answer.json()["messages"]) == (None, [])
    assert answer.json()["realtime"]["pollingInterval"]
    token = answer.json()["token"]
    listed = client.get("/api/chatbot/conversations", headers={"Authorization": f"Bearer {token}"})
    assert listed.status_code == 200


def test_the_database_does_not_know_the_token(init, site):
    token = init(site="shop").json()["token"]

    assert token.startswith("slv_")
    assert token not in str(Visitor.objects.values().get())


def test_a_returning_visitor_goes_on(init, say, vera):
    said = say(vera, "Hello?").json()

    answer = init(token_of(vera), site="shop")

    assert answer.status_code == 200
    assert answer.json()["token"] == token_of(vera)
    assert answer.json()["conversation"] == said["conversation"]
    assert answer.json()["messages"] == [said["message"]]


def test_a_returning_visitor_keeps_what_was_told_before(init, vera):
    answer = init(token_of(vera), site="shop", email="vera@example.com")

    assert answer.json()["visitor"] == {
        "id": vera.pk,
        "name": "Vera",
        "email": "vera@example.com",
        "identity": None,
    }


def test_what_the_browser_tells_is_kept_of_the_visitor(init, site):
    told = {"locale": "de-AT", "timezone": "Europe/Vienna", "attributes": {"plan": "pro"}}

    init(site="shop", page_url="https://shop.example/#top", **told)

    visitor = Visitor.objects.get()
    assert (visitor.locale, visitor.time_zone) == ("de-AT", "Europe/Vienna")
    assert visitor.attributes == {"plan": "pro"}
    assert visitor.first_page == "https://shop.example/"
    assert visitor.ip == "127.0.0.0"  # the network alone


@pytest.mark.parametrize(
    "address",
    ["https://search.example/", "android-app://com.example", "about:srcdoc", "", "javascript:1"],
)
def test_where_a_visitor_is_or_came_from_keeps_nobody_out(init, site, address):
    # Browsers tell it, and not only pages of the web have an address.
    answer = init(site="shop", page_url=address, referrer=address)

    visitor = Visitor.objects.get(pk=answer.json()["visitor"]["id"])
    kept = address if address.startswith("https:") else ""
    assert (visitor.first_page, visitor.referrer) == (kept, kept)


def test_where_a_visitor_came_from_is_told_by_the_first_page(init, site):
    first, second = "https://shop.example/1", "https://shop.example/2"
    token = init(site="shop", page_url=first, referrer="https://search.example/").json()["token"]

    init(token, site="shop", page_url=second, referrer=first)

    visitor = Visitor.objects.get()
    assert visitor.referrer == "https://search.example/"
    assert (visitor.first_page, visitor.last_page) == (first, second)


def test_the_widget_is_told_how_it_looks_and_what_it_says(init, site):
    shown = init(site="shop").json()["site"]

    assert (shown["public_key"], shown["name"]) == ("shop", "Shop")
    assert shown["texts"].keys() == {"title", "greeting", "away", "placeholder"}
    assert shown["colours"].keys() == {"accent", "header"}
    assert (shown["language"], shown["position"]) == ("en", "right")
    assert shown["upload_limits"]["most_files"] == 5
    assert "png" in shown["upload_limits"]["extensions"]
    assert "svg" not in shown["upload_limits"]["extensions"]


@pytest.mark.parametrize(
    ("locale", "language", "greeting"),
    [
        ("de", "de", "Guten Tag!"),
        ("de-AT", "de", "Guten Tag!"),
        ("de-CH", "de-CH", "Grüezi!"),
        ("de_CH", "de-CH", "Grüezi!"),
        ("de-CH-1996", "de-CH", "Grüezi!"),
        ("fr", "en", "Good morning!"),
        ("", "en", "Good morning!"),
        ("en-US@posix", "en", "Good morning!"),
    ],
)
def test_the_site_speaks_the_nearest_language(init, site, locale, language, greeting):
    site.texts = {
        "en": {"greeting": "Good morning!", "title": "Shop"},
        "de": {"greeting": "Guten Tag!", "title": ""},
        "de-CH": {"greeting": "Grüezi!"},
    }
    site.save()

    shown = init(site="shop", locale=locale).json()["site"]

    assert (shown["language"], shown["texts"]["greeting"]) == (language, greeting)


def test_the_widget_knows_when_somebody_will_be_there(init, site, time_machine):
    time_machine.move_to("2026-06-01T06:30Z", tick=False)
    site.time_zone = "Europe/Berlin"
    site.save()
    site.weekly_hours.create(weekday=0, opens="09:00", closes="00:00")
    site.special_hours.create(date="2026-05-31")
    site.special_hours.create(date="2026-06-08", opens="10:00", closes="12:30")

    assert init(site="shop").json()["site"]["hours"] == {
        "is_open": False,
        "next_opening": "2026-06-01T07:00:00Z",
        "timezone": "Europe/Berlin",
        "week": [{"weekday": 0, "opens": "09:00", "closes": "00:00"}],
        "special": [{"date": "2026-06-08", "opens": "10:00", "closes": "12:30"}],
    }


def test_an_unknown_token_begins_anew(init, site):
    # Refused for ever, a widget whose visitor was erased would never work again.
    answer = init("slv_unknown", site="shop")

    assert answer.status_code == 201
    assert answer.json()["token"] != "slv_unknown"


def test_a_token_of_another_site_begins_anew(init, site, other_site):
    # Else one site would hear what its visitor said on another.
    visitor = new_visitor(other_site, "Vera")

    answer = init(token_of(visitor), site="shop")

    assert answer.status_code == 201
    assert answer.json()["visitor"]["id"] != visitor.pk


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_malformed_beginnings_are_refused(init, site, body):
    answer = init(**body)

    assert answer.status_code == 422
    assert not answer.json()["success"]
    assert not Visitor.objects.exists()


def test_an_unknown_site_is_called_so(init, site):
    assert init(site="nowhere").json()["errors"]["site"][0].startswith("The site key is unknown")


def test_an_unknown_token_opens_nothing_else(client, db):
    headers = {"Authorization": "Bearer slv_unknown"}

    assert client.get("/api/chatbot/conversations", headers=headers).status_code == 401
    assert client.get("/api/chatbot/conversations").status_code == 401


def test_everybody_may_ask_where_sockets_are(client, db, settings):
    answer = client.get("/api/chatbot/config")

    assert answer.json()["realtimeProvider"] in {"reverb", "polling"}
    assert settings.REALTIME["SECRET"] not in answer.content.decode()
