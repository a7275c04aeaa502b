"""What load balancers and monitors ask: /health/live, /health/ready, /metrics."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.registry import Collector

from chatsite.ground.health import report

LOOPBACK = {"127.0.0.1", "::1"}


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process runs. Restart it when this fails, and for no other reason."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Send requests here, or not. Only what keeps this process from answering makes a 503."""
    found = report()
    status = 503 if found.status == "unavailable" else 200
    return JsonResponse(found.as_json(), status=status)


@require_safe
def metrics(request: HttpRequest) -> HttpResponseBase:
    if not may_read_metrics(request):
        return HttpResponse("Metrics need METRICS_TOKEN as bearer token.\n", status=403)
    response: HttpResponseBase = ExportToDjangoView(request)
    return response


def may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(shown, f"Bearer {settings.METRICS_TOKEN}".encode())
    # A proxy on this machine speaks from loopback too, for anybody: it says so in this header.
    is_direct = "X-Forwarded-For" not in request.headers
    return is_direct and request.META.get("REMOTE_ADDR") in LOOPBACK


class Health(Collector):
    """The parts' states as gauges, asked anew at every scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("smartlink_part_up", "1 while the part is well.", labels=["part"])
        for part in report().parts:
            up.add_metric([part.name], float(part.state == "ok"))
        yield up

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # without it, registering would ask the database at import


REGISTRY.register(Health())
