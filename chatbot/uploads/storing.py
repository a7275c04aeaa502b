"""Where files are kept: under names that tell nothing and that nobody can guess."""

import secrets
from collections.abc import Iterable
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from chatsite.ground.errors import Unavailable

log = structlog.get_logger(__name__)

NAME_BYTES = 20
# Until a worker has looked at a file, it is kept as nothing that a browser would show.
UNSEEN = "unseen"


def media() -> Storage:
    return storages["media"]


def keep(content: bytes, extension: str) -> str:
    """Its name from now on. A full disk or an absent bucket refuses files and nothing else."""
    name = f"{secrets.token_hex(NAME_BYTES)}.{extension}"
    try:
        return media().save(name, ContentFile(content))
    except OSError as error:
        log.warning("file_not_kept", reason=type(error).__name__, errno=error.errno)
        raise Unavailable("Files cannot be kept at the moment. Please try again later.") from error


def read(name: str) -> bytes:
    with media().open(name) as file:
        content: bytes = file.read()
    return content


def link_elsewhere(name: str, **said: str) -> str | None:
    """The bucket's own link, if files are in one, which makes it say this of the file."""
    storage: Any = media()
    if isinstance(storage, FileSystemStorage):
        return None
    return str(storage.url(name, parameters=said))


def forget(names: Iterable[str]) -> None:
    """For good. What the storage does not let go of now is told to whoever runs it."""
    for name in filter(None, names):
        try:
            media().delete(name)
        except OSError as error:
            log.warning("file_not_forgotten", name=name, reason=type(error).__name__)
