"""The JSON of dataclasses, for the API's description: told by the types, so it stays true."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from drf_spectacular.plumbing import build_array_type, build_object_type, resolve_type_hint


def shape_of(hint: Any, computed: Iterable[str] = ()) -> dict[str, Any]:
    """What `asdict` makes of it, with the cached properties of these names beside."""
    if get_origin(hint) is list:
        shape = build_array_type(shape_of(*get_args(hint)))
    elif is_dataclass(hint):
        hints = get_type_hints(hint) | {name: _computed(hint, name) for name in computed}
        properties = {name: shape_of(each) for name, each in hints.items()}
        shape = build_object_type(properties=properties, required=list(properties))
    else:
        shape = resolve_type_hint(hint)  # type: ignore[no-untyped-call]  # spectacular's
    return dict(shape)


def _computed(hint: Any, name: str) -> Any:
    return get_type_hints(getattr(hint, name).func)["return"]
