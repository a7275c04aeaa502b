"""What comes of files when somebody opens them: in a process of its own, which may die of it."""

import io
import json
import struct
import subprocess
import sys
import wave
import zlib

import av
import pytest
from PIL import Image, ImageCms

from chatbot.tests.samples import (
    HTML,
    animation,
    archive,
    film,
    opened,
    photograph,
    picture,
    recording,
)
from chatbot.uploads import decoding
from chatbot.uploads.containers import CONTAINERS
from chatbot.uploads.decoding import decode
from chatbot.uploads.kinds import Kind
from chatbot.uploads.limits import LONGEST_SIDE, THUMBNAIL_SIDE
from chatbot.uploads.refusals import Refused
from chatbot.uploads.voices import decode_voice


def painted(content, mime_type="image/png"):
    return decode(Kind.IMAGE, mime_type, content)


def refusal(kind, mime_type, content):
    with pytest.raises(Refused) as refused:
        decode(kind, mime_type, content)
    return refused.value


def chunk(name, content):
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def test_a_photograph_no_longer_tells_where_it_was_taken():
    seen = painted(photograph(), "image/jpeg")

    picture = opened(seen.content)
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Exif", b"Secret Camera", b"seen by nobody"):
        assert secret in photograph()
        assert secret not in seen.content + seen.thumbnail


def test_a_photograph_stands_upright():
    seen = painted(photograph(size=(64, 48)), "image/jpeg")

    assert (seen.width, seen.height) == opened(seen.content).size == (48, 64)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hid_behind_a_picture_is_gone(format):
    # Attack: a page or a Java archive behind the last byte of a picture is another file to
    # whoever is told so.
    hidden = HTML + archive(**{"META-INF/MANIFEST.MF": b"Main-Class: Evil"})
    content = picture(format)

    seen = painted(content + hidden, f"image/{format.lower()}")

    assert opened(seen.content).format == format
    assert b"<script>" not in seen.content
    assert b"MANIFEST" not in seen.content


def test_words_within_a_picture_are_gone():
    # Attack: PNG has room for texts, such as a page for browsers that guess.
    whole = picture()
    content = whole[:33] + chunk(b"tEXt", b"Comment\0" + HTML) + whole[33:]

    assert b"<script>" not in painted(content).content


@pytest.mark.parametrize("size", [(3000, 1000), (1000, 3000), (LONGEST_SIDE + 1, 10)])
def test_a_picture_is_made_as_small_as_anybody_looks_at(size):
    seen = painted(picture(size=size))

    assert max(seen.width, seen.height) == LONGEST_SIDE
    assert max(opened(seen.thumbnail).size) == THUMBNAIL_SIDE


def test_a_small_picture_stays_as_small_as_it_is():
    seen = painted(picture(size=(30, 20)))

    assert (seen.width, seen.height) == opened(seen.thumbnail).size == (30, 20)


def test_what_can_be_seen_through_still_can():
    content = picture(mode="RGBA", color=(1, 2, 3, 0))

    seen = painted(content)

    assert opened(seen.content).getpixel((0, 0))[3] == 0
    assert opened(seen.thumbnail).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_a_picture_in_unusual_colours_is_seen(mode):
    assert painted(picture(mode=mode, color=None)).width == 64


def test_a_picture_for_printers_is_seen():
    assert painted(picture("JPEG", mode="CMYK", color=None), "image/jpeg").width == 64


def test_the_colours_of_a_camera_become_those_of_screens():
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = b"rXYZ", b"bXYZ"
    exchanged = usual.replace(red, b"____").replace(blue, red).replace(b"____", blue)

    seen = opened(painted(picture(icc_profile=exchanged)).content)

    assert "icc_profile" not in seen.info
    assert seen.getpixel((0, 0)) == pytest.approx((30, 30, 200), abs=2)


def test_a_profile_that_is_none_does_no_harm():
    seen = opened(painted(picture(icc_profile=b"no profile")).content)

    assert seen.getpixel((0, 0)) == (200, 30, 30)


def test_what_old_browsers_cannot_see_is_painted_in_another_form():
    seen = painted(picture("AVIF"), "image/avif")

    assert (seen.mime_type, opened(seen.content).format) == ("image/webp", "WEBP")


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_an_animation_goes_on_moving(format):
    seen = opened(painted(animation(format), f"image/{format.lower()}").content)

    assert seen.n_frames == 3
    seen.seek(1)
    seen.load()
    assert seen.info["duration"] == 200
    assert seen.info["loop"] == 0


