import pytest

from realtime.channels import Channel, authorize

direct = Channel("private-test.<int:low>.<int:high>")
unguarded = Channel("private-test.forgotten")


@direct.authorize
def may_listen(actor, low, high):
    return actor in {low, high}


def test_a_pattern_names_and_recognises_the_same_channel():
    assert direct(low=3, high=12) == "private-test.3.12"
    assert direct.match("private-test.3.12") == {"low": 3, "high": 12}


@pytest.mark.parametrize(
    "name",
    # Attack: a second spelling of a channel's name, which another check might read differently.
    [
        "private-test.3",
        "private-test.3.12.9",
        "private-test.03.12",
        "private-test.٣.12",
        "Xprivate-test.3.12",
    ],
)
def test_a_channel_has_one_name_only(name):
    assert direct.match(name) is None


def test_the_rule_decides_and_what_has_none_is_closed():
    assert authorize(3, "private-test.3.12")
    assert not authorize(4, "private-test.3.12")
    assert not authorize(3, "private-test.forgotten")
    assert not authorize(3, "private-undeclared")
