"""Which language a visitor is spoken to in, and where each text of it comes from."""

import pytest

from chatbot.texts import LONGEST, language_for, texts_in
from chatbot.words import MOMENTS, OURS

pytestmark = pytest.mark.django_db
GERMAN = {"de": {"greeting": "Moin!"}}


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("fr_CA", "fr"),
        ("es-419", "es"),
        ("ar-EG", "ar"),
        ("zh-CN", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("zh", "zh-CN"),
        ("EN-us", "en"),
        ("pt-BR", "it"),
        ("", "it"),
        ("x", "it"),
    ],
)
def test_a_site_that_wrote_nothing_speaks_ours_nearest_to_the_browser(locale, language):
    assert language_for(locale, {}, "it") == language


@pytest.mark.parametrize(
    ("locale", "language"), [("de-AT", "de"), ("fr", "en"), ("es", "en"), ("", "en")]
)
def test_a_site_speaks_what_it_wrote_and_its_default_language(locale, language):
    assert language_for(locale, GERMAN, "en") == language


def test_a_site_may_speak_a_language_in_our_words_alone():
    texts = {"en": {"title": "Shop"}, "fr": {}}

    said = texts_in(language_for("fr-BE", texts, "en"), texts, "en")

    assert said["title"] == OURS["fr"]["title"]


@pytest.mark.parametrize(
    ("language", "texts", "default", "greeting"),
    [
        ("de", GERMAN, "en", "Moin!"),
        ("de", {"de": {"greeting": ""}}, "en", OURS["de"]["greeting"]),
        ("de", {"en": {"greeting": "Hi!"}}, "en", OURS["de"]["greeting"]),
        ("de-AT", {"de-AT": {}}, "en", OURS["de"]["greeting"]),
        ("pt", {"pt": {}, "fr": {"greeting": "Salut !"}}, "fr", "Salut !"),
        ("pt", {"pt": {}}, "fr", OURS["fr"]["greeting"]),
        ("pt", {"pt": {}}, "it", OURS["en"]["greeting"]),
    ],
)
def test_what_a_language_lacks_is_said_in_the_next_best_words(language, texts, default, greeting):
    assert texts_in(language, texts, default)["greeting"] == greeting


@pytest.mark.parametrize("language", OURS)
def test_each_of_our_languages_says_everything(language):
    said = OURS[language]

    assert said.keys() == LONGEST.keys()
    assert all(0 < len(said[name]) <= LONGEST[name] for name in said)
    assert "{opening}" in said["person_comes_later"]
    assert language in MOMENTS


@pytest.mark.parametrize("language", sorted(OURS.keys() - {"en"}))
def test_no_english_sentence_is_left_over(language):
    assert not set(OURS[language].values()) & set(OURS["en"].values())


def test_the_widget_is_told_in_the_visitors_language(client, site):
    who = {"site": site.public_key, "locale": "es-MX"}

    shown = client.post("/api/chatbot/init", who, content_type="application/json").json()["site"]

    assert shown["language"] == "es"
    assert shown["texts"]["placeholder"] == OURS["es"]["placeholder"]
    assert shown["consent"]["text"] == OURS["es"]["consent"]
