"""Opening sounds and films, of which FFmpeg would otherwise guess what they are."""

import io

import av
from av.container import InputContainer

# A guess could be a playlist, which makes it open other files.
CONTAINERS = {
    "video/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mp4": "mp4",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
}


def opened(content: bytes, mime_type: str) -> InputContainer:
    return av.open(
        io.BytesIO(content), "r", format=CONTAINERS[mime_type], metadata_errors="replace"
    )
