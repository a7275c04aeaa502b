from django.contrib.auth.models import User
from django.http import HttpRequest


class MemberRequest(HttpRequest):
    """What a view behind `login_required` is given: for the type checker alone."""

    user: User
