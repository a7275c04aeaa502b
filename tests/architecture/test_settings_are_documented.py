"""What the code reads from the environment, and what people are told about it, are the same."""

import ast
import re

from tests.architecture.files import interpolated, text


def read_from_the_environment():
    names = set()
    for call in ast.walk(ast.parse(text("chatsite/settings.py"))):
        match call:
            case ast.Call(
                func=ast.Name("env") | ast.Attribute(ast.Name("env")),
                args=[ast.Constant(str(name)), *_],
            ):
                names.add(name)
    return names


def in_the_table():
    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", text("docs/operations.md"), re.M)
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def in_the_example():
    return set(re.findall(r"^#?([A-Z0-9_]+)=", text(".env.example"), re.M))


def test_the_settings_are_found_at_all():
    assert {"SECRET_KEY", "DB_POOL", "REDIS_HOST", "DATABASE_URL"} <= read_from_the_environment()


def test_operations_tells_of_each_setting_and_of_no_other():
    assert in_the_table() == read_from_the_environment() | interpolated()


def test_the_example_has_each_setting_and_no_other():
    assert in_the_example() == read_from_the_environment() | interpolated()


def test_each_line_of_the_example_is_explained():
    lines = text(".env.example").splitlines()
    naked = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"#?[A-Z0-9_]+=", line) and not before
    ]

    assert naked == []


def test_the_example_has_no_secret_that_works():
    filled_in = re.findall(r"^[A-Z0-9_]+=(.+)$", text(".env.example"), re.M)
    secrets = re.findall(
        r"^#?\w*(?:SECRET|PASSWORD|TOKEN|KEY)\w*=(.+)$", text(".env.example"), re.M
    )

    assert filled_in == []
    assert secrets == []


def test_operations_tells_the_true_defaults():
    table = text("docs/operations.md")

    for name, default in defaults().items():
        row = re.search(rf"^\| `{name}` \| ([^|]*) \|", table, re.M)
        if row and row[1].startswith("`"):
            assert row[1] == f"`{default}`", name


def defaults():
    found = {}
    for call in ast.walk(ast.parse(text("chatsite/settings.py"))):
        match call:
            case ast.Call(
                func=ast.Name("env") | ast.Attribute(ast.Name("env")),
                args=[ast.Constant(str(name))],
                keywords=[ast.keyword("default", ast.Constant(value))],
            ):
                found[name] = {"True": "on", "False": "off"}.get(str(value), str(value))
    return found
