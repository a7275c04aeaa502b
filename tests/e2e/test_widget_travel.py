"""By which road messages travel between two windows, and that no road has to be chosen by hand."""

from tests.e2e.histories import say_more
from tests.e2e.screens import HELLO
from tests.e2e.sockets import Gate

MISSED = [f"line {n}" for n in range(300)]
TEN_MINUTES = "10:00"


def comes_back(vera):
    vera.page.reload()
    vera.open_panel()


def talk(vera, olga, said):
    """Each says something, and both see all of it."""
    vera.say("Where is my parcel?")
    olga.comes_to_show([*said, "Where is my parcel?"])
    olga.say("I will look.")
    said += ["Where is my parcel?", "I will look."]
    for screen in (vera, olga):
        screen.comes_to_show(said)


def test_where_no_socket_gets_through_both_talk_by_polling(vera, olga):
    for screen in (vera, olga):
        Gate(screen.page).shut()
        screen.page.reload()
    vera.open_panel()

    for screen in (vera, olga):
        screen.becomes("slow")
    talk(vera, olga, [HELLO])

    assert vera.provider() == "polling"


def test_a_socket_that_is_cut_off_is_replaced_by_polling_and_taken_back(vera, olga):
    gate = Gate(vera.page)
    comes_back(vera)
    vera.becomes_live()
    vera.mark()
    said = [HELLO]

    gate.shut()
    vera.becomes("slow")
    assert vera.provider() == "polling"
    talk(vera, olga, said)
    gate.open()

    vera.becomes_live()
    assert vera.provider() == "reverb"
    talk(vera, olga, said)
    assert not vera.was_reloaded()


def test_who_was_offline_for_ten_minutes_gets_all_that_was_said_once_and_in_order(
    vera, olga, smartlink
):
    vera.page.clock.install()
    comes_back(vera)
    olga.say("I will look.")
    vera.comes_to_show([HELLO, "I will look."])
    vera.becomes_live()
    vera.mark()

    vera.page.context.set_offline(True)
    vera.hurries_to("reconnecting")
    say_more(smartlink, MISSED)
    olga.page.reload()
    olga.say("Are you there?")
    vera.page.clock.fast_forward(TEN_MINUTES)
    vera.page.context.set_offline(False)

    said = [HELLO, "I will look.", *MISSED, "Are you there?"]
    vera.comes_to_show(said)
    vera.becomes_live()
    vera.say("Yes!")
    vera.comes_to_show([*said, "Yes!"])
    assert not vera.was_reloaded()
