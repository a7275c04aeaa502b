from django.contrib import admin
from django.urls import include, path

handler400 = "chatsite.ground.error_pages.bad_request"
handler403 = "chatsite.ground.error_pages.permission_denied"
handler404 = "chatsite.ground.error_pages.not_found"
handler500 = "chatsite.ground.error_pages.server_error"
urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("chatsite.ground.urls")),
    path("", include("realtime.urls")),
    path("", include("chatbot.urls")),
    path("", include("dashboard.urls")),
    # After ours: the admin takes every address below its own.
    path("admin/", admin.site.urls),
]
