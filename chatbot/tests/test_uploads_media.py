"""Files are shown to whoever has a link, for a day, and to nobody else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import storages

from chatbot.files import discard
from chatbot.tests.samples import HTML, PDF, picture
from chatbot.uploads import storing
from chatbot.uploads.links import link_to

pytestmark = pytest.mark.django_db

NOON = "2030-05-17T12:00:00Z"
FOREVER = "public, max-age=31536000"


@pytest.fixture
def kept(media_folder):
    """The link to a file that is there."""

    def keep(content, extension="png", saved_as=""):
        return link_to(storing.keep(content, extension), saved_as=saved_as)

    return keep


def test_whoever_has_the_link_sees_the_file(client, kept):
    content = picture()

    answer = client.get(kept(content))

    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Type"] == "image/png"


def test_no_cookie_and_no_token_is_asked_for_or_given(client, kept):
    answer = client.get(kept(picture()))

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_a_picture_is_saved_instead_of_opened_for_whoever_asks_for_that(client, kept):
    link = kept(picture(), saved_as="holiday.png")

    assert client.get(f"{link}&save=1")["Content-Disposition"] == (
        'attachment; filename="holiday.png"'
    )
    assert client.get(link)["Content-Disposition"] == 'inline; filename="holiday.png"'


@pytest.mark.parametrize(
    ("extension", "mime_type", "disposition"),
    [
        ("png", "image/png", 'inline; filename="it"'),
        ("mp3", "audio/mpeg", 'inline; filename="it"'),
        ("mp4", "video/mp4", 'attachment; filename="it"'),
        ("pdf", "application/pdf", 'attachment; filename="it"'),
        ("txt", "text/plain; charset=utf-8", 'attachment; filename="it"'),
        ("csv", "text/csv; charset=utf-8", 'attachment; filename="it"'),
        ("unseen", "application/octet-stream", 'attachment; filename="it"'),
        ("html", "application/octet-stream", 'attachment; filename="it"'),
    ],
)
def test_nothing_that_is_sent_can_act_in_our_name(client, kept, extension, mime_type, disposition):
    # Attack: a page that was uploaded, opened at our address, is a page of ours to the browser.
    answer = client.get(kept(HTML, extension, saved_as="it"))

    assert answer["Content-Type"] == mime_type
    assert answer["Content-Disposition"] == disposition
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_browsers_keep_it_and_nobody_on_the_way_does(client, kept):
    assert client.get(kept(picture()))["Cache-Control"] == "private, max-age=86400, immutable"


def test_it_is_saved_under_the_name_that_it_had(client, kept):
    answer = client.get(kept(PDF, "pdf", saved_as='Über "uns".pdf'))

    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cber%20%22uns%22.pdf"
    )


def test_links_are_the_same_all_day_and_another_the_next(media_folder, time_machine):
    links = []
    for moment in ("2030-05-17T00:00:00Z", "2030-05-17T23:59:59Z", "2030-05-18T00:00:00Z"):
        time_machine.move_to(moment)
        links.append(link_to("a.png", saved_as="a.png"))

    assert links[0] == links[1] != links[2]


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2030-05-18T23:59:59Z", 200), ("2030-05-19T00:00:00Z", 404), ("2031-05-17T12:00:00Z", 404)],
)
def test_a_link_is_good_until_the_next_day_ends(client, kept, time_machine, moment, status):
    time_machine.move_to(NOON)
    link = kept(picture())

    time_machine.move_to(moment)

    assert client.get(link).status_code == status


@pytest.mark.parametrize(
    "forged",
    [
        {"until": "2099-01-01"},
        {"until": ""},
        {"as": "invoice.exe"},
        {"signature": ""},
        {"signature": "0" * 64},
        {"signature": "é"},
    ],
)
def test_a_link_that_was_changed_leads_nowhere(client, kept, forged):
    # Attack: a name that ends otherwise makes our file a program, or a link lives for ever.
    link = urlsplit(kept(PDF, "pdf", saved_as="invoice.pdf"))
    shown = {name: value for name, (value,) in parse_qs(link.query).items()}

    assert client.get(link.path, shown).status_code == 200
    assert client.get(link.path, shown | forged).status_code == 404


def test_the_signature_of_one_file_opens_no_other(client, kept):
    ours, theirs = (urlsplit(kept(picture())) for _ in range(2))

    assert client.get(f"{theirs.path}?{ours.query}").status_code == 404


def test_without_a_signature_there_is_nothing(client, kept):
    assert client.get(urlsplit(kept(picture())).path).status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2Fmanage.py", "..", "%2Fetc%2Fpasswd", "a%00b"])
def test_no_name_leads_out_of_the_folder(client, media_folder, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_file_that_was_erased_is_gone_whoever_still_has_the_link(client, kept, media_folder):
    link = kept(picture())

    storing.forget([path.name for path in media_folder.iterdir()])

    assert client.get(link).status_code == 404


def test_what_is_still_to_be_deleted_is_shown_to_nobody(client, kept, media_folder):
    # Attack: somebody kept the link, and no worker has emptied the bin yet.
    link = kept(picture())

    discard(*[path.name for path in media_folder.iterdir()])

    assert client.get(link).status_code == 404


def test_names_cannot_be_guessed_and_tell_nothing(media_folder):
    names = {storing.keep(b"the same", "txt") for _ in range(100)}

    assert len(names) == 100
    assert {len(name) for name in names} == {len("0" * 40 + ".txt")}


def test_nobody_else_on_the_machine_may_read_what_was_sent(media_folder):
    storing.keep(b"a secret", "txt")

    (file,) = media_folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3", slice(0, 4)),
        ("bytes=4-", slice(4, 10)),
        ("bytes=-3", slice(7, 10)),
        ("bytes=8-99", slice(8, 10)),
        ("bytes=-99", slice(0, 10)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(client, kept, asked, part):
    answer = client.get(kept(b"0123456789", "mp3"), headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.content == b"0123456789"[part]
    assert answer["Content-Range"] == f"bytes {part.start}-{part.stop - 1}/10"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_behind_the_end_is_nothing(client, kept, asked):
    answer = client.get(kept(b"0123456789", "mp3"), headers={"Range": asked})

    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */10"


@pytest.mark.parametrize(
    "asked", ["", "bytes", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "rows=1-2"]
)
def test_a_strange_wish_is_answered_with_everything(client, kept, asked):
    answer = client.get(kept(b"0123456789", "mp3"), headers={"Range": asked})

    assert (answer.status_code, answer.content) == (200, b"0123456789")


def test_a_part_of_something_else_is_no_use(client, kept):
    headers = {"Range": "bytes=4-", "If-Range": '"another"'}

    assert client.get(kept(b"0123456789", "mp3"), headers=headers).status_code == 200


def test_who_has_it_already_is_told_so(client, kept):
    link = kept(picture())
    etag = client.get(link)["ETag"]

    answer = client.get(link, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_files_can_only_be_looked_at(client, kept):
    assert client.post(kept(picture())).status_code == 405
    assert client.head(kept(picture())).status_code == 200


def test_a_full_disk_refuses_files_in_a_sentence(media_folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["media"], "_save", full)

    with pytest.raises(storing.Unavailable, match="cannot be kept at the moment"):
        storing.keep(picture(), "png")
