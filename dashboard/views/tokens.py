"""Personal tokens for the API. A secret is in the one answer that creates it, and nowhere else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from chatsite.ground.models import PersonalToken
from chatsite.ground.tokens import issue
from dashboard.forms import TokenForm
from dashboard.requests import MemberRequest


def tokens_of(request: MemberRequest) -> QuerySet[PersonalToken]:
    return PersonalToken.objects.filter(user=request.user, revoked_at=None).order_by("-created_at")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("secret")
def tokens(request: MemberRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    created, secret = None, ""
    if request.method == "POST" and form.is_valid():
        created, secret = issue(
            user=request.user, name=form.cleaned_data["name"], expires_at=form.expires_at()
        )
        form = TokenForm()
    return render(
        request,
        "dashboard/tokens.html",
        {
            "form": form,
            "tokens": tokens_of(request),
            "created": created,
            "secret": secret,
            "now": timezone.now(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def revoke_token(request: MemberRequest, token_id: int) -> HttpResponse:
    """Asks first, without needing a script to ask."""
    token = get_object_or_404(tokens_of(request), pk=token_id)
    if request.method == "POST":
        token.revoke()
        messages.success(request, f"“{token.name}” no longer works.")
        return redirect("dashboard:tokens")
    return render(request, "dashboard/token_revoke.html", {"token": token})
