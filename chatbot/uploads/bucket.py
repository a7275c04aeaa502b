"""A bucket at Amazon's S3 or anything that speaks like it. Needs requirements/s3.txt."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

LINK_SECONDS = 300
CONFIG = Config(
    signature_version="s3v4",
    # One origin for all that is in it, which the policy of our pages can name.
    s3={"addressing_style": "path"},
    connect_timeout=3,
    read_timeout=15,
    retries={"total_max_attempts": 2},
    # Not everybody who speaks like S3 knows its newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):
    """Its troubles are OSErrors, as those of a disk are; its links are good for minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # One for all threads, of which each request has a new one: making it takes a second.
        self._connections = SimpleNamespace()

    def get_default_settings(self) -> dict[str, Any]:
        usual: dict[str, Any] = super().get_default_settings()
        return usual | {
            "client_config": CONFIG,
            "querystring_expire": LINK_SECONDS,
            # Our files are small, and a request has one thread.
            "transfer_config": TransferConfig(use_threads=False),
        }

    def _save(self, name: str, content: File) -> str:
        with as_disk_troubles():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File:
        with as_disk_troubles():
            found: File = super()._open(name, mode)
            found.file  # noqa: B018 - fetches it, here and now
            return found

    def delete(self, name: str) -> None:
        with as_disk_troubles():
            super().delete(name)


@contextmanager
def as_disk_troubles() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket refuses: {type(error).__name__}") from error
