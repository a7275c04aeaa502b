"""Telling whether two requests ask for the same."""

import hashlib
import json
from typing import Any

from django.core.files import File
from django.utils.datastructures import MultiValueDict


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(data: Any) -> str:
    """Equal for bodies that mean the same: neither JSON's order nor a boundary counts."""
    fields = dict(data.lists()) if isinstance(data, MultiValueDict) else data
    return digest(json.dumps(fields, sort_keys=True, default=_content))


def _content(upload: File) -> list[str | None]:
    content = hashlib.sha256()
    for chunk in upload.chunks():
        content.update(chunk)
    upload.seek(0)
    return [upload.name, content.hexdigest()]
