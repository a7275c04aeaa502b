"""Whatever anybody asks, in any shape, is answered, and as the API's description says."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FOR = {"Visitors": "visitor", "Members": "member", "Operators": "operator", "Realtime": "member"}
django = WSGIHandler()


def server(environ, start_response):
    """Schemathesis tells no address, as every real server does."""
    return django({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


def described(*, is_thorough):
    """The same questions in every run. Who asks them is ours to say."""
    told = {
        "generation": {"deterministic": True, "with-security-parameters": False},
        "phases": {"coverage": {"enabled": is_thorough}},
    }
    config = SchemathesisConfig.from_dict(told)
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", server, config=config)


def asking(times):
    return settings(
        max_examples=times,
        database=None,
        deadline=None,
        # What an example changes is taken back, so all may start from what the fixtures made.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.mark.usefixtures("_one_connection")
# With nothing to tell them apart, Schemathesis would give all operations one name.
@pytest.mark.parametrize("roles", [pytest.param(FOR, id="its own")])
@described(is_thorough=True).parametrize()
@asking(times=10)
def test_whomever_it_is_for_is_answered_as_described(case, roles, request, there):
    role = roles[case.operation.tags[0]]

    ask(case, request.getfixturevalue(role), there)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("role", ["nobody", *sorted(set(FOR.values()))])
@described(is_thorough=False).parametrize()
@asking(times=5)
def test_everybody_is_answered_as_described(case, role, request, there):
    answer = ask(case, request.getfixturevalue(role), there)

    assert role != "nobody" or is_open(case) or answer.status_code == 401


def ask(case, who, there):
    aim(case, there)
    with transaction.atomic():
        answer = case.call_and_validate(checks=CHECKS, **who)
        transaction.set_rollback(True)
    return answer


def aim(case, there):
    """Mostly at what is there: at random, hardly anything would be found."""
    there = there | there.get(case.operation.tags[0], {})
    path = case.path_parameters or {}
    path |= {name: there[name] for name, value in path.items() if not is_far(value)}
    for told in (case.query, case.body):
        if isinstance(told, dict):
            told |= {name: there[name] for name in told.keys() & there if fits(told, there, name)}


def is_far(value):
    return type(value) is int and value > 0 and value % 7 == 3


def fits(told, there, name):
    return type(told[name]) is type(there[name]) and not is_far(told[name])


def is_open(case):
    return {} in case.operation.definition.raw["security"]
