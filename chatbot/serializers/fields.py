"""What a page tells of itself and of its visitor: bounded, and never more than text."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.addresses import kept_address

MOST_ATTRIBUTES = 30
LONGEST_NAME = 40
LONGEST_VALUE = 200
HIGHEST = 1e18


class PageField(serializers.CharField):
    """An address of a page; anything else would be a link that does something."""

    def to_internal_value(self, data: Any) -> str:
        address = kept_address(super().to_internal_value(data))
        if address is None:
            raise serializers.ValidationError("A page begins with http:// or https://.")
        return address


class BrowserAddressField(serializers.CharField):
    """Where a browser says it is or was.

    That may be an app on a phone, or no address at all: no reason to keep a visitor out.
    """

    def to_internal_value(self, data: Any) -> str:
        return kept_address(super().to_internal_value(data)) or ""


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_ATTRIBUTES,
        "additionalProperties": {
            "nullable": True,
            "oneOf": [
                {"type": "string", "maxLength": LONGEST_VALUE},
                {"type": "number"},
                {"type": "boolean"},
            ],
        },
    }
)
class AttributesField(serializers.DictField):
    """What the site knows of the visitor: a few short facts by name. They replace those before."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        attributes = super().to_internal_value(data)
        if len(attributes) > MOST_ATTRIBUTES:
            raise serializers.ValidationError(f"{MOST_ATTRIBUTES} attributes at most, please.")
        for name, value in attributes.items():
            if not 0 < len(name) <= LONGEST_NAME or "\0" in name:
                raise serializers.ValidationError(
                    f"The name of an attribute has 1 to {LONGEST_NAME} characters."
                )
            if not _is_short_fact(value):
                raise serializers.ValidationError(
                    {name: [f"A number, true, false or at most {LONGEST_VALUE} characters."]}
                )
        return attributes


def _is_short_fact(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE and "\0" not in value
    if isinstance(value, int | float):
        return abs(value) < HIGHEST
    return value is None
