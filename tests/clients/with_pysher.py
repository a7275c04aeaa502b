"""pysher, in a process of its own: with_pysher OPTIONS, then one order a line, in JSON."""

import json
import sys
import threading

import pysher

from tests.clients.telling import say, tell


class Telling(pysher.Pusher):
    """Tells what it hears: whoever binds after subscribing may come too late, as the answer is
    read in another thread."""

    def _connection_handler(self, event_name, data, channel_name):
        tell(channel_name, event_name, data)
        super()._connection_handler(event_name, data, channel_name)


def main():
    options = json.loads(sys.argv[1])
    user = options["user"]
    client = Telling(
        options["key"],
        secret=options["secret"],
        custom_host="127.0.0.1",
        port=options["port"],
        secure=False,
        user_data={"user_id": user["id"], "user_info": user["user_info"]},
    )
    connected = threading.Event()
    client.connection.bind("pusher:connection_established", lambda _: connected.set())
    client.connection.bind("pusher:error", lambda data: tell("", "error", data))
    client.connect()
    connected.wait()
    say(event="connected", data=client.connection.socket_id)
    for line in sys.stdin:
        obey(client, json.loads(line))


def obey(client, order):
    channel = order["channel"]
    match order["verb"]:
        case "subscribe":
            client.subscribe(channel)
        case "unsubscribe":
            client.unsubscribe(channel)
        case "trigger":
            client.channel(channel).trigger(order["event"], order["data"])


if __name__ == "__main__":
    main()
