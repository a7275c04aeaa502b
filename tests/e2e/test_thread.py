"""One message from a visitor's page to an operator's screen and back, whatever dies in between."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.running import wait_for


def both_show(vera, olga, said):
    wait_for_page(vera.page, lambda: vera.shown() == said)
    wait_for_page(olga.page, lambda: olga.shown() == said)


def wait_for_page(page, holds, meanwhile=lambda: None):
    """Playwright's own loop has to turn while we wait."""
    for _ in range(400):
        if holds():
            return
        meanwhile()
        page.wait_for_timeout(100)
    assert holds()


def test_what_one_says_the_other_reads_both_ways(vera, olga):
    vera.becomes_live()
    olga.becomes_live()

    olga.say("Yes, I am Olga. <b>How</b> can I help?")
    vera.say("Where is my parcel?")

    said = [
        "Hello, is anybody there?",
        "Yes, I am Olga. <b>How</b> can I help?",
        "Where is my parcel?",
    ]
    wait_for_page(vera.page, lambda: sorted(vera.shown()) == sorted(said))
    both_show(vera, olga, vera.shown())


def test_a_conversation_outlives_the_page(vera, olga):
    olga.say("I will look.")
    expect(vera.page.locator(".chat-message")).to_have_count(2)

    vera.page.reload()
    vera.page.get_by_role("button", name=re.compile("chat", re.I)).click()

    both_show(vera, olga, ["Hello, is anybody there?", "I will look."])


def test_while_live_nobody_polls(vera, olga):
    vera.becomes_live()
    olga.becomes_live()
    asked = []
    for screen in (vera, olga):
        screen.page.on("request", lambda request: asked.append(request.url))

    vera.page.wait_for_timeout(5000)

    assert asked == []


@pytest.mark.parametrize("victim", ["web", "broadcasts", "valkey"])
def test_whatever_is_killed_nothing_is_lost_or_doubled_and_all_are_live_again(
    vera, olga, smartlink, victim
):
    vera.becomes_live()
    olga.becomes_live()
    said = ["Hello, is anybody there?"]
    killed = smartlink.processes()[victim]

    os.kill(killed, signal.SIGKILL)
    for n in range(4):
        vera.say(f"question {n}")
        olga.insists(f"answer {n}")
        said += [f"question {n}", f"answer {n}"]
        vera.page.wait_for_timeout(700)

    wait_for(lambda: smartlink.processes().get(victim, killed) != killed, 30)
    wait_for_page(vera.page, lambda: sorted(vera.shown()) == sorted(said), olga.insists)
    both_show(vera, olga, vera.shown())
    vera.becomes_live()
    olga.becomes_live()
    vera.say("Thank you!")
    both_show(vera, olga, [*olga.shown()[: len(said)], "Thank you!"])


def test_a_cut_socket_means_polling_and_then_the_socket_again(vera, olga, smartlink):
    vera.becomes_live()
    olga.becomes_live()
    web = smartlink.processes()["web"]
    os.kill(web, signal.SIGSTOP)  # half-open: the socket neither answers nor closes

    expect(vera.state).not_to_have_attribute("data-state", "live", timeout=30_000)
    os.kill(web, signal.SIGCONT)

    vera.say("Are you still there?")
    both_show(vera, olga, ["Hello, is anybody there?", "Are you still there?"])
    vera.becomes_live()


def test_who_has_logged_out_in_another_tab_hears_no_more_and_is_told_so(vera, olga):
    # Attack: to read on over a socket that was opened before logging out.
    tab = olga.page.context.new_page()
    tab.goto("/accounts/logout/")
    tab.locator("main").get_by_role("button", name=re.compile("(log|sign) out", re.I)).click()

    expect(olga.state).to_have_attribute("data-state", "over", timeout=10_000)
    vera.say("Nobody else reads this")

    expect(vera.page.locator(".chat-message .chat-bubble").last).to_have_text(
        "Nobody else reads this"
    )
    vera.becomes_live()
    assert "Nobody else reads this" not in olga.shown()
