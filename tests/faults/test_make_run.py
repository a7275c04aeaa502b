"""What happens to a `make run` when its parts, or it itself, are killed."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.running import PASSWORD, Running, is_alive, let_servers_in, wait_for


@pytest.fixture
def start(tmp_path):
    """Start a SmartLink in a folder of this name; all are stopped at the end."""
    folder = let_servers_in(tmp_path)
    started = []

    def start(name="home", **environment):
        started.append(Running(folder / name, **environment))
        return started[-1]

    yield start
    for running in started:
        running.stop()


def survivors(processes):
    return [name for name, pid in processes.items() if is_alive(pid)]


def test_killing_the_parent_leaves_no_orphans_and_the_next_start_keeps_the_data(start):
    first = start().wait_until_up()
    started = first.processes()
    assert started.keys() == {"postgres", "valkey", "web", "broadcasts", "default"}

    first.process.kill()
    second = start(PORT=str(first.port), DEMO_PASSWORD="another").wait_until_up()

    assert survivors(started) == []
    assert PASSWORD in second.said()  # the first start's password still holds: its people are there


def test_ctrl_c_stops_everything(start):
    running = start().wait_until_up()
    started = running.processes()

    running.stop()

    assert running.process.returncode == 0
    assert survivors(started) == []


def test_a_killed_worker_is_missed_and_comes_back(start):
    smartlink = start().wait_until_up()
    smartlink.wait_until_ready()
    killed = smartlink.processes()["default"]

    os.kill(killed, signal.SIGKILL)

    wait_for(lambda: smartlink.processes().get("default", killed) != killed, 20)
    assert "killed by SIGKILL; starting it again" in smartlink.said()
    smartlink.wait_until_ready()


def test_a_killed_postgres_is_a_pause_for_those_who_ask(start):
    smartlink = start().wait_until_up()
    smartlink.wait_until_ready()
    before = smartlink.processes()

    os.kill(before["postgres"], signal.SIGKILL)

    wait_for(lambda: smartlink.processes().get("postgres", 0) not in {0, before["postgres"]}, 20)
    wait_for(lambda: smartlink.health()["status"] == "ready", 20)
    assert smartlink.processes()["web"] == before["web"]


def test_while_postgres_stays_away_people_and_programs_are_told_so(start):
    smartlink = start().wait_until_up()
    os.kill(smartlink.process.pid, signal.SIGSTOP)  # nobody starts Postgres again
    os.kill(smartlink.processes()["postgres"], signal.SIGKILL)

    wait_for(lambda: smartlink.health()["status"] == "unavailable", 20)
    page = smartlink.get("/app/", {"Cookie": "smartlink_session=" + "a" * 32})
    answer = smartlink.get("/api/me", {"Authorization": "Bearer slp_" + "a" * 43})

    assert (page.status, answer.status) == (503, 503)
    assert page.headers["Retry-After"]
    assert json.loads(answer.body)["code"] == "unavailable"
    os.kill(smartlink.process.pid, signal.SIGCONT)
    wait_for(lambda: smartlink.health()["status"] == "ready", 40)


def test_two_run_side_by_side_and_two_in_one_folder_do_not(start):
    smartlink, beside = start().wait_until_up(), start("in a path with spaces").wait_until_up()
    assert smartlink.part("database") == beside.part("database") == "ok"

    refused = start()
    refused.process.wait(30)

    assert "already running" in refused.said()
    assert "Traceback" not in refused.said()


def test_a_port_in_use_is_said_in_a_sentence(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = start(PORT=str(port))
        refused.process.wait(30)

    assert f"Port {port} is taken" in refused.said()
    assert "Traceback" not in refused.said()


def test_a_half_written_data_folder_is_begun_again(start, tmp_path):
    half = tmp_path / "home" / "servers" / "postgres.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    start().wait_until_up()

    assert not half.exists()


def test_a_broken_data_folder_is_said_in_postgres_own_words(start, tmp_path):
    broken = tmp_path / "home" / "servers" / "postgres"
    broken.mkdir(parents=True)

    refused = start()
    refused.process.wait(60)

    assert "postgres did not start" in refused.said()
    assert "Traceback" not in refused.said()


@pytest.mark.parametrize("port", ["many", "99999"])
def test_a_setting_that_makes_no_sense_is_named(port):
    environment = os.environ | {"PORT": port}
    done = subprocess.run(
        [sys.executable, "manage.py", "up"], env=environment, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr
