"""How the libraries that are written in Python tell what they hear: as pusher-js would."""

import json

EVENTS = [
    "pusher_internal:subscription_succeeded",
    "pusher_internal:member_added",
    "pusher_internal:member_removed",
    "pusher_internal:subscription_count",
    "pusher:subscription_error",
    "pusher:cache_miss",
    "client-greeted",
    "Greeted",
    "Marked",
]


def say(**said):
    print(json.dumps(said), flush=True)


def tell(channel, event, data):
    """These libraries give what the server said, some as text."""
    told = json.loads(data) if isinstance(data, str) else data
    if event.endswith("subscription_succeeded") and "presence" in told:
        told = {"members": told["presence"]["hash"], "count": told["presence"]["count"]}
    elif ":member_" in event:
        told = {"id": told["user_id"], "info": told.get("user_info")}
    say(channel=channel, event=event.replace("pusher_internal:", "pusher:"), data=told)
