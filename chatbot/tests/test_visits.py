"""What visitors look at, and how well messages reach them."""

import pytest
from prometheus_client import REGISTRY

from chatbot.models import PageView, Visitor
from chatbot.models.visitors import PAGES_KEPT

SHOP = "https://shop.example"


@pytest.fixture
def visit(as_visitor, vera):
    def post(page_url, **more):
        return as_visitor(vera).post("/api/chatbot/visit", {"page_url": page_url, **more})

    return post


def seen(visitor):
    return [(view.url, view.title) for view in visitor.page_views.all()]


def test_the_pages_of_a_visitor_are_kept_the_latest_first(visit, vera):
    for page in ("/", "/shoes?id=5"):
        answer = visit(SHOP + page, title=f"Page {page}")

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert seen(vera) == [
        (f"{SHOP}/shoes?id=5", "Page /shoes?id=5"),
        (f"{SHOP}/", "Page /"),
    ]
    vera.refresh_from_db()
    assert (vera.first_page, vera.last_page) == (f"{SHOP}/", f"{SHOP}/shoes?id=5")


def test_the_same_page_again_is_the_same_visit(visit, vera):
    for title in ("Shoes", ""):
        visit(f"{SHOP}/shoes", title=title)

    assert seen(vera) == [(f"{SHOP}/shoes", "Shoes")]


def test_there_and_back_are_three_visits(visit, vera):
    for page in ("/a", "/b", "/a"):
        visit(SHOP + page)

    assert [url for url, _ in seen(vera)] == [f"{SHOP}/a", f"{SHOP}/b", f"{SHOP}/a"]


def test_only_the_latest_pages_are_kept(visit, vera, stranger):
    stranger.page_views.create(url=SHOP)
    PageView.objects.bulk_create(
        PageView(visitor=vera, url=f"{SHOP}/{n}") for n in range(PAGES_KEPT)
    )

    visit(f"{SHOP}/new")

    urls = [url for url, _ in seen(vera)]
    assert (urls[0], urls[-1], len(urls)) == (f"{SHOP}/new", f"{SHOP}/1", PAGES_KEPT)
    assert stranger.page_views.count() == 1


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (f"{SHOP}/a?q=1#part", f"{SHOP}/a?q=1"),
        ("https://vera:secret@shop.example/a", f"{SHOP}/a"),
        (f"{SHOP}/<script>alert(1)</script>", f"{SHOP}/<script>alert(1)</script>"),
        (f"{SHOP}/a?{'x' * 3000}", f"{SHOP}/a"),
        (f"{SHOP}/{'x' * 3000}", f"{SHOP}/{'x' * 3000}"[:2000]),
    ],
)
def test_of_an_address_we_keep_what_is_our_business(visit, vera, shown, kept):
    visit(shown)

    assert seen(vera) == [(kept, "")]


@pytest.mark.parametrize(
    "page",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "//shop.example/",
        "/shoes",
        "https://",
        "https://[::1",
        "ftp://shop.example/",
        "",
        "https://shop.example/\0",
        None,
        5,
    ],
)
def test_what_is_no_page_on_the_web_is_refused(visit, vera, page):
    # Attack: an operator clicks on it, and it runs in the operator's name.
    answer = visit(page)

    assert answer.status_code == 422
    assert seen(vera) == []


def test_the_beginning_is_a_visit_too(client, site, vera):
    body = {"site": "shop", "page_url": f"{SHOP}/", "referrer": "https://search.example/?q=shoes"}

    client.post("/api/chatbot/init", body, content_type="application/json")

    visitor = Visitor.objects.latest("pk")
    assert seen(visitor) == [(f"{SHOP}/", "")]
    assert (visitor.first_page, visitor.referrer) == (f"{SHOP}/", body["referrer"])


def test_the_page_of_a_message_is_a_visit_too(say, vera):
    answer = say(vera, "Is this in stock?", page_url="https://shop.example/lamp#reviews")

    assert answer.status_code == 201
    assert [view.url for view in vera.page_views.all()] == ["https://shop.example/lamp"]


def test_visits_are_told_by_visitors_alone(client, site):
    body = {"page_url": SHOP}

    assert client.post("/api/chatbot/visit", body).status_code == 401
    assert client.post("/api/chatbot/health", {"transport": "reverb"}).status_code == 401


def told(transport, suffix):
    name = f"smartlink_widget_lag_seconds_{suffix}"
    return REGISTRY.get_sample_value(name, {"transport": transport}) or 0


def test_how_late_messages_are_is_counted_and_kept_of_nobody(as_visitor, vera):
    count, total = told("reverb", "count"), told("reverb", "sum")
    report = {"transport": "reverb", "lag_ms": [20, 80, 3_000]}

    answer = as_visitor(vera).post("/api/chatbot/health", report)

    assert answer.status_code == 200
    assert told("reverb", "count") == count + 3
    assert told("reverb", "sum") == pytest.approx(total + 3.1)


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"transport": "pigeon", "lag_ms": [1]},
        {"transport": "reverb"},
        {"transport": "reverb", "lag_ms": [-1]},
        {"transport": "reverb", "lag_ms": ["soon"]},
        {"transport": "reverb", "lag_ms": [10**9]},
        {"transport": "reverb", "lag_ms": [1] * 101},
    ],
)
def test_a_report_that_makes_no_sense_is_refused(as_visitor, vera, report):
    count = told("reverb", "count")

    answer = as_visitor(vera).post("/api/chatbot/health", report)

    assert answer.status_code == 422
    assert told("reverb", "count") == count
