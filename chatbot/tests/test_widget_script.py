import pytest

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


def test_the_page_to_try_it_embeds_it_like_everybody_would(client, db):
    page = client.get("/chatbot-test.html").content.decode()

    assert '<script src="/chatbot-widget.js" data-site="demo" async></script>' in page


def test_the_demo_has_its_site(olga):
    for _ in range(2):
        demo.create_demo([olga])

    site = Site.objects.get(public_key="demo")
    assert list(site.operators.all()) == [olga]
