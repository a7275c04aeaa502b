"""From the click in one window to the picture in the other, by socket and by polling.

Both clocks are those of one machine. The probe is the shortest request that there is, from the
same page in the same minute: what the machine does meanwhile befalls both.
"""

from statistics import median, quantiles

from playwright.sync_api import Browser, Page

from tests.e2e.screens import HELLO, Screen, reads_newest
from tests.e2e.sockets import Gate
from tests.running import Running

ROUNDS = 40
ROUNDS_BY_POLLING = 20
WATCH = """log => {
  window.seenAt = new Map();
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    for (const { textContent } of log.querySelectorAll(".chat-bubble"))
      if (!seenAt.has(textContent)) seenAt.set(textContent, now);
  };
  const changes = new MutationObserver(() => requestAnimationFrame(look));
  changes.observe(log, { childList: true, subtree: true });
}"""
NOTE_CLICKS = """button => button.addEventListener("click", () => {
  window.clickedAt = performance.timeOrigin + performance.now();
})"""
PROBE = """async () => {
  const begun = performance.now();
  await fetch("/health/live", { cache: "no-store" });
  return performance.now() - begun;
}"""


def measure(browser: Browser, running: Running) -> None:
    pages = [browser.new_context(base_url=running.url).new_page() for _ in range(2)]
    gates = [Gate(page) for page in pages]
    vera, olga = begun(*pages)
    compare("socket", vera, olga, ROUNDS)
    for gate in gates:
        gate.shut()
    for screen in (vera, olga):
        screen.becomes("slow")
    compare("polling", vera, olga, ROUNDS_BY_POLLING)
    for page in pages:
        page.context.close()


def begun(visitor: Page, operator: Page) -> tuple[Screen, Screen]:
    visitor.goto("/chatbot-test.html")
    vera = Screen(visitor)
    vera.open_panel()
    vera.say(HELLO)
    vera.becomes_live()
    olga = reads_newest(operator)
    olga.becomes_live()
    for screen in (vera, olga):
        screen.log.evaluate(WATCH)
        screen.page.locator(".chat-send").evaluate(NOTE_CLICKS)
    return vera, olga


def compare(road: str, vera: Screen, olga: Screen, rounds: int) -> None:
    """Operators' pages poll less often than widgets do, so each way has its own figures."""
    probe = median(vera.page.evaluate(PROBE) for _ in range(rounds))
    questions, answers = [], []
    for number in range(rounds):
        questions.append(milliseconds_apart(vera, olga, f"{road}, question {number}"))
        answers.append(milliseconds_apart(olga, vera, f"{road}, answer {number}"))
    tell(f"to an operator by {road}", questions, probe)
    tell(f"to a visitor by {road}", answers, probe)


def tell(way: str, times: list[float], probe: float) -> None:
    p50, p95 = median(times), quantiles(times, n=20)[18]
    print(
        f"  {way:<36} p50 {p50:5.0f} ms   p95 {p95:5.0f} ms   "
        f"{p50 / probe:5.1f} x the probe of {probe:.1f} ms",
        flush=True,
    )


def milliseconds_apart(sender: Screen, receiver: Screen, text: str) -> float:
    sender.box.fill(text)
    sender.page.locator(".chat-send").click()
    receiver.page.get_by_text(text, exact=True).wait_for()
    # Its picture comes a moment after it.
    seen_at = receiver.page.wait_for_function("text => seenAt.get(text)", arg=text).json_value()
    return float(seen_at) - float(sender.page.evaluate("clickedAt"))
