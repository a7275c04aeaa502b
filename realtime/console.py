"""What the operators' debug console does: listen to any channel unseen, and publish test events.

Who may is for the caller to check; each use is written down, without what was said.
"""

import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from rest_framework.request import Request

from chatsite.ground import audit
from realtime import sockets
from realtime.applications import Application
from realtime.broadcasters import tell
from realtime.server import protocol
from realtime.signing import sign_subscription


@transaction.atomic
def sign(request: Request, user: User, app: Application, channel: str, socket_id: str) -> Any:
    """What lets this socket listen. On presence channels it is on no roster."""
    audit.record(
        actor=user,
        action="realtime.listened",
        target=None,
        request=request,
        app=app.id,
        channel=channel,
    )
    sockets.register(socket_id, request)  # a socket without an owner could not be closed
    hidden = json.dumps({"user_id": f"console-{user.pk}", "hidden": True})
    data = hidden if protocol.is_presence(channel) else None
    signature = sign_subscription(app.secret, socket_id, channel, data)
    extras = {"channel_data": data} if data else {}
    return {"auth": f"{app.key}:{signature}", **extras}


@transaction.atomic
def publish(request: Request, user: User, app: Application, told: dict[str, str]) -> None:
    channel, event = told["channel"], told["event"]
    audit.record(
        actor=user,
        action="realtime.published",
        target=None,
        request=request,
        app=app.id,
        channel=channel,
        event=event,
    )
    tell(app.id, channel, protocol.encode_event(event, told["data"], channel))
