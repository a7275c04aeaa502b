from django.urls import include, path

from chatsite.ground.tests import views

urlpatterns = [
    path("", include("chatsite.ground.urls")),
    path("api/echo", views.Echo.as_view()),
    path("api/fails/<str:how>", views.Fails.as_view()),
    path("api/away/<str:part>", views.Away.as_view()),
    path("api/search", views.Search.as_view()),
    path("api/groups", views.Groups.as_view()),
    path("api/other-groups", views.OtherGroups.as_view()),
    path("api/founding", views.Founding.as_view()),
    path("api/paying", views.Paying.as_view()),
    path("page/away/<str:part>", views.page_away),
    path("page/fails/<str:how>", views.page_fails),
    path("page/search", views.page_search),
    path("page/form", views.page_form),
]
handler400 = "chatsite.ground.error_pages.bad_request"
handler403 = "chatsite.ground.error_pages.permission_denied"
handler404 = "chatsite.ground.error_pages.not_found"
handler500 = "chatsite.ground.error_pages.server_error"
