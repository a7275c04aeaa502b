import json
import logging

import structlog

from chatsite.ground.logs import configure_logs

# Attack: whoever reads the logs should not be able to log in as somebody, nor learn who wrote what.
SECRETS = {
    "password": "hunter2",
    "token": "slp_abc",
    "email": "vera@example.com",
    "request": "GET /accounts/password/reset/key/3-cafe-babe/?next=/app/",
    "event": "Mail to vera@example.com bounced",
}


def written(logger, **fields):
    style = configure_logs("json")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=style["foreign_pre_chain"], processors=style["processors"]
    )
    record = logging.LogRecord(logger, logging.INFO, "", 0, fields, None, None)
    record._logger, record._name = logging.getLogger(logger), "info"
    return json.loads(formatter.format(record))


def test_a_log_line_holds_no_secret_and_nobodys_address():
    line = written("chat", **SECRETS)

    told = json.dumps(line)
    assert not [word for word in ("hunter2", "slp_abc", "vera", "cafe", "/app/") if word in told]
    assert line["request"].startswith("GET /accounts/password/reset/key/")


def test_a_log_line_keeps_what_helps():
    line = written("chat", event="conversation closed", conversation_id=7, seconds=0.2)

    assert (line["event"], line["conversation_id"], line["seconds"]) == (
        "conversation closed",
        7,
        0.2,
    )
