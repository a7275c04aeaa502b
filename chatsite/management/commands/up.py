"""`make run`: everything SmartLink needs, in one terminal."""

import secrets
import subprocess
import sys
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chatsite import embedded
from chatsite.home import Memory, alone_in
from chatsite.supervisor import Program, Supervisor, Trouble, terminal

WELCOME = """
  SmartLink is running. Ctrl-C stops it.

    Demo website       {url}/chatbot-test.html
    Operators' inbox   {url}/admin/chatbot/
    Members' page      {url}/app/
    Operators' home    {url}/admin/
    API docs           {url}/api/docs/
    Health             {url}/health/ready
    Mail it sends      {home}/mail/
"""
LOG_INS = """
    Log in as          admin (everything), olga (operator), frank or fiona (finance),
                       alice or bob (members)
    Password           {password}
"""


class Command(BaseCommand):
    help = "Start SmartLink in this terminal, with what it needs. Ctrl-C stops all of it."
    requires_system_checks = []

    def handle(self, **_: Any) -> None:
        try:
            with alone_in(settings.SMARTLINK_HOME) as lock:
                refuse_taken_port()
                memory = Memory(settings.SMARTLINK_HOME)
                with Supervisor(terminal(width=10)).running(keep_open=[lock]) as supervisor:
                    supervisor.stop_on_signals()
                    start(supervisor, memory)
                    self.stdout.write(welcome(memory))
                    supervisor.watch()
        except Trouble as trouble:
            raise CommandError(str(trouble)) from None
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")


def refuse_taken_port() -> None:
    if not 0 < settings.PORT < 65536:
        raise Trouble(f"PORT is {settings.PORT}; it must be a number from 1 to 65535.")
    if not embedded.is_free(settings.PORT):
        raise Trouble(
            f"Port {settings.PORT} is taken by another program. Stop that one, or choose "
            f"another port: PORT={settings.PORT + 1} make run"
        )


def start(supervisor: Supervisor, memory: Memory) -> None:
    start_servers(supervisor, memory)
    supervisor.say("smartlink", "Bringing the database up to date …")
    manage("migrate", "--verbosity=0")
    if settings.DEMO:
        manage("demo")
    supervisor.say("smartlink", "Starting the web server and the workers …")
    supervisor.start(*programs())
    supervisor.wait_until(answers, "web")


def start_servers(supervisor: Supervisor, memory: Memory) -> None:
    """Start what nobody has given us. Every choice is written down before it is used."""
    memory.keep("SECRET_KEY", secrets.token_urlsafe(48))
    memory.keep("REVERB_APP_KEY", secrets.token_hex(10))
    memory.keep("REVERB_APP_SECRET", secrets.token_hex(20))
    memory.keep("DEMO_PASSWORD", settings.DEMO_PASSWORD or secrets.token_urlsafe(9))
    place = embedded.place(settings.SMARTLINK_HOME)
    servers = [
        embedded.SERVERS[name](place, *memory.server(name)) for name in sorted(settings.EMBEDDED)
    ]
    for name, server in zip(sorted(settings.EMBEDDED), servers, strict=True):
        memory.values[name] = server.url
    memory.save()
    for server in servers:
        supervisor.say("smartlink", f"Starting {type(server).__name__} in {place.folder} …")
        server.prepare()
        supervisor.start(server.program())
        supervisor.wait_until(server.answers, server.program().name)


def manage(*words: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        last_words = done.stderr.strip().splitlines()[-1:]
        raise Trouble("\n".join([f"`manage.py {words[0]}` failed.", *last_words]))


def programs() -> list[Program]:
    web = f"daphne -v 0 -b 127.0.0.1 -p {settings.PORT} --websocket-max-message-size 65536 "
    worker = "celery --quiet -A chatsite worker --without-gossip --without-mingle "
    return [
        python("web", web + "--websocket-max-frame-size 65536 chatsite.asgi:application"),
        python("broadcasts", worker + "-n broadcasts@%h -Q broadcasts -P threads -c 4"),
        python("default", worker + "-n default@%h -Q default -P prefork -c 2 -B"),
    ]


def python(name: str, module_and_words: str) -> Program:
    # Root is tolerated: the servers run as somebody else, and this is a first look.
    hush = ["-W", "ignore:You're running the worker with superuser"]
    command = [sys.executable, *hush, "-m", *module_and_words.split()]
    return Program(name, command, folder=settings.BASE_DIR)


def answers() -> bool:
    """Whatever it says: what is missing is told by its health."""
    web = HTTPConnection("127.0.0.1", settings.PORT, timeout=2)
    try:
        web.request("GET", "/health/live")
        web.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        web.close()
    return True


def welcome(memory: Memory) -> str:
    text = WELCOME.format(url=f"http://localhost:{settings.PORT}", home=settings.SMARTLINK_HOME)
    if settings.DEMO:
        text += LOG_INS.format(password=memory.values["DEMO_PASSWORD"])
    return text
