"""Ten thousand messages: how often the page stands still for 50 ms or more, and for how long."""

from playwright.sync_api import Browser

from tests.e2e.histories import say_more
from tests.e2e.screens import HELLO, Screen, reads_newest
from tests.running import Running

SAID = 10_000
SCROLLED = 2_000
NEWS = 20
STEP = 800  # pixels, as a turn of the wheel
PAUSE_MS = 50
TO_THE_TOP = "log => log.scrollTo({ top: 0 })"
TO_THE_END = "log => log.scrollTo({ top: log.scrollHeight })"
WATCH = """() => {
  window.longTasks = [];
  const note = (list) => longTasks.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""


def measure(browser: Browser, running: Running) -> None:
    with browser.new_context(base_url=running.url) as context:
        vera = Screen(context.new_page())
        vera.page.goto("/chatbot-test.html")
        vera.open_panel()
        vera.say(HELLO)
        vera.becomes_live()
        say_more(running, [f"line {n}" for n in range(1, SAID)])
        vera.page.reload()
        vera.open_panel()
        vera.becomes_live()
        vera.page.evaluate(WATCH)
        scroll(vera)
        load_all(vera)
        hear(vera, Screen(browser.new_context(base_url=running.url).new_page()))


def scroll(vera: Screen) -> None:
    vera.log.hover()
    while vera.page.locator(".chat-bubble").count() < SCROLLED:
        vera.page.mouse.wheel(0, -STEP)
        vera.page.wait_for_timeout(PAUSE_MS)
    tell(vera, f"scrolling up through {SCROLLED}")


def load_all(vera: Screen) -> None:
    while vera.page.locator(".chat-earlier").count():
        vera.log.evaluate(TO_THE_TOP)
        vera.page.wait_for_timeout(PAUSE_MS)
    tell(vera, f"loading all {SAID}")


def hear(vera: Screen, other: Screen) -> None:
    olga = reads_newest(other.page)
    olga.becomes_live()
    vera.log.evaluate(TO_THE_END)
    vera.page.wait_for_timeout(PAUSE_MS)
    tell(vera, "going back to the end")
    for number in range(NEWS):
        olga.say(f"news {number}")
        vera.page.get_by_text(f"news {number}", exact=True).wait_for()
    tell(vera, f"{NEWS} new messages below all of it")


def tell(vera: Screen, what: str) -> None:
    """Of what has happened since the last time."""
    times = vera.page.evaluate("longTasks.splice(0)")
    longest = f", the longest {max(times):.0f} ms" if times else ""
    print(f"  {what:<36} {len(times):3} long tasks{longest}", flush=True)
