"""Which files are taken. No test here needs a database: nothing is stored yet."""

import pytest

from chatbot.tests.samples import (
    EXE,
    HTML,
    PDF,
    SVG,
    archive,
    film,
    honest,
    office,
    photograph,
    picture,
    recording,
    upload,
)
from chatbot.uploads.accepting import accept_file, accept_voice
from chatbot.uploads.limits import LONGEST_NAME, MEGABYTE
from chatbot.uploads.refusals import Refused

HONEST = honest()
KINDS = {"image/": "image", "video/": "video"}
NOT_TAKEN = {
    "a page": ("page.html", HTML),
    "a page in other letters": ("page.HtM", HTML),
    "a drawing that is a program": ("logo.svg", SVG),
    "a script": ("run.js", b"steal()"),
    "a program": ("setup.exe", EXE),
    "a program behind another extension": ("invoice.pdf.exe", EXE),
    "a program for Java": ("game.jar", archive(**{"META-INF/MANIFEST.MF": b""})),
    "a document with macros": ("letter.docm", office("word/document.xml")),
    "an old document": ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "a playlist": ("song.m3u8", b"#EXTM3U\nfile:///etc/passwd\n"),
    "a shortcut": ("site.url", b"[InternetShortcut]\nURL=file://mallory.example/share\n"),
    "no extension": ("README", b"hello"),
    "only an extension": (".png", picture()),
    "an extension turned around": ("photo\u202egnp.exe", EXE),
    "an extension behind a NUL": ("photo.png\0.exe", EXE),
    "a stream behind a name": ("notes.txt:evil.exe", EXE),
}
LIES = {
    # Attack: the browser or the desktop believes the bytes, and we believed the name.
    "a page called a picture": ("photo.png", HTML),
    "a drawing called a picture": ("photo.png", SVG),
    "a page called a film": ("film.mp4", HTML),
    "a program called a document": ("invoice.pdf", EXE),
    "a program called a text": ("notes.txt", EXE),
    "a program called a picture": ("photo.jpg", EXE),
    "a picture called a text": ("notes.txt", picture()),
    "a picture called a document": ("invoice.pdf", picture()),
    "a document called a picture": ("photo.png", PDF),
    "a film called a song": ("song.mp3", film()),
    "a playlist called a song": ("song.mp3", b"#EXTM3U\nfile:///etc/passwd\n"),
    "an archive called a document": ("letter.docx", archive(**{"evil.exe": EXE})),
    "a table called a letter": ("letter.docx", office("xl/workbook.xml")),
    "macros in a document": (
        "letter.docx",
        office("word/document.xml", **{"word/vbaProject.bin": b"Shell"}),
    ),
    "macros in other letters": (
        "table.xlsx",
        office("xl/workbook.xml", **{"xl/VBAPROJECT.BIN": b"Shell"}),
    ),
    "a page before the document": ("invoice.pdf", HTML + PDF),
    "half a character in a text": ("notes.txt", b"caf\xe9"),
    "a NUL in a text": ("notes.txt", b"one\0two"),
    "colours of a terminal in a text": ("notes.txt", b"\x1b]0;evil\x07"),
    "two letters only": ("photo.jpg", b"\xff\xd8"),
}
NAMES = {
    "../../etc/passwd.png": "passwd.png",
    "..\\..\\windows\\photo.png": "photo.png",
    "/etc/cron.d/photo.png": "photo.png",
    "C:\\fakepath\\photo.png": "photo.png",
    "pho\0to.png": "photo.png",
    "photo\r\nSet-Cookie: a=b.png": "photoSet-Cookie: a=b.png",
    "photo\u202e.png": "photo.png",
    "\u2066photo\u2069\u200b.png": "photo.png",
    "  photo   of  me .png": "photo of me.png",
    "...photo.png": "photo.png",
    "photo.png.": "photo.png",
    "\ud83dphoto.png": "photo.png",
    "cafe\u0301.png": "café.png",
    '<img src=x onerror="steal()">.png': '<img src=x onerror="steal()">.png',
    "写真 🙂.png": "写真 🙂.png",
    "photo.exe.png": "photo.exe.png",
    "x" * 300 + ".png": "x" * (LONGEST_NAME - 4) + ".png",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_as_what_it_is(name):
    taken = accept_file(upload(name, HONEST[name]))

    kind = next((kind for start, kind in KINDS.items() if taken.mime_type.startswith(start)), None)
    assert (taken.name, taken.kind) == (name, kind or "file")
    assert taken.needs_decoding == (taken.kind != "file")
    assert taken.content == HONEST[name]


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_what_is_not_on_the_list_is_refused(what):
    with pytest.raises(Refused) as refused:
        accept_file(upload(*NOT_TAKEN[what]))

    assert refused.value.code == "kind_not_accepted"


@pytest.mark.parametrize("what", LIES)
def test_a_file_that_is_not_what_its_name_says_is_refused(what):
    with pytest.raises(Refused) as refused:
        accept_file(upload(*LIES[what]))

    assert refused.value.code == "kind_not_accepted"
    assert str(refused.value).startswith("This file is not what its name says")


def test_a_picture_called_by_another_pictures_name_is_given_its_own():
    taken = accept_file(upload("saved from the web.png", photograph()))

    assert (taken.mime_type, taken.name) == ("image/jpeg", "saved from the web.jpg")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_visible_line_and_no_path(name):
    file = upload("x", picture())
    file._name = name  # Django mends some of these by itself

    assert accept_file(file).name == NAMES[name]


def test_a_file_may_have_ten_megabytes_and_not_a_byte_more():
    start = PDF + bytes(10 * MEGABYTE - len(PDF))

    assert accept_file(upload("full.pdf", start)).size == 10 * MEGABYTE
    with pytest.raises(Refused, match="10 MB at most") as refused:
        accept_file(upload("full.pdf", start + b"."))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("accept", [accept_file, accept_voice])
def test_a_file_with_nothing_in_it_is_refused(accept):
    with pytest.raises(Refused) as refused:
        accept(upload("empty.txt", b""))

    assert refused.value.code == "empty_file"


@pytest.mark.parametrize(
    ("format", "codec"),
    [
        ("webm", "libopus"),  # Chrome, Firefox
        ("mp4", "aac"),  # Safari
        ("ipod", "aac"),
        ("ogg", "libopus"),
        ("mp3", "libmp3lame"),
        ("wav", "pcm_s16le"),
    ],
)
def test_whatever_browsers_record_is_a_voice_note(format, codec):
    taken = accept_voice(upload("blob", recording(format, codec)))

    assert (taken.kind, taken.name, taken.needs_decoding) == ("voice", "voice-note", True)


@pytest.mark.parametrize("content", [HTML, EXE, PDF, picture(), b"#EXTM3U\n/etc/passwd"])
def test_what_nobody_could_have_said_is_no_voice_note(content):
    with pytest.raises(Refused) as refused:
        accept_voice(upload("voice.webm", content))

    assert refused.value.code == "kind_not_accepted"
