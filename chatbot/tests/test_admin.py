"""What the operators' lists tell, and whom."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.models import Conversation, Site
from chatbot.testing import new_visitor


@pytest.fixture
def talks(olga, site, other_site):
    """One on each of three sites, of which Olga operates two."""
    zoo = Site.objects.create(public_key="zoo", name="Zoo")
    zoo.operators.add(olga)
    for each in (site, zoo, other_site):
        Conversation.objects.create(site=each, visitor=new_visitor(each, "Vera"))


@pytest.mark.parametrize("model", ["visitor", "conversation"])
def test_the_filter_names_only_sites_that_the_operator_may_see(client, olga, talks, model):
    olga.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    client.force_login(olga)

    page = client.get(reverse(f"admin:chatbot_{model}_changelist"))

    by_site = page.context["cl"].filter_specs[-1]
    assert [name for _, name in by_site.lookup_choices] == ["Shop", "Zoo"]
    assert "Museum" not in page.content.decode()
