import pytest
from django.urls import reverse

pytestmark = pytest.mark.urls("chatsite.ground.tests.urls")


@pytest.fixture
def described(client):
    return client.get("/api/schema/?format=json").json()


def test_the_description_is_open_to_everyone_and_needs_no_database(client):
    assert client.get(reverse("ground:schema")).status_code == 200
    assert client.get(reverse("ground:docs")).status_code == 200


def test_the_page_of_the_api_has_no_inline_script_or_style(client):
    page = client.get("/api/docs/").content.decode()

    assert "<script>" not in page
    assert "<style" not in page
    assert "https://" not in page


def test_every_operation_tells_its_error(described):
    operations = [operation for path in described["paths"].values() for operation in path.values()]

    shapes = {
        operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"]
        for operation in operations
    }
    assert shapes == {"#/components/schemas/Error"}


def test_both_ways_to_come_in_are_described(described):
    assert described["components"]["securitySchemes"].keys() >= {"personalToken", "session"}


def test_a_list_is_described_as_it_is_answered(described):
    operation = described["paths"]["/api/groups"]["get"]
    page = described["components"]["schemas"]["PaginatedGroupList"]

    limit = next(found for found in operation["parameters"] if found["name"] == "limit")
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert page["required"] == ["success", "results", "next", "previous"]


def test_the_key_that_makes_repeating_safe_is_described(described):
    (free,) = described["paths"]["/api/founding"]["post"]["parameters"]
    (required,) = described["paths"]["/api/paying"]["post"]["parameters"]

    assert (free["name"], free["in"]) == ("Idempotency-Key", "header")
    assert not free.get("required")
    assert required["required"]
