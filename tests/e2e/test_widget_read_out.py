"""The conversation as a screen reader tells it."""

import re

from playwright.sync_api import expect

from tests.e2e.histories import delete, say_more, say_yesterday
from tests.e2e.screens import HELLO

CLOCK = re.compile(r"\d\d:\d\d [AP]M")
HEARD = """\
- log "Messages":
  - list:
    - listitem: Yesterday
    - listitem:
      - paragraph: You
      - paragraph: Hello, is anybody there?
      - paragraph:
        - time: CLOCK
    - listitem: Today
    - listitem:
      - paragraph: Olga Operator
      - paragraph: I will look.
    - listitem:
      - paragraph: This message was deleted.
      - paragraph:
        - time: CLOCK
    - listitem:
      - paragraph: You
      - paragraph: Thank you!
      - paragraph:
        - time: CLOCK
        - text: · Read"""


def test_one_hears_who_said_what_and_when_and_what_is_gone(vera, olga, smartlink):
    olga.say("I will look.")
    olga.say("Forget this.")
    vera.comes_to_show([HELLO, "I will look.", "Forget this."])
    vera.say("Thank you!")
    expect(vera.read).to_have_text("Thank you!")

    say_yesterday(smartlink, HELLO)
    delete(smartlink, "Forget this.")
    vera.page.reload()
    vera.open_panel()

    expect(vera.read).to_have_text("Thank you!")
    assert CLOCK.sub("CLOCK", vera.log.aria_snapshot()) == HEARD


def test_what_was_said_long_ago_is_not_read_out_when_it_comes(vera, smartlink):
    vera.say(HELLO)
    expect(vera.page.locator(".chat-message:not(.sending)")).to_have_count(1)
    say_more(smartlink, [f"line {n}" for n in range(60)])
    vera.page.reload()
    vera.open_panel()
    vera.becomes_live()
    expect(vera.log).to_have_attribute("aria-live", "polite")
    held = []
    vera.page.route("**/conversation/*?before=*", lambda route: held.append(route))

    vera.log.evaluate("log => log.scrollTo({ top: 0 })")
    expect(vera.page.get_by_role("button", name="Loading earlier messages…")).to_be_visible()
    expect(vera.log).to_have_attribute("aria-live", "off")
    held.pop().continue_()

    expect(vera.bubbles).to_have_count(61)
    expect(vera.log).to_have_attribute("aria-live", "polite")
