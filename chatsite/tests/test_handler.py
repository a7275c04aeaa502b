import asyncio
import queue
import threading

from django.core.signals import request_finished
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from chatsite.handler import AT_ONCE, OneHopHandler

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/here",
    "headers": [(b"host", b"testserver")],
    "query_string": b"",
}

threads: list[int] = []
doors: queue.Queue[bool] = queue.Queue()


def note() -> None:
    threads.append(threading.get_ident())


def view(request):
    note()
    response = HttpResponse(b"here: " + request.body, headers={"X-Name": "Zoë".encode("latin-1")})
    response.set_cookie("one", "1")
    response.set_cookie("two", "2")
    return response


def in_parts(request):
    def parts():
        for part in (b"one ", b"two"):
            note()
            yield part

    return StreamingHttpResponse(parts())


def failing(request):
    raise ValueError("a fault of ours")


def watching(get_response):
    def middleware(request):
        note()
        return get_response(request)

    return middleware


def waiting(request):
    note()
    assert doors.get(timeout=5)
    return HttpResponse(b"at last")


urlpatterns = [
    path("here", view),
    path("parts", in_parts),
    path("failing", failing),
    path("waiting", waiting),
]


async def ask(settings, path, *told):
    """The messages that a server would be sent; it is told these parts of the body."""
    threads.clear()
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.watching", "django.middleware.common.CommonMiddleware"]
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in told]
    waiting = iter([*parts, {"type": "http.request"}])
    sent = []

    async def receive():
        return next(waiting)

    async def send(message):
        sent.append(message)

    await OneHopHandler()(SCOPE | {"path": path}, receive, send)
    return sent


def body(sent):
    return b"".join(message.get("body", b"") for message in sent[1:])


async def test_a_request_passes_everything_in_one_thread(settings):
    def finished(**_):
        note()

    request_finished.connect(finished)
    try:
        sent = await ask(settings, "/here", b"a", b"b")
    finally:
        request_finished.disconnect(finished)

    assert body(sent) == b"here: ab"
    assert len(threads) == 3  # middleware, view, the last signal
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()  # never in the event loop


async def test_what_is_answered_comes_whole(settings):
    start, *_, end = await ask(settings, "/here")

    assert start["status"] == 200
    assert (b"X-Name", "Zoë".encode("latin-1")) in start["headers"]
    cookies = [told for name, told in start["headers"] if name == b"Set-Cookie"]
    assert cookies == [b"one=1; Path=/", b"two=2; Path=/"]
    assert not end.get("more_body")


async def test_what_comes_in_parts_is_sent_in_parts(settings):
    _, *parts, end = await ask(settings, "/parts")

    assert [part["body"] for part in parts] == [b"one ", b"two"]
    assert all(part["more_body"] for part in parts)
    assert not end["more_body"]
    assert len(set(threads)) == 1


async def test_a_fault_is_answered(settings):
    (start, _) = await ask(settings, "/failing")

    assert start["status"] == 500


async def test_whoever_goes_before_the_end_is_answered_nothing(settings):
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await OneHopHandler()(SCOPE, receive, send)

    assert sent == []


async def test_many_at_once_are_answered_by_no_more_threads_than_there_may_be(settings):
    settings.REQUEST_THREADS = 3
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    threads.clear()
    handler, sent = OneHopHandler(), []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    await asyncio.gather(*[handler(SCOPE, receive, send) for _ in range(20)])

    assert len([message for message in sent if message.get("status") == 200]) == 20
    assert len(threads) == 20
    assert len(set(threads)) <= 3


async def test_who_waits_for_something_keeps_nobody_else_waiting(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    handler, sent = OneHopHandler(), []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message.get("body"))

    slow = [handler(SCOPE | {"path": "/waiting"}, receive, send) for _ in range(AT_ONCE)]
    waiting = asyncio.gather(*slow)
    await handler(SCOPE, receive, send)
    assert sent == [None, b"here: "]

    for _ in range(AT_ONCE):
        doors.put(True)
    await waiting
    assert sent.count(b"at last") == AT_ONCE
