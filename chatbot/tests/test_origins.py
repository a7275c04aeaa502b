"""Whose pages may speak for a visitor: those of the visitor's site, and ours."""

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

PREFLIGHT = {"Access-Control-Request-Method": "POST"}
SHOP = "https://shop.example"
MUSEUM = "https://museum.example"
EVIL = "https://evil.example"


@pytest.fixture
def init(client, site):
    def post(origin):
        body, headers = {"site": "shop"}, {"Origin": origin} if origin else {}
        return client.post(
            "/api/chatbot/init", body, content_type="application/json", headers=headers
        )

    return post


@pytest.mark.parametrize("origin", [SHOP, "http://testserver", None])
def test_pages_of_the_site_and_of_ours_may_begin(init, origin):
    assert init(origin).status_code == 201


@pytest.mark.parametrize(
    "origin",
    [EVIL, MUSEUM, "null", "https://shop.example.evil.example", "http://[", "http://\u2100"],
)
def test_other_pages_may_not_begin(init, other_site, origin):
    answer = init(origin)

    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_not_allowed"


def test_a_token_is_of_no_use_to_another_page(as_visitor, vera, other_site):
    # Known to the server, and so let through the preflight, but not this visitor's site.
    answer = as_visitor(vera).get("/api/chatbot/conversations", headers={"Origin": MUSEUM})

    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_not_allowed"


def test_the_sites_page_may_read_the_answer(init):
    assert init(SHOP)["Access-Control-Allow-Origin"] == SHOP


@pytest.mark.parametrize(
    "path", ["/api/chatbot/init", "/api/chatbot/message", "/broadcasting/auth"]
)
def test_the_preflight_lets_in_every_sites_page(client, site, other_site, path):
    for origin in (SHOP, MUSEUM):
        answer = client.options(path, headers=PREFLIGHT | {"Origin": origin})

        assert answer["Access-Control-Allow-Origin"] == origin
        assert "authorization" in answer["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("path", ["/api/chatbot/init", "/broadcasting/auth"])
def test_the_preflight_lets_in_nobody_else(client, site, path):
    answer = client.options(path, headers=PREFLIGHT | {"Origin": EVIL})

    assert "Access-Control-Allow-Origin" not in answer


def test_other_parts_of_the_api_are_not_opened_by_a_site(client, site):
    answer = client.options("/api/me", headers=PREFLIGHT | {"Origin": SHOP})

    assert "Access-Control-Allow-Origin" not in answer


@pytest.fixture
async def shop_in_store(transactional_db, site):
    """Committed, because the question is asked on another thread."""
    yield SHOP
    await sync_to_async(connections.close_all)()


async def test_the_question_is_asked_outside_the_event_loop(async_client, shop_in_store):
    # Django refuses every query inside it, and the answer would be a 500.
    answer = await async_client.options(
        "/api/chatbot/init", headers=PREFLIGHT | {"Origin": shop_in_store}
    )

    assert answer["Access-Control-Allow-Origin"] == shop_in_store
