"""Reading a JSON body without being hurt by it."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JSONParser(BaseParser):
    """UTF-8 as the standard says, of bounded size; DRF's own reads without any limit."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return json.loads(_bounded(stream), parse_constant=_refuse)
        except UnicodeDecodeError:
            raise ParseError("The body is not UTF-8.") from None
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        except ValueError:
            raise ParseError("The body is not valid JSON.") from None


def _bounded(stream: IO[Any]) -> str:
    # A chunked body tells no length beforehand, so the bytes themselves are counted.
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body.decode()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON.")
