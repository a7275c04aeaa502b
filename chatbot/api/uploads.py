"""What of an upload is taken, and how a refusal is answered."""

from collections.abc import Callable, Iterable

from django.core.files import File
from rest_framework.exceptions import APIException

from chatbot.uploads.accepting import Accepted
from chatbot.uploads.refusals import Refused

STATUSES = {"too_large": 413, "kind_not_accepted": 415, "empty_file": 422}


class FileRefused(APIException):
    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.sentence, refusal.code)
        self.status_code = STATUSES[refusal.code]


def taken(accept: Callable[[File], Accepted], uploads: Iterable[File]) -> list[Accepted]:
    """All of them, or none."""
    try:
        return [accept(upload) for upload in uploads]
    except Refused as refusal:
        raise FileRefused(refusal) from None
