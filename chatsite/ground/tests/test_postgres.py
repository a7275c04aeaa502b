"""Statements with more values than the protocol can count."""

import pytest
from django.contrib.auth.models import Group

from chatsite.ground.postgres.base import MOST_VALUES

pytestmark = pytest.mark.django_db


def test_more_rows_are_stored_and_found_than_there_can_be_values():
    groups = [Group(name=str(number)) for number in range(MOST_VALUES + 10)]

    stored = Group.objects.bulk_create(groups)

    assert len(Group.objects.in_bulk([group.pk for group in stored])) == len(groups)
