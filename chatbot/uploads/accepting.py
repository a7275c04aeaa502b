"""Whether a file is taken at all: before anything is stored, and without opening it."""

from dataclasses import dataclass

from django.core.files import File

from chatbot.uploads.kinds import BY_EXTENSION, PICTURES, RECORDINGS, Format, Kind
from chatbot.uploads.limits import MEGABYTE, MOST_FILE_BYTES
from chatbot.uploads.magic import fits, magic_of
from chatbot.uploads.names import clean_name, extension_of, named_for
from chatbot.uploads.refusals import Refused

VOICE_NAME = "voice-note"


@dataclass(frozen=True)
class Accepted:
    """What we take the file for. Its own claim of a type counts for nothing."""

    kind: Kind
    name: str
    mime_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def needs_decoding(self) -> bool:
        return self.kind != Kind.FILE


def accept_file(upload: File) -> Accepted:
    """Its name and its bytes must agree on something that we know."""
    content = bounded(upload)
    name = clean_name(upload.name or "")
    claimed = BY_EXTENSION.get(extension_of(name))
    found = claimed and format_of(content, claimed)
    if not found:
        raise Refused("kind_not_accepted", sentence_about(name, claimed))
    return Accepted(found.kind, named_for(found.extensions, name), found.mime_type, content)


def accept_voice(upload: File) -> Accepted:
    """A recording. Browsers give it any name, so it gets one of ours."""
    content = bounded(upload)
    magic = magic_of(content)
    if magic not in RECORDINGS:
        raise Refused("kind_not_accepted", "This is no voice recording that can be played here.")
    return Accepted(Kind.VOICE, VOICE_NAME, magic, content)


def bounded(upload: File) -> bytes:
    if upload.size > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // MEGABYTE
        raise Refused("too_large", f"A file may have {most} MB at most.")
    content: bytes = upload.read()
    if not content:
        raise Refused("empty_file", "This file is empty.")
    return content


def format_of(content: bytes, claimed: Format) -> Format | None:
    """Pictures are often called by another picture's name, and are painted anew anyway."""
    candidates = PICTURES if claimed.kind == Kind.IMAGE else [claimed]
    magic = magic_of(content)
    return next((known for known in candidates if fits(content, known, magic)), None)


def sentence_about(name: str, claimed: Format | None) -> str:
    if claimed is None:
        return "Files of this kind are not accepted here."
    return f"This file is not what its name says: no .{extension_of(name)} file."
