"""Files as people send them, and as attackers do, made here and now."""

import io
import math
import zipfile
from array import array

import av
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

# The picture of a dot, where a photographer stood.
GPS_OF_HOME = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)}
HTML = b"<!doctype html><script>steal(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>steal()</script></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode.\x00"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def picture(format="PNG", size=(64, 48), mode="RGB", color=(200, 30, 30), **how):
    target = io.BytesIO()
    Image.new(mode, size, color).save(target, format, **how)
    return target.getvalue()


def photograph(**how):
    """With a camera, a place, a sentence, and the camera held sideways."""
    exif = Image.Exif()
    exif[0x0110] = "Secret Camera 3000"
    exif[0x0112] = 6  # to be turned clockwise
    exif.get_ifd(0x8825).update(GPS_OF_HOME)
    return picture("JPEG", exif=exif, comment=b"seen by nobody", **how)


def animation(format="GIF", frames=3, size=(40, 30)):
    pictures = [Image.new("RGB", size, (80 * number % 256, 0, 0)) for number in range(frames)]
    target = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:], "duration": 200, "loop": 0}
    pictures[0].save(target, format, **more)
    return target.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def recording(format="webm", codec="libopus", seconds=1.0, loudness=lambda second: 0.5):
    """A tone, as loud as is said of each moment."""
    rate, step = 48_000, 960
    target = io.BytesIO()
    with av.open(target, "w", format=format) as written:
        voice = written.add_stream(codec, rate=rate, layout="mono")
        for start in range(0, int(rate * seconds), step):
            height = 32_000 * loudness(start / rate)
            tone = [int(height * math.sin(moment / 20)) for moment in range(start, start + step)]
            frame = av.AudioFrame(format="s16", layout="mono", samples=step)
            frame.sample_rate, frame.pts = rate, start
            frame.planes[0].update(array("h", tone).tobytes())
            written.mux(voice.encode(frame))
        written.mux(voice.encode(None))
    return target.getvalue()


def film(format="mp4", codec="mpeg4", size=(64, 48), frames=10):
    target = io.BytesIO()
    with av.open(target, "w", format=format) as written:
        seen = written.add_stream(codec, rate=10)
        seen.width, seen.height = size
        seen.pix_fmt = "yuv420p"
        for _ in range(frames):
            written.mux(seen.encode(av.VideoFrame(*size, "yuv420p")))
        written.mux(seen.encode(None))
    return target.getvalue()


def archive(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return target.getvalue()


def office(part, **more):
    return archive(**{"[Content_Types].xml": b"<Types/>", part: b"<document/>", **more})


def open_document(what):
    return archive(mimetype=f"application/vnd.oasis.opendocument.{what}".encode())


def honest():
    """One of each kind that is taken."""
    return {
        "photo.jpg": photograph(),
        "photo.JPEG": photograph(),
        "drawing.png": picture(),
        "moving.png": animation("PNG"),
        "cat.gif": animation(),
        "sticker.webp": picture("WEBP"),
        "new.avif": picture("AVIF"),
        "film.mp4": film(),
        "film.webm": film("webm", "libvpx"),
        "song.mp3": recording("mp3", "libmp3lame"),
        "memo.m4a": recording("ipod", "aac"),
        "memo.ogg": recording("ogg"),
        "memo.wav": recording("wav", "pcm_s16le"),
        "invoice.pdf": PDF,
        "logs.zip": archive(**{"a.log": b"all is well"}),
        "letter.docx": office("word/document.xml"),
        "table.xlsx": office("xl/workbook.xml"),
        "talk.pptx": office("ppt/presentation.xml"),
        "letter.odt": open_document("text"),
        "table.ods": open_document("spreadsheet"),
        "notes.txt": "naïve\r\n\tünïcode 🙂".encode(),
        "notes.md": b"# Title",
        "rows.csv": b"a;b\n1;2\n",
    }
