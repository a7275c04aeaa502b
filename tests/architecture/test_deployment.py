"""What is shipped keeps what the documents promise of it."""

import re

import pytest

from tests.architecture.files import compose, text

SERVICES = compose()["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "smartlink"]
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]


def last_stage():
    return text("Dockerfile").rpartition("\nFROM ")[2]


def test_compose_has_the_services_that_people_know():
    assert SERVICES.keys() >= {
        "smartlink-app",
        "smartlink-reverb",
        "smartlink-worker",
        "smartlink-broadcaster",
        "smartlink-db",
        "smartlink-redis",
        "smartlink-nginx",
    }


@pytest.mark.parametrize("name", LASTING)
def test_each_service_is_watched_restarted_and_kept_small(name):
    service = SERVICES[name]

    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"]["max-size"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_only_the_migration_ends_by_itself():
    assert SERVICES.keys() - set(LASTING) == {"smartlink-migrate"}
    assert "check --deploy" in SERVICES["smartlink-migrate"]["command"][-1]


@pytest.mark.parametrize("name", OURS)
def test_our_own_containers_may_write_and_do_nothing_they_need_not(name):
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(set(OURS) & set(LASTING)))
def test_nothing_of_ours_starts_before_the_database_is_up_to_date(name):
    awaited = SERVICES[name]["depends_on"]["smartlink-migrate"]

    assert awaited == {"condition": "service_completed_successfully"}


def test_only_nginx_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["smartlink-nginx"]
    assert compose()["networks"]["data"]["internal"] is True
    for name in ("smartlink-db", "smartlink-redis"):
        assert SERVICES[name]["networks"] == ["data"]


def test_no_secret_has_a_default():
    secret = r"\w*(?:SECRET|PASSWORD|TOKEN|KEY)\w*"
    file = text("docker-compose.yml")

    assert re.findall(rf"\$\{{{secret}:?-", file) == []
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.fullmatch(secret, key) or "://" in value:
                assert "${" in value, f"{name}: {key}"


def test_a_missing_secret_is_asked_for_in_a_sentence():
    asked = dict(re.findall(r"\$\{(\w+):\?([^}]+)\}", text("docker-compose.yml")))

    assert asked.keys() == {
        "SECRET_KEY",
        "REVERB_APP_KEY",
        "REVERB_APP_SECRET",
        "ALLOWED_HOSTS",
        "EMAIL_URL",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
    }
    assert all(name in sentence and sentence.endswith(".") for name, sentence in asked.items())


def test_docker_waits_longer_than_a_web_process_drains():
    drain = re.search(r"\$\{DRAIN_SECONDS:-(\d+)\}", text("docker-compose.yml"))

    assert drain
    assert int(SERVICES["smartlink-app"]["stop_grace_period"].removesuffix("s")) > int(drain[1])


def test_each_queue_has_its_worker_and_one_of_them_the_timetable():
    commands = [SERVICES[name]["command"] for name in ("smartlink-worker", "smartlink-broadcaster")]

    assert [re.findall(r"-Q (\w+)", command) for command in commands] == [
        ["default"],
        ["broadcasts"],
    ]
    assert [" -B " in command for command in commands] == [True, False]


def test_nginx_knows_where_the_services_listen():
    named = set(re.findall(r"(smartlink-\w+):(\d+)", text("deploy/nginx.conf")))
    listening = {(name, SERVICES[name]["environment"]["PORT"]) for name, _ in named}

    assert named == listening == {("smartlink-app", "8000"), ("smartlink-reverb", "8080")}


def test_what_a_client_claims_to_be_ends_at_nginx():
    settings = text("deploy/nginx.conf")

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in settings
    # One such line in a server or location would silently drop all of those above it.
    assert not re.search(r"^ {8,}proxy_set_header", settings, re.M)


def test_the_image_runs_as_nobody_in_particular():
    users = re.findall(r"^USER (\S+)", last_stage(), re.M)

    assert users
    assert all(user.split(":")[0].isdigit() and int(user.split(":")[0]) > 0 for user in users)


def test_the_image_watches_itself_and_stops_when_asked():
    assert re.search(r"^HEALTHCHECK ", last_stage(), re.M)
    assert re.search(r"^STOPSIGNAL SIGTERM$", last_stage(), re.M)
    assert "exec daphne" in last_stage()


def test_the_image_ships_no_compiler_and_installs_only_what_is_locked():
    dockerfile = text("Dockerfile")

    assert not re.search(r"apt-get|apk add|gcc|build-essential|-dev\b", dockerfile)
    assert "--require-hashes" in dockerfile
    assert "npm ci" in dockerfile


@pytest.mark.parametrize("place", ["Dockerfile", "docs/operations.md"])
def test_daphne_never_runs_without_its_limits(place):
    for command in re.findall(r"daphne -v (?:[^\\\n]|\\\n)*", text(place)):
        assert "--websocket-max-message-size 65536" in command
        assert "--websocket-max-frame-size 65536" in command


@pytest.mark.parametrize("secret", [".env", ".git", ".run"])
def test_no_secret_gets_into_the_image(secret):
    assert secret in text(".dockerignore").splitlines()
