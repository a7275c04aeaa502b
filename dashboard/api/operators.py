from django.contrib.auth.models import User
from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from dashboard.permissions import HasSecondStep


class IsOperator(BasePermission):
    """Nobody is asked to sign in first; to members these addresses do not exist."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if not request.user.is_staff:
            raise Http404
        return True


class OfOperators(APIView):
    permission_classes = (IsOperator, HasSecondStep)


def operator_of(request: Request) -> User:
    assert isinstance(request.user, User)  # IsOperator let in nobody else
    return request.user
