"""What `manage.py check --deploy` refuses, each fault with a sentence and the way out.

Django's own checks of a deployment only warn, and know nothing of Redis, mail
or our limits. Here an unsafe setting is an error: the deployment stops.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from corsheaders.conf import conf as cors
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from realtime.hosted import account

LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
# Nobody knows these origins, so what lets one of them in lets everybody in. Browsers send
# "null" for sandboxed frames and local files, which anybody can make.
STRANGERS = ("https://mallory.invalid", "http://mallory.invalid:8080", "null")
MAIL_TO_NOBODY = ("console", "dummy", "filebased", "locmem")


def check_deployment(**_: Any) -> list[CheckMessage]:
    return [*secrets(), *transport(), *origins(), *limits(), *parts()]


def secrets() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error(
            "DEBUG is on: every error page shows the source and the settings.",
            hint="Remove DEBUG from the environment.",
            id="smartlink.E001",
        )
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # what Django makes of an empty one
        key = ""
    if key.startswith("django-insecure-") or len(key) < 50 or len(set(key)) < 5:
        yield Error(
            "SECRET_KEY is missing, public or easy to guess: whoever knows it can forge log-ins.",
            hint="Set SECRET_KEY to at least 50 random characters and keep it to yourself.",
            id="smartlink.E002",
        )
    if 0 < len(settings.METRICS_TOKEN) < 16:
        yield Error(
            "METRICS_TOKEN is shorter than 16 characters and can be guessed.",
            hint="Make it longer, or remove it: /metrics then answers this machine only.",
            id="smartlink.E003",
        )


def transport() -> Iterator[CheckMessage]:
    promises = {
        "HTTPS": settings.HTTPS,
        "SECURE_SSL_REDIRECT": settings.SECURE_SSL_REDIRECT,
        "SECURE_PROXY_SSL_HEADER": settings.SECURE_PROXY_SSL_HEADER,
        "HSTS_SECONDS": settings.SECURE_HSTS_SECONDS,
        "SESSION_COOKIE_SECURE": settings.SESSION_COOKIE_SECURE,
        "CSRF_COOKIE_SECURE": settings.CSRF_COOKIE_SECURE,
    }
    if missing := [name for name, kept in promises.items() if not kept]:
        yield Error(
            f"Pages and cookies may travel unencrypted ({', '.join(missing)} not set).",
            hint="Put a proxy with a certificate in front, set HTTPS=on, leave HSTS_SECONDS be.",
            id="smartlink.E004",
        )
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Error(
            "HTTPS means there is a proxy in front, but TRUSTED_PROXIES is 0: what it says is not "
            "believed, so pages redirect in a circle and everybody seems to be the proxy.",
            hint="Set TRUSTED_PROXIES to the number of proxies a request passes, usually 1.",
            id="smartlink.E005",
        )


def origins() -> Iterator[CheckMessage]:
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or hosts <= LOOPBACK:
        yield Error(
            "ALLOWED_HOSTS does not name this site: links in mails can be made to lead elsewhere."
            if "*" in hosts
            else "ALLOWED_HOSTS names only this machine: nobody else would get an answer.",
            hint="Set ALLOWED_HOSTS to the names people type, for example chat.example.com.",
            id="smartlink.E006",
        )
    if strangers_welcome():
        yield Error(
            "CORS lets every website read the API with its visitors' browsers.",
            hint="Name the websites in CORS_ALLOWED_ORIGINS, without * and null.",
            id="smartlink.E007",
        )
    if wide := [origin for origin in settings.CSRF_TRUSTED_ORIGINS if is_wide(origin)]:
        yield Error(
            f"CSRF_TRUSTED_ORIGINS trusts websites that are not yours: {', '.join(wide)}.",
            hint="Name whole origins; a * may only stand for the first part of your own domain.",
            id="smartlink.E008",
        )


def strangers_welcome() -> bool:
    listed = set(cors.CORS_ALLOWED_ORIGINS)
    return (
        cors.CORS_ALLOW_ALL_ORIGINS
        or not listed.isdisjoint({"*", *STRANGERS})
        or any(
            re.match(pattern, stranger)
            for pattern in cors.CORS_ALLOWED_ORIGIN_REGEXES
            for stranger in STRANGERS
        )
    )


def is_wide(origin: str) -> bool:
    """https://*.example.com is one owner's; https://*, https://*.com and the like are not."""
    host = origin.partition("://")[2]
    return "*" in origin and not re.fullmatch(r"\*(\.[\w-]+){2,}(:\d+)?", host)


def limits() -> Iterator[CheckMessage]:
    if not settings.RATE_LIMITS:
        yield Error(
            "SMARTLINK_RATE_LIMITS is off: passwords can be tried without end.",
            hint="Remove SMARTLINK_RATE_LIMITS from the environment; it is for load tests.",
            id="smartlink.E009",
        )
    if settings.OUTGOING_ALLOW_INSECURE:
        yield Error(
            "OUTGOING_ALLOW_INSECURE is on: a webhook's address can make this server call itself.",
            hint="Remove OUTGOING_ALLOW_INSECURE from the environment.",
            id="smartlink.E014",
        )
    if settings.DRAIN_SECONDS <= 0:
        yield Warning(
            "DRAIN_SECONDS is 0: each restart cuts people off in the middle of a request.",
            hint="Set DRAIN_SECONDS to 10, and let the process manager wait longer than that.",
            id="smartlink.W010",
        )


def parts() -> Iterator[CheckMessage]:
    if not (settings.REALTIME["KEY"] and settings.REALTIME["SECRET"]):
        yield Error(
            "REVERB_APP_KEY or REVERB_APP_SECRET is missing: no socket is let in, pages poll.",
            hint="Set both to random letters and digits, such as openssl rand -hex 20 makes.",
            id="smartlink.E015",
        )
    if account.is_chosen() and (lacking := account.lacking()):
        yield Error(
            f"BROADCAST_CONNECTION names pusher, which cannot be reached. {' '.join(lacking)}",
            hint="Copy what Pusher shows of your app, or take pusher out of BROADCAST_CONNECTION.",
            id="smartlink.E016",
        )
    if settings.EMBEDDED:
        yield Error(
            f"{' and '.join(sorted(settings.EMBEDDED))} not given: the built-in servers of "
            "`make run` keep no backups and serve one machine.",
            hint="Run Postgres and Redis yourself and set DATABASE_URL and REDIS_URL.",
            id="smartlink.E011",
        )
    redis = urlsplit(settings.REDIS_URL)
    if redis.scheme != "unix" and redis.hostname not in LOOPBACK and not redis.password:
        yield Error(
            "REDIS_URL has no password, and Redis is reached over the network: whoever reaches "
            "it too reads and changes everything on its way.",
            hint="Give Redis a password (requirepass) and write redis://:password@host:6379.",
            id="smartlink.E012",
        )
    if settings.EMAIL_BACKEND.split(".")[-2] in MAIL_TO_NOBODY:
        yield Error(
            "Mail reaches nobody: no address can be confirmed and no password reset.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example.com:587.",
            id="smartlink.E013",
        )