@pytest.mark.parametrize("bomb", [{"frames": 301}, {"frames": 26, "size": (1400, 1400)}])
def test_of_an_animation_that_would_fill_the_memory_the_first_picture_is_kept(bomb):
    # Attack: frames that hardly differ pack into some kilobytes, however many they are.
    seen = painted(animation(**bomb), "image/gif")

    assert opened(seen.content).n_frames == 1


def test_a_picture_with_too_many_pixels_is_refused_by_its_header():
    # Attack: some kilobytes that become 1.6 gigabytes.
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"")

    refused = refusal(Kind.IMAGE, "image/png", bomb)

    assert (refused.code, str(refused)) == ("too_large", "This picture has too many pixels.")


def test_the_largest_cameras_picture_is_small_enough():
    seen = painted(picture("JPEG", size=(8160, 6120)), "image/jpeg")

    assert seen.width == LONGEST_SIDE


@pytest.mark.parametrize(
    "content",
    [
        picture()[:60],
        photograph()[:400],
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"GIF89a" + bytes(20),
        b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(40),
    ],
)
def test_a_damaged_picture_is_refused(content):
    for mime_type in ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"):
        refused = refusal(Kind.IMAGE, mime_type, content)

        assert (refused.code, str(refused)) == (
            "not_readable",
            "This file could not be read. It may be damaged.",
        )


def test_only_the_form_that_was_announced_is_opened():
    # Attack: a picture in a form that nobody tests any more, called a PNG.
    old = io.BytesIO()
    Image.new("RGB", (10, 10)).save(old, "PCX")

    assert refusal(Kind.IMAGE, "image/png", old.getvalue()).code == "not_readable"


@pytest.mark.parametrize(
    ("mime_type", "format", "codec"),
    [
        ("video/webm", "webm", "libopus"),
        ("video/mp4", "mp4", "aac"),
        ("audio/mp4", "ipod", "aac"),
        ("audio/ogg", "ogg", "libopus"),
        ("audio/mpeg", "mp3", "libmp3lame"),
        ("audio/x-wav", "wav", "pcm_s16le"),
    ],
)
def test_a_voice_note_becomes_what_every_browser_plays(mime_type, format, codec):
    heard = decode(Kind.VOICE, mime_type, recording(format, codec, seconds=2))

    again = decode(Kind.VOICE, "audio/mpeg", heard.content)
    assert heard.mime_type == "audio/mpeg"
    assert heard.duration_ms == pytest.approx(2000, abs=80)
    assert again.duration_ms == pytest.approx(2000, abs=120)


def test_the_waveform_shows_when_somebody_speaks():
    content = recording(seconds=2, loudness=lambda second: 0.6 if second < 1 else 0)

    bars = decode(Kind.VOICE, "video/webm", content).waveform

    assert len(bars) == 64
    assert max(bars) == 100
    assert all(bar > 50 for bar in bars[1:31])
    assert all(bar < 5 for bar in bars[33:])


def test_who_speaks_softly_is_seen_as_well():
    bars = decode(Kind.VOICE, "video/webm", recording(loudness=lambda second: 0.02)).waveform

    assert max(bars) == 100


def test_silence_is_flat():
    content = recording("wav", "pcm_s16le", loudness=lambda second: 0)

    assert decode(Kind.VOICE, "audio/x-wav", content).waveform == [0] * 64


def test_a_cough_has_all_its_bars():
    content = recording("wav", "pcm_s16le", seconds=0.04)

    assert len(decode(Kind.VOICE, "audio/x-wav", content).waveform) == 64


def test_what_a_recorder_wrote_beside_the_voice_is_gone():
    spoken = recording("wav", "pcm_s16le")

    assert HTML not in decode(Kind.VOICE, "audio/x-wav", spoken + HTML).content


def test_a_speech_without_end_is_refused():
    # Attack: silence packs well; hours of it fit into what is accepted.
    spoken = io.BytesIO()
    with wave.open(spoken, "wb") as written:
        written.setparams((1, 1, 8000, 0, "NONE", ""))
        written.writeframes(bytes([128]) * 8000 * 601)

    refused = refusal(Kind.VOICE, "audio/x-wav", spoken.getvalue())

    assert (refused.code, str(refused)) == (
        "too_large",
        "A voice note may last ten minutes at most.",
    )


