"""What came of opening a file, and how that travels from one process to another."""

import base64
import json
from dataclasses import asdict, dataclass, field
from typing import Self

from chatbot.uploads.refusals import Refused


@dataclass(frozen=True)
class Decoded:
    """`content` replaces what was sent; without it, that is kept as it is."""

    mime_type: str
    content: bytes = b""
    thumbnail: bytes = b""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    waveform: list[int] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=_text)

    @classmethod
    def from_json(cls, told: bytes) -> Self:
        facts = json.loads(told)
        if "refused" in facts:
            raise Refused(*facts["refused"])
        pieces = {name: base64.b64decode(facts[name]) for name in ("content", "thumbnail")}
        return cls(**(facts | pieces))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
