from django.urls import path

from dashboard.views import home, tokens

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("app/", home.members, name="members"),
    path("app/tokens/", tokens.tokens, name="tokens"),
    path("app/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="token-revoke"),
]
