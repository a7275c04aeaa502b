import pytest
from allauth.mfa.models import Authenticator

from realtime.testing.endings import all_of, ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_step(olga):
    return Authenticator.objects.create(
        user=olga, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )


def test_who_removes_the_second_step_is_asked_anew(olga, second_step):
    # Attack: sockets that were opened with a second step go on without it.
    second_step.delete()

    assert ended() == all_of(olga)


def test_setting_one_up_closes_nothing(olga, second_step):
    assert ended() == set()


def test_who_is_deleted_takes_it_along(olga, second_step):
    gone = all_of(olga)

    olga.delete()

    assert ended() == gone
