"""The operators' home shows what is away and what came back, without a reload."""

import os
import signal

from playwright.sync_api import expect

from tests.running import wait_for


def test_a_worker_that_stops_working_is_seen_and_so_is_its_return(log_in, smartlink):
    smartlink.wait_until_ready()
    page = log_in("admin")
    card = page.locator(".part", has_text="worker default")
    expect(card).to_have_class("part ok")
    worker = smartlink.processes()["default"]

    os.kill(worker, signal.SIGSTOP)
    try:
        expect(card).to_have_class("part degraded", timeout=60_000)
    finally:
        os.kill(worker, signal.SIGCONT)

    expect(card).to_have_class("part ok", timeout=30_000)
    wait_for(lambda: smartlink.health()["status"] == "ready", 30)
