"""Logs: readable in a terminal, JSON in production, and never anything personal.

A log line may name a thing by its id. What people wrote, who they are and what opens
a door (passwords, tokens, links that log in) stays out.
"""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

PRIVATE = re.compile(
    r"passw|secret|token|authorization|cookie|e?mail|body|message_text|user_agent|^ip$", re.I
)
# The links of password resets and e-mail checks open an account: only their kind is logged.
DOOR = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^\s?]+")
QUERY = re.compile(r"\?\S*")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Every request and task tells once, when it is over; who only asks how we are is not news.
DULL_SUBJECTS = re.compile(
    r"GET /(health/|metrics|static/)|prove_alive"
    r"|drain_outbox|sweep_outbox|tell_fleeting|hosted_(heads|members)|read_changes|take_stock"
)

QUIETER = (
    "axes",
    "daphne",
    "celery.beat",
    "celery.app.trace",
    "celery.worker.consumer",
    "celery.worker.strategy",
)


def discreet(_: Any, __: str, event: EventDict) -> EventDict:
    """Drop private fields; shorten what a path or a sentence would give away."""
    return {name: mask(value) for name, value in event.items() if not PRIVATE.search(name)}


def mask(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return MAIL.sub("…@…", QUERY.sub("?…", DOOR.sub(r"\1…", value)))


class WorthTelling(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno > logging.INFO or not isinstance(record.msg, dict):
            return True
        event = record.msg
        subject = f"{event.get('request')} {event.get('task')}"
        return event.get("event") != "streaming_finished" and not DULL_SUBJECTS.search(subject)


def configure_logs(style: str) -> dict[str, Any]:
    """Django's LOGGING for `console` or `json`; structlog and the standard library share it."""
    is_json = style == "json"
    shared = first_steps(is_json)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    terminal = {"class": "logging.StreamHandler", "formatter": "line", "filters": ["worth"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line_format(is_json, shared)},
        "filters": {"worth": {"()": WorthTelling}},
        "handlers": {"terminal": terminal},
        "root": {"handlers": ["terminal"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # 4xx are in the request's own line
            **{name: {"level": "WARNING"} for name in QUIETER},
        },
    }


def first_steps(is_json: bool) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso" if is_json else "%H:%M:%S", utc=is_json),
        structlog.processors.StackInfoRenderer(),
    ]


def line_format(is_json: bool, shared: list[Processor]) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.add_logger_name, *shared] if is_json else shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            discreet,
            structlog.processors.JSONRenderer() if is_json else for_people,
        ],
    }


def for_people(_: Any, __: str, event: EventDict) -> str:
    """`12:30:01 request_finished code=200 request=GET /`: what matters first, an error last."""
    time, level = event.pop("timestamp"), event.pop("level")
    sentence, trace = event.pop("event"), event.pop("exception", None)
    for noise in ("request_id", "task_id", "correlation_id", "parent_task_id"):
        event.pop(noise, None)
    facts = " ".join(f"{name}={value}" for name, value in event.items() if value is not None)
    loud = "" if level == "info" else f"{level.upper()} "
    return f"{time} {loud}{sentence} {facts}".rstrip() + (f"\n{trace}" if trace else "")
