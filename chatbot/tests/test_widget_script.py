from html import escape

import pytest
from django.conf import settings

from chatbot import demo
from chatbot.models import Site


@pytest.fixture
def built(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "chatbot-widget.js").write_text("'hello'")


def test_every_site_may_load_the_widget(client, built):
    answer = client.get("/chatbot-widget.js", headers={"Origin": "https://anywhere.example"})

    assert answer.content == b"'hello'"
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in answer["Cache-Control"]


def test_an_unchanged_widget_is_not_sent_again(client, built):
    etag = client.get("/chatbot-widget.js")["ETag"]

    assert client.get("/chatbot-widget.js", headers={"If-None-Match": etag}).status_code == 304


def test_a_widget_that_is_not_built_is_missing(client, settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]

    assert client.get("/chatbot-widget.js").status_code == 404


LINE = '<script src="/chatbot-widget.js" data-site="{}" data-health="all" async></script>'


def test_the_page_to_try_it_embeds_it_like_everybody_would(client, db):
    page = client.get("/chatbot-test.html").content.decode()

    assert LINE.format("demo") in page
    assert escape(LINE.format("demo"), quote=False) in page  # and shows the line


def test_another_site_may_be_tried(client, db):
    page = client.get("/chatbot-test.html?site=shop-2").content.decode()

    assert LINE.format("shop-2") in page


@pytest.mark.parametrize("key", ["", "Shop", "a b", '"><script>', "x" * 51, "a\n"])
def test_what_is_no_key_of_a_site_is_embedded_nowhere(client, db, key):
    # Attack: a link to this page that puts something of its own into it.
    assert client.get("/chatbot-test.html", {"site": key}).status_code == 404


def test_the_page_knows_sockets_by_keys_and_never_by_secrets(client, db):
    page = client.get("/chatbot-test.html").content.decode()

    told = settings.REALTIME
    assert f'{{"reverb": "{told["KEY"]}"}}' in page
    assert told["SECRET"] not in page


def test_the_demo_has_its_site(olga):
    for _ in range(2):
        demo.create_demo([olga])

    site = Site.objects.get(public_key="demo")
    assert list(site.operators.all()) == [olga]
