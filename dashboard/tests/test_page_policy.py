import pytest


def policy(answer):
    directives = answer["Content-Security-Policy"].split("; ")
    return {
        name: values.split() for name, _, values in (item.partition(" ") for item in directives)
    }


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing-here"])
def test_our_own_pages_run_only_our_own_files(client, db, path):
    rules = policy(client.get(path))

    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == ["'none'"]


def test_sockets_of_the_pages_own_host_are_allowed(client, db):
    assert policy(client.get("/"))["connect-src"] == ["'self'", "ws://testserver"]


def test_operators_pages_may_evaluate_but_run_nothing_inline(client, olga):
    client.force_login(olga)

    rules = policy(client.get("/admin/"))

    assert rules["script-src"] == ["'self'", "'unsafe-eval'"]
    assert rules["style-src"] == ["'self'", "'unsafe-inline'"]


def test_the_api_pages_run_nothing_inline(client, db):
    rules = policy(client.get("/api/docs/"))

    assert rules["script-src"] == ["'self'"]


def test_files_may_come_from_a_cdn_when_static_url_says_so(client, db, settings):
    settings.STATIC_URL = "https://cdn.example/static/"

    rules = policy(client.get("/health/live"))

    assert rules["script-src"] == ["'self'", "https://cdn.example"]
    assert rules["frame-ancestors"] == ["'none'"]


def test_pictures_and_voices_may_come_from_the_bucket_that_is_used(client, db, settings):
    assert policy(client.get("/"))["media-src"] == ["'self'"]
    settings.MEDIA_S3_BUCKET, settings.MEDIA_S3_ENDPOINT = "files", "https://s3.example/"

    rules = policy(client.get("/"))

    assert rules["img-src"] == ["'self'", "data:", "https://s3.example"]
    assert rules["media-src"] == ["'self'", "https://s3.example"]
