"""What files may be: everything that is not named here is refused.

No SVG and no HTML, which are programs, and nothing that a double click would start.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True)
class Format:
    """`magic` is what the first bytes may look like, where that is not the type itself.

    Office documents are all zip archives: `part` is the name of a file that only this one has.
    """

    kind: Kind
    mime_type: str
    extensions: tuple[str, ...]  # the usual one first
    magic: tuple[str, ...] = ()
    part: bytes = b""

    def looks_like(self, magic: str | None) -> bool:
        return magic in (self.magic or (self.mime_type,))


ZIP = "application/zip"
TEXT = "text/plain"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


def _zipped(mime_type: str, extension: str, part: bytes) -> Format:
    return Format(Kind.FILE, mime_type, (extension,), (ZIP,), part)


def _open_document(what: str, extension: str) -> Format:
    mime_type = f"{OPEN_DOCUMENT}.{what}"
    return _zipped(mime_type, extension, f"mimetype{mime_type}".encode())


FORMATS = [
    Format(Kind.IMAGE, "image/jpeg", ("jpg", "jpeg", "jfif")),
    Format(Kind.IMAGE, "image/png", ("png",), ("image/png", "image/apng")),
    Format(Kind.IMAGE, "image/gif", ("gif",)),
    Format(Kind.IMAGE, "image/webp", ("webp",)),
    Format(Kind.IMAGE, "image/avif", ("avif",)),
    Format(Kind.VIDEO, "video/mp4", ("mp4", "m4v")),
    Format(Kind.VIDEO, "video/webm", ("webm",)),
    Format(Kind.FILE, "audio/mpeg", ("mp3",)),
    Format(Kind.FILE, "audio/mp4", ("m4a",), ("audio/mp4", "video/mp4")),
    Format(Kind.FILE, "audio/ogg", ("ogg", "oga", "opus")),
    Format(Kind.FILE, "audio/wav", ("wav",), ("audio/x-wav",)),
    Format(Kind.FILE, "application/pdf", ("pdf",)),
    Format(Kind.FILE, ZIP, ("zip",)),
    _zipped(f"{OFFICE}.wordprocessingml.document", "docx", b"word/document.xml"),
    _zipped(f"{OFFICE}.spreadsheetml.sheet", "xlsx", b"xl/workbook.xml"),
    _zipped(f"{OFFICE}.presentationml.presentation", "pptx", b"ppt/presentation.xml"),
    _open_document("text", "odt"),
    _open_document("spreadsheet", "ods"),
    _open_document("presentation", "odp"),
    Format(Kind.FILE, TEXT, ("txt", "log", "md"), (TEXT,)),
    Format(Kind.FILE, "text/csv", ("csv",), (TEXT,)),
]
BY_EXTENSION = {extension: known for known in FORMATS for extension in known.extensions}
BY_MIME_TYPE = {known.mime_type: known for known in FORMATS}
PICTURES = [known for known in FORMATS if known.kind == Kind.IMAGE]

# What browsers record voices as. A WebM with nothing but sound begins like a film.
RECORDINGS = ("video/webm", "audio/ogg", "audio/mp4", "video/mp4", "audio/mpeg", "audio/x-wav")
# What can come of decoding.
DECODED_AS = {known.mime_type for known in FORMATS if known.kind != Kind.FILE} | {"audio/mpeg"}