@pytest.mark.parametrize(
    ("mime_type", "content"),
    [
        ("video/webm", film("webm", "libvpx")),
        ("video/webm", recording()[:200]),
        ("video/webm", HTML),
        ("audio/mpeg", b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(2000)),
        ("audio/x-wav", b"RIFF\xff\xff\xff\x7fWAVEfmt " + bytes(64)),
        ("audio/ogg", b"OggS" + bytes(500)),
    ],
)
def test_where_nothing_is_to_be_heard_there_is_no_voice_note(mime_type, content):
    assert refusal(Kind.VOICE, mime_type, content).code == "not_readable"


@pytest.mark.parametrize("mime_type", CONTAINERS)
def test_a_playlist_makes_nobody_open_other_files(mime_type, tmp_path, monkeypatch):
    # Attack: FFmpeg that guesses takes this for a playlist, and plays what lies on our disk.
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.mp3").write_bytes(recording("mp3", "libmp3lame"))

    with pytest.raises((av.error.FFmpegError, Refused)):
        decode_voice(b"ffconcat version 1.0\nfile secret.mp3\n", mime_type)


@pytest.mark.parametrize(("format", "codec"), [("mp4", "mpeg4"), ("webm", "libvpx")])
def test_a_film_is_measured_and_stays_as_it_is(format, codec):
    seen = decode(Kind.VIDEO, f"video/{format}", film(format, codec))

    assert (seen.width, seen.height, seen.duration_ms) == (64, 48, 1000)
    assert (seen.mime_type, seen.content) == (f"video/{format}", b"")


def test_a_film_of_a_million_years_is_refused():
    # Attack: no column holds that many milliseconds, so each sweep would try it again, and
    # keep another copy.
    content = film("webm", "libvpx")
    duration = content.index(b"\x44\x89\x88") + 3
    forged = content[:duration] + struct.pack(">d", 1e13) + content[duration + 8 :]

    assert refusal(Kind.VIDEO, "video/webm", forged).code == "not_readable"


@pytest.mark.parametrize("content", [HTML, recording("mp4", "aac"), film()[:200]])
def test_where_nothing_is_to_be_seen_there_is_no_film(content):
    assert refusal(Kind.VIDEO, "video/mp4", content).code == "not_readable"


@pytest.fixture
def taken_over(settings, tmp_path):
    """A file has found a hole, and now the process that opens it does what the attacker wants."""

    def does(code):
        place = tmp_path / "chatbot" / "uploads" / "confined.py"
        place.parent.mkdir(parents=True)
        place.write_text(f"import json, os, sys\n{code}")
        settings.BASE_DIR = tmp_path

    return does


def test_whoever_opens_a_file_knows_no_secret(taken_over, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the key to everything")
    taken_over('print(json.dumps({"refused": ["stolen", str(os.environ)]}))')

    assert "the key to everything" not in str(refusal(Kind.IMAGE, "image/png", picture()))


@pytest.mark.parametrize(
    "told",
    [
        {"mime_type": "text/html", "content": "", "thumbnail": ""},
        {"mime_type": "image/png", "content": "", "thumbnail": "", "message_id": 5},
        {"mime_type": "image/png", "content": 7, "thumbnail": ""},
        {"mime_type": "image/png"},
        {"refused": []},
        [],
        "text",
        None,
    ],
)
def test_nonsense_from_who_opens_a_file_is_not_believed(taken_over, told):
    taken_over(f"print({json.dumps(json.dumps(told))})")

    assert refusal(Kind.IMAGE, "image/png", picture()).code == "not_readable"


def test_whoever_opens_a_file_has_little_memory():
    # Attack: a file that swells until the kernel ends something that we need.
    swell = (
        "from chatbot.uploads import confined, kinds;"
        "confined.DECODERS[kinds.Kind.IMAGE] = lambda *_: bytearray(2 << 30);"
        "confined.main('image', 'image/png')"
    )

    done = subprocess.run(
        [sys.executable, "-c", swell], capture_output=True, check=False, input=b""
    )

    assert done.stderr.strip().endswith(b"MemoryError")


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(decoding, "DECODING_SECONDS", 0.05)

    assert refusal(Kind.IMAGE, "image/png", picture()).code == "not_readable"
