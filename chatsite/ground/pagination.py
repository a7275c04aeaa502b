"""Lists that stay right while they grow: a cursor and a page size."""

import re
from typing import Any

from django.core.signing import BadSignature, Signer
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

SHORT_NUMBER = re.compile(r"[0-9]{1,4}")


class Pages(CursorPagination):
    """`?cursor=&limit=`. Cursors are signed, so whatever one holds was once put there by us.

    A list in another order names a field that is unique and never null: `ordering = "-pk"`.
    """

    request: Request
    ordering: str | tuple[str, ...] = "-pk"
    results_name = "results"
    page_size = 50
    max_page_size = 100
    page_size_query_param = "limit"
    cursor_query_description = "What an earlier answer gave as `next` or `previous`."
    page_size_query_description = "How many results to return."

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if not (SHORT_NUMBER.fullmatch(asked) and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({"limit": [f"A number from 1 to {self.max_page_size}, please."]})
        return int(asked)

    def decode_cursor(self, request: Request) -> Cursor | None:
        signed = request.query_params.get("cursor")
        if signed is None:
            return None
        try:
            return Cursor(*self._signer.unsign_object(signed))
        except BadSignature:
            raise ValidationError({"cursor": ["This cursor does not belong here."]}) from None

    def encode_cursor(self, cursor: Cursor) -> str:
        return self._signer.sign_object(list(cursor))

    @property
    def _signer(self) -> Signer:
        # A cursor of one list means nothing in another.
        return Signer(salt=f"pages:{self.request.path}:{self.ordering}")

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "success": True,
                self.results_name: data,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        cursor = {"type": "string", "nullable": True}
        return {
            "type": "object",
            "required": ["success", self.results_name, "next", "previous"],
            "properties": {
                "success": {"type": "boolean", "enum": [True]},
                self.results_name: schema,
                "next": cursor,
                "previous": cursor,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        cursor, limit = super().get_schema_operation_parameters(view)
        bounds = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [cursor, {**limit, "schema": {"type": "integer", **bounds}}]
