from django.urls import path

from chatsite.ground import api, probes, schema

app_name = "ground"
urlpatterns = [
    path("health/live", probes.live, name="live"),
    path("health/ready", probes.ready, name="ready"),
    path("metrics", probes.metrics, name="metrics"),
    path("api/me", api.Me.as_view(), name="me"),
    path("api/schema/", schema.Schema.as_view(), name="schema"),
    path("api/docs/", schema.Docs.as_view(), name="docs"),
]
