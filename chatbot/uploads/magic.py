"""What a file is by its bytes, whatever it is called. Nothing is decoded or unpacked here."""

from filetype.match import match
from filetype.types import archive, audio, image, video

from chatbot.uploads.kinds import TEXT, ZIP, Format

# Only what we take, the particular before the general: each name is a claim to be looked at.
SIGNATURES = (
    *(image.Jpeg(), image.Png(), image.Apng(), image.Gif(), image.Webp(), image.Avif()),
    *(archive.Pdf(), archive.Zip()),
    *(audio.M4a(), audio.Ogg(), audio.Wav(), video.Webm(), video.Mp4()),
    audio.Mp3(),
)
# Word and Excel call the part with the macros so; names in a zip archive are never packed.
MACROS = b"vbaproject.bin"
PLAIN_CONTROLS = b"\t\n\r\f"
CONTROLS = bytes(set(range(32)) - set(PLAIN_CONTROLS)) + b"\x7f"


def magic_of(content: bytes) -> str | None:
    found = match(content, SIGNATURES)
    if found is not None:
        return str(found.mime)
    return TEXT if is_text(content) else None


def is_text(content: bytes) -> bool:
    if len(content.translate(None, CONTROLS)) < len(content):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def fits(content: bytes, format: Format, magic: str | None) -> bool:
    """Whether the bytes are of this format; an office document has its part, and no macros."""
    if not format.looks_like(magic):
        return False
    return magic != ZIP or not format.part or _is_document(content, format.part)


def _is_document(content: bytes, part: bytes) -> bool:
    return part in content and MACROS not in content.lower()
