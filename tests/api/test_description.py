"""The API's description is complete: each address, in words, with the shape of every answer."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework.views import APIView

from chatsite.ground.schema import Docs, Schema

SHAPES = {"type", "$ref", "allOf", "oneOf", "anyOf", "enum"}
INSIDE = {"schema", "items", "additionalProperties"}
AUDIENCES = {"Visitors", "Members", "Operators", "Realtime"}


@pytest.fixture(scope="module")
def description():
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(public=True)


@pytest.fixture
def operations(description):
    return {
        f"{method.upper()} {path}": operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", None)


def shapeless(part, path=""):
    """Where something is said to be there, and not what it is."""
    if isinstance(part, list):
        for place, inner in enumerate(part):
            yield from shapeless(inner, f"{path}[{place}]")
    elif isinstance(part, dict):
        places = dict(part.get("properties", {})) if is_schema(part) else {}
        places |= {name: part[name] for name in part.keys() & INSIDE}
        yield from (f"{path}.{name}" for name, schema in places.items() if not is_schema(schema))
        for name, inner in part.items():
            yield from shapeless(inner, f"{path}.{name}")


def is_schema(part):
    return isinstance(part, dict) and bool(part.keys() & SHAPES)


def test_nothing_in_it_is_guessed(description):
    assert description["paths"]
    assert not GENERATOR_STATS  # it has said on the way what it had to guess


def test_every_view_of_the_api_is_in_it(description):
    ours = {view for view in views(get_resolver().url_patterns) if view} - {Schema, Docs}
    programs = [view for view in ours if issubclass(view, APIView)]

    assert len(programs) > 10
    assert len(description["paths"]) >= len(programs)


def test_each_operation_is_told_in_words_and_for_whom(operations):
    assert [name for name, each in operations.items() if not each.get("summary")] == []
    assert [name for name, each in operations.items() if len(each["summary"]) > 90] == []
    assert {tag for each in operations.values() for tag in each["tags"]} <= AUDIENCES


def test_each_operation_says_who_may_come_in(operations):
    assert [name for name, each in operations.items() if "security" not in each] == []


def test_each_shape_is_told_down_to_the_last_field(description):
    assert [*shapeless(description)] == []


def test_each_error_has_the_one_shape(operations):
    shapes = {
        answer["content"]["application/json"]["schema"]["$ref"]
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if status[0] in "45d"
    }

    assert "#/components/schemas/Error" in shapes
    assert [shape for shape in shapes if not shape.endswith(("/Error", "Conflict"))] == []


def test_whoever_may_come_again_is_told_when(operations):
    told = [
        answer["headers"].keys()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if status in {"429", "503"}
    ]

    assert told
    assert all(headers == {"Retry-After"} for headers in told)
