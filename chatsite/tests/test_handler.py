import threading

from django.http import HttpResponse
from django.test import AsyncRequestFactory
from django.urls import path

from chatsite.handler import OneThreadHandler

threads: list[int] = []


def view(request):
    threads.append(threading.get_ident())
    return HttpResponse(b"here")


def watching(get_response):
    def middleware(request):
        threads.append(threading.get_ident())
        return get_response(request)

    return middleware


urlpatterns = [path("here", view)]


async def test_a_request_passes_middleware_and_view_in_one_thread(settings):
    threads.clear()
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.watching", "django.middleware.common.CommonMiddleware"]
    handler = OneThreadHandler()

    answer = await handler.get_response_async(AsyncRequestFactory().get("/here"))

    assert answer.content == b"here"
    assert len(threads) == 2
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()  # never in the event loop
