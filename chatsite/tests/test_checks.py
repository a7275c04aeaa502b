import runpy

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

GOOD = {
    "SECRET_KEY": "a1B2c3D4e5" * 6,
    "HTTPS": "on",
    "ALLOWED_HOSTS": "chat.example.com",
    "TRUSTED_PROXIES": "1",
    "DRAIN_SECONDS": "10",
    "DATABASE_URL": "postgres://smartlink:x@smartlink-db/smartlink",
    "REDIS_URL": "redis://:x@smartlink-redis:6379",
    "EMAIL_URL": "smtp+tls://smartlink:x@mail.example.com:587",
    "REVERB_APP_KEY": "a1b2c3d4e5",
    "REVERB_APP_SECRET": "a1b2c3d4e5f6",
}
FAULTS = {
    "DEBUG": ("on", "E001"),
    "SECRET_KEY": ("short", "E002"),
    "METRICS_TOKEN": ("guess me", "E003"),
    "HTTPS": ("off", "E004"),
    "HSTS_SECONDS": ("0", "E004"),
    "TRUSTED_PROXIES": ("0", "E005"),
    "ALLOWED_HOSTS": ("*", "E006"),
    "CORS_ALLOWED_ORIGINS": ("null", "E007"),
    "CSRF_TRUSTED_ORIGINS": ("https://*", "E008"),
    "SMARTLINK_RATE_LIMITS": ("off", "E009"),
    "OUTGOING_ALLOW_INSECURE": ("on", "E014"),
    "DRAIN_SECONDS": ("0", "W010"),
    "REDIS_URL": ("redis://smartlink-redis:6379", "E012"),
    "EMAIL_URL": ("consolemail://", "E013"),
    "REVERB_APP_KEY": ("", "E015"),
    "REVERB_APP_SECRET": ("", "E015"),
    "BROADCAST_CONNECTION": ("reverb,pusher", "E016"),
}
SILENT_WHEN = {
    "REDIS_URL": ["redis://localhost", "redis://[::1]:6379", "unix:///run/redis/redis.sock"],
    "CSRF_TRUSTED_ORIGINS": ["https://*.example.com", "https://shop.example.com"],
    "CORS_ALLOWED_ORIGINS": ["https://shop.example.com"],
    "METRICS_TOKEN": ["0123456789abcdef"],
}


@pytest.fixture
def deploy(monkeypatch, tmp_path):
    """Check the deployment that an environment makes, without what this machine adds to it."""

    def check(environment, **changed):
        monkeypatch.setattr("os.environ", {"SMARTLINK_HOME": str(tmp_path), **environment})
        monkeypatch.setattr("environ.Env.read_env", lambda *_, **__: None)
        made = runpy.run_path(str(settings.BASE_DIR / "chatsite" / "settings.py"))
        changed = {name: made[name] for name in made if is_plain(name, made[name])} | changed
        with override_settings(**changed):
            call_command("check", deploy=True, fail_level="WARNING")

    return check


def is_plain(name, value):
    """Whether a setting differs and may be changed while Django runs."""
    return (
        name.isupper()
        and name not in {"DATABASES", "CACHES", "INSTALLED_APPS", "LOGGING"}
        and value != getattr(settings, name, None)
    )


def test_a_careful_deployment_passes_without_a_warning(deploy):
    deploy(GOOD)


@pytest.mark.parametrize(("name", "fault"), FAULTS.items())
def test_each_fault_alone_stops_the_deployment(deploy, name, fault):
    value, code = fault

    with pytest.raises(CommandError, match=rf"smartlink\.{code}"):
        deploy(GOOD | {name: value})


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in SILENT_WHEN.items() for value in values]
)
def test_what_is_safe_is_let_be(deploy, name, value):
    deploy(GOOD | {name: value})


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("SECRET_KEY", "E002"),
        ("HTTPS", "E004"),
        ("ALLOWED_HOSTS", "E006"),
        ("DATABASE_URL", "E011"),
        ("REDIS_URL", "E011"),
        ("EMAIL_URL", "E013"),
    ],
)
def test_what_was_forgotten_is_refused(deploy, missing, code):
    with pytest.raises(CommandError, match=rf"smartlink\.{code}"):
        deploy({name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.parametrize(
    "opened",
    [
        {"CORS_ALLOW_ALL_ORIGINS": True},
        {"CORS_ALLOWED_ORIGIN_REGEXES": [r"https://.*"]},
        {"CORS_ALLOWED_ORIGIN_REGEXES": [r"https://(shop\.example\.com)?"]},
    ],
)
def test_a_door_opened_in_the_code_is_found_too(deploy, opened):
    with pytest.raises(CommandError, match=r"smartlink\.E007"):
        deploy(GOOD, **opened)


def test_an_empty_secret_key_is_said_plainly(deploy):
    with pytest.raises(CommandError, match="SECRET_KEY is missing"):
        deploy(GOOD | {"SECRET_KEY": ""})


def test_a_star_for_a_whole_top_level_domain_is_refused(deploy):
    with pytest.raises(CommandError, match=r"https://\*\.com"):
        deploy(GOOD | {"CSRF_TRUSTED_ORIGINS": "https://*.com"})
