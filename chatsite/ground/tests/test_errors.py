import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from chatsite.ground.answers import is_program

pytestmark = [pytest.mark.urls("chatsite.ground.tests.urls"), pytest.mark.django_db]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SHAPE = {"success", "code", "message", "errors"}

# What is wrong with it: body, content type, status, code.
BAD_BODIES = {
    "not JSON": (b"{", JSON, 400, "parse_error"),
    "nothing": (b"", JSON, 422, "invalid"),
    "not UTF-8": (b'{"name": "\xff"}', JSON, 400, "parse_error"),
    "another charset": (b'{"name": "\xe9"}', f"{JSON}; charset=latin-1", 400, "parse_error"),
    "a charset that unpacks": (b"x", f"{JSON}; charset=bz2_codec", 400, "parse_error"),
    "no number": (b'{"notes": NaN}', JSON, 400, "parse_error"),
    "a number without end": (b"9" * 5000, JSON, 400, "parse_error"),
    # Each bracket is a call of the parser: enough of them used to end its stack.
    "nested without end": (b"[" * 100_000, JSON, 400, "parse_error"),
    "a list": (b"[]", JSON, 422, "invalid"),
    "a field of another kind": (b'{"name": {}}', JSON, 422, "invalid"),
    # Postgres has no NUL in text.
    "NUL": (rb'{"name": "a\u0000b"}', JSON, 422, "invalid"),
    "half a character": (rb'{"name": "\ud800"}', JSON, 422, "invalid"),
    "NUL in a form": (b"name=a%00b", FORM, 422, "invalid"),
    "too many fields": (b"a=1&" * 1001, FORM, 400, "too_many_fields"),
    "a broken form": (b"--x\r\n", "multipart/form-data; boundary=y", 422, "invalid"),
    "a form without boundary": (b"x", "multipart/form-data", 400, "parse_error"),
    "too large": (b'"' + b"x" * 2_700_000 + b'"', JSON, 413, "too_large"),
    "too large a form": (b"name=" + b"x" * 2_700_000, FORM, 413, "too_large"),
    "XML": (b"<a/>", "application/xml", 415, "unsupported_media_type"),
    "no kind at all": (b"x", "", 415, "unsupported_media_type"),
}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"), BAD_BODIES.values(), ids=BAD_BODIES.keys()
)
def test_bad_input_is_answered_in_one_shape(client, body, kind, status, code):
    answer = client.generic("POST", "/api/echo", body, kind)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == SHAPE


def test_wrong_fields_are_named_however_deep_they_lie(client):
    order = {"name": "x" * 21, "lines": [{"price": 1}, {"price": 0}, {}]}

    answer = client.post("/api/echo", order, JSON)

    assert answer.json() == {
        "success": False,
        "code": "invalid",
        "message": "Some of what was sent is not right.",
        "errors": {
            "name": ["Ensure this field has no more than 20 characters."],
            "lines.1.price": ["Ensure this value is greater than or equal to 1."],
            "lines.2.price": ["This field is required."],
        },
    }


@pytest.mark.parametrize(
    ("how", "status", "code", "message"),
    [
        ("missing", 404, "not_found", "There is nothing at this address, or it is not for you."),
        ("forbidden", 403, "permission_denied", "Only Olga may."),
        ("model", 422, "invalid", "Some of what was sent is not right."),
        ("conflict", 409, "newer_messages", "Others were faster."),
        ("poor", 422, "insufficient_funds", "There is not enough money."),
    ],
)
def test_an_error_tells_people_and_programs_what_it_is(client, how, status, code, message):
    answer = client.get(f"/api/fails/{how}")

    assert answer.status_code == status
    assert (answer.json()["code"], answer.json()["message"]) == (code, message)


def test_a_conflict_carries_what_was_missed(client):
    assert client.get("/api/fails/conflict").json()["messages"] == [1, 2]


@pytest.mark.parametrize(
    ("how", "status", "seconds"), [("throttled", 429, "7"), ("unavailable", 503, "30")]
)
def test_who_may_come_again_is_told_when(client, how, status, seconds):
    answer = client.get(f"/api/fails/{how}")

    assert (answer.status_code, answer["Retry-After"]) == (status, seconds)
    assert set(answer.json()) == SHAPE


def test_strangers_are_asked_who_they_are(client):
    answer = client.get("/api/me")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_method_that_does_not_exist_is_told_with_those_that_do(client):
    answer = client.delete("/api/echo")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in answer["Allow"]


def test_an_error_is_json_also_where_the_view_renders_something_else(client):
    answer = client.delete("/api/docs/")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/page/fails/forbidden", 403), ("/page/fails/broken", 500)],
)
def test_people_get_a_page_and_programs_get_json(quiet_client, path, status):
    page = quiet_client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    answer = quiet_client.get(path, headers={"Accept": JSON})

    assert page.status_code == answer.status_code == status
    assert page["Content-Type"].startswith("text/html")
    assert set(answer.json()) == SHAPE


@pytest.mark.parametrize("path", ["/api/nothing", "/broadcasting/nothing", "/apps/1/nothing"])
def test_programs_live_under_these_paths_whatever_they_accept(client, path):
    assert client.get(path, headers={"Accept": "text/html"}).json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/fails/broken", "/page/fails/broken"])
def test_our_own_mistakes_tell_nothing(quiet_client, path):
    answer = quiet_client.get(path)

    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("path", ["/api/search", "/page/search"])
@pytest.mark.parametrize("text", ["%00", "a%00b", "%ff%00"])
def test_what_postgres_cannot_store_is_no_mistake_of_ours(client, path, text):
    # Attack: the column is asked for text that no serializer has looked at.
    answer = client.get(f"{path}?q={text}")

    assert answer.status_code == 422


def test_a_nul_in_the_session_cookie_is_no_mistake_of_ours(quiet_client):
    # Attack: a quoted cookie may hold any byte, and the session is looked up by it.
    quiet_client.cookies.load('smartlink_session="aaaaaaaaaaaaaaaa\\000"')

    assert quiet_client.get("/api/me").status_code == 422


@pytest.mark.parametrize(
    ("body", "status"), [(b"a=1&" * 1001, 400), (b"a=" + b"x" * 2_700_000, 413)]
)
def test_a_page_refuses_too_much_of_anything(client, body, status):
    assert client.generic("POST", "/page/form", body, FORM).status_code == status


@pytest.mark.parametrize("accept", [{"Accept": JSON}, {"Accept": "text/html"}])
def test_a_host_that_is_not_ours_gets_no_page_of_ours(client, accept):
    answer = client.get("/page/form", headers={"Host": "evil.example", **accept})

    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_forged_form_is_refused_in_the_shape_of_the_asker(settings):
    settings.CSRF_FAILURE_VIEW = "chatsite.ground.error_pages.csrf_failure"
    browser = Client(enforce_csrf_checks=True)

    page = browser.post("/page/form")
    answer = browser.post("/page/form", headers={"Accept": JSON})

    assert (page.status_code, page["Content-Type"][:9]) == (403, "text/html")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_session_without_csrf_token_changes_nothing_at_the_api(alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)

    answer = browser.post("/api/echo", {"name": "x"}, JSON)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@given(accept=st.text(st.characters(max_codepoint=255), max_size=60))
def test_no_accept_header_breaks_the_answer_to_an_error(accept):
    request = RequestFactory().get("/page", headers={"Accept": accept})

    assert is_program(request) in {True, False}
