"""What a site says, language by language, as one writes it in the form of the site."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.admin.texts import ABOUT
from chatbot.models import Site
from chatbot.testing import site_form
from chatbot.texts import LONGEST, texts_in
from chatsite.ground.models import AuditLog


@pytest.fixture
def page(client, olga, site):
    """The site's page, as Olga's browser asks for it."""
    rights = ["view_site", "change_site"]
    olga.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(olga)
    return lambda: client.get(reverse("admin:chatbot_site_change", args=[site.pk]))


@pytest.fixture
def save(page, client, site):
    def save(*texts, **changes):
        form = site_form(site, texts=texts, **changes)
        answer = client.post(reverse("admin:chatbot_site_change", args=[site.pk]), form)
        site.refresh_from_db()
        return answer

    return save


def blocks(answer):
    """The formset of an answer, with what is wrong and what stands in grey."""
    field = answer.context["adminform"].form["texts"]
    widget = field.field.widget
    if not field.form.is_bound:
        return widget.formset_of(field.name, field.value())
    return field.data


def test_every_text_has_a_label():
    assert ABOUT.keys() == LONGEST.keys()


def test_texts_are_stored_by_language_without_the_empty_ones(save, site):
    answer = save(
        {"language": "en", "greeting": " Hello! ", "away": ""},
        {"language": "pt-BR", "title": "Fale conosco"},
        {"language": ""},
    )

    assert answer.status_code == 302
    assert site.texts == {"en": {"greeting": "Hello!"}, "pt-BR": {"title": "Fale conosco"}}


def test_who_has_written_nothing_has_stored_nothing(save, site):
    suggested = {"language": "en", "suggested": "en"}

    assert save(suggested, {"language": ""}).status_code == 302
    assert site.texts == {}
    # Whatever else is changed meanwhile.
    assert save(suggested, {"language": ""}, language="de").status_code == 302
    assert site.texts == {}


def test_a_site_may_speak_languages_in_our_words_alone(save, site):
    save({"language": "en", "suggested": "en"}, {"language": "en"}, {"language": "de"})
    assert site.texts == {"en": {}, "de": {}}

    save({"language": "fr", "suggested": "en"})
    assert site.texts == {"fr": {}}


def test_what_is_stored_without_words_stays_so(page, client, site):
    Site.objects.update(texts={"en": {}})

    first = blocks(page()).shown()[0]

    assert (first.code, first["suggested"].value()) == ("en", None)


def test_a_language_is_removed_with_its_texts(save, site):
    save({"language": "en", "title": "Ask"}, {"language": "de", "title": "Fragen"})

    # What is wrong in what is removed is not complained of.
    removed = {"language": "de", "title": "x" * 99, "DELETE": "on"}
    answer = save({"language": "en", "title": "Ask"}, removed)

    assert answer.status_code == 302
    assert site.texts == {"en": {"title": "Ask"}}


@pytest.mark.parametrize(
    ("wrong", "name", "sentence"),
    [
        ({"language": "en", "title": "x" * 61}, "title", "at most 60 characters"),
        ({"language": "en", "consent": "x" * 2001}, "consent", "at most 2000 characters"),
        ({"language": "en", "away": "Back\0soon"}, "away", "Null characters"),
        ({"language": "deutsch!", "title": "Fragen"}, "language", "en, de or pt-BR"),
        ({"language": "", "title": "Fragen"}, "language", "Which language is this?"),
        ({"language": "DE", "title": "Fragen"}, "language", "en, de or pt-BR"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(save, site, wrong, name, sentence):
    answer = save({"language": "fr", "title": "Bonjour"}, wrong)

    right, block = blocks(answer)
    assert (right.errors, list(block.errors)) == ({}, [name])
    assert sentence in str(block.errors[name])
    shown = answer.content.decode()
    assert f'id="id_texts-1-{name}_error"' in shown
    assert "Bonjour" in shown  # nothing that was typed is lost
    assert site.texts == {}


@pytest.mark.parametrize("again", ["pt-BR", "pt-br"])
def test_a_language_is_there_once(save, again):
    answer = save({"language": "pt-BR", "title": "Oi"}, {"language": again, "title": "Olá"})

    assert "is there already" in str(blocks(answer)[1].errors["language"])


def test_more_languages_than_a_site_may_have_are_refused(save, site):
    many = [{"language": f"x{a}{b}", "title": "X"} for a in "abcdefgh" for b in "abcdefgh"]

    answer = save(*many)

    assert "50 languages at most" in str(answer.context["adminform"].form.errors["texts"])
    assert site.texts == {}


def test_a_form_without_the_languages_is_refused(page, client, site):
    Site.objects.update(texts={"en": {"title": "Ask"}})
    page()
    url = reverse("admin:chatbot_site_change", args=[site.pk])
    form = site_form(site)

    answer = client.post(url, {k: v for k, v in form.items() if not k.startswith("texts-")})

    site.refresh_from_db()
    assert answer.status_code == 200
    assert site.texts == {"en": {"title": "Ask"}}


def test_lines_end_as_they_are_counted(save, site):
    answer = save({"language": "en", "away": "x\r\n" * 250})

    assert answer.status_code == 302
    assert site.texts["en"]["away"] == "\n".join("x" * 250)
    exact = "x\r\n" * 249 + "xx"
    assert save({"language": "en", "away": exact}).status_code == 302


def test_the_default_language_comes_first_and_one_may_be_added(page, site):
    Site.objects.update(language="fr", texts={"de": {"title": "Fragen"}, "zh-CN": {}})

    first, second, third, new = blocks(page())

    assert [block.code for block in (first, second, third, new)] == ["fr", "de", "zh-CN", ""]
    assert (first.heading, second.count) == ("French (fr)", 1)


def test_an_empty_field_shows_what_is_said_instead(page, site):
    texts = {"en": {"greeting": "Hello, dear customer!"}, "nl": {"title": "Vraag het"}}
    Site.objects.update(texts=texts)

    shown = {block.code: block for block in blocks(page()).shown()}

    for language in ("en", "nl"):
        others = {code: said for code, said in texts.items() if code != language}
        said = texts_in(language, others, "en")
        for name in LONGEST:
            assert shown[language].fields[name].widget.attrs["placeholder"] == said[name]
    greeting = shown["nl"].fields["greeting"].widget.attrs["placeholder"]
    assert greeting == "Hello, dear customer!"


def test_what_was_written_is_text_for_the_page(page):
    # Attack: a text of one operator runs in the page of another.
    Site.objects.update(texts={"en": {"title": '"><script>alert(1)</script>'}})

    shown = page().content.decode()

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_only_what_was_changed_is_recorded_as_changed(save):
    save({"language": "en", "greeting": "Hello!"})
    assert "texts" in str(AuditLog.objects.latest("pk").details)

    save({"language": "en", "greeting": "Hello!"}, name="Another name")

    assert "texts" not in str(AuditLog.objects.latest("pk").details)


def test_the_line_for_the_page_is_that_of_this_server_and_site(page, settings):
    settings.ALLOWED_HOSTS = ["chat.example.com"]

    shown = page().client.get(page().request["PATH_INFO"], headers={"host": "chat.example.com"})
    shown = shown.content.decode()

    line = (
        '<script src="http://chat.example.com/chatbot-widget.js" data-site="shop" async></script>'
    )
    escaped = line.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in shown
    assert "script-src http://chat.example.com;" in shown
    assert "connect-src http://chat.example.com ws://chat.example.com;" in shown
    assert "/chatbot-test.html?site=shop" in shown


def test_sockets_elsewhere_are_in_the_policy_for_the_page(page, settings):
    settings.REALTIME = settings.REALTIME | {"HOST": "ws.example.com", "SCHEME": "https"}

    assert "wss://ws.example.com" in page().content.decode()


def test_whoever_only_looks_reads_the_texts(page, olga):
    Site.objects.update(texts={"en": {"greeting": "Hello!"}})
    olga.user_permissions.remove(Permission.objects.get(codename="change_site"))

    answer = page()

    assert answer.status_code == 200
    assert "Hello!" in answer.content.decode()
