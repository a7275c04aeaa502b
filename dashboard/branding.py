"""How the operators' pages look and what their navigation leads to. Settings name it UNFOLD."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

from chatsite.ground.templatetags.assets import asset_url

INBOX = ("dashboard:inbox", "dashboard:conversation")


def mark(_: HttpRequest) -> str:
    return static("mark.svg")


def stylesheet(_: HttpRequest) -> str:
    return asset_url("operators.css")


def may_view(permission: str) -> Any:
    """Whether a link would lead anywhere for this person."""

    def check(request: HttpRequest) -> bool:
        return bool(request.user.has_perm(permission))

    return check


def is_inbox(request: HttpRequest) -> bool:
    """The inbox or one of its conversations: the lists of chat lie below the same address."""
    match = request.resolver_match
    return match is not None and match.view_name in INBOX


def listed(title: str, symbol: str, model: str) -> dict[str, Any]:
    """A link to the list of `app_model`."""
    app, _, name = model.partition("_")
    return {
        "title": title,
        "icon": symbol,
        "link": reverse_lazy(f"admin:{model}_changelist"),
        "permission": may_view(f"{app}.view_{name}"),
    }


def ramp(hue: int, *steps: tuple[int, float, float]) -> dict[str, str]:
    return {str(step): f"oklch({light}% {chroma} {hue})" for step, light, chroma in steps}


# The same hues as static/src/design/tokens.css.
ACCENT = ramp(
    210,
    (50, 97.5, 0.014),
    (100, 94.5, 0.028),
    (200, 89, 0.052),
    (300, 82, 0.08),
    (400, 75, 0.1),
    (500, 64, 0.105),
    (600, 50, 0.09),
    (700, 43, 0.08),
    (800, 37, 0.066),
    (900, 31, 0.052),
    (950, 23, 0.038),
)
NEUTRAL = ramp(
    220,
    (50, 98, 0.004),
    (100, 95.8, 0.006),
    (200, 90.5, 0.008),
    (300, 84, 0.011),
    (400, 70, 0.016),
    (500, 52, 0.02),
    (600, 44, 0.02),
    (700, 36, 0.018),
    (800, 27, 0.016),
    (900, 20, 0.014),
    (950, 15, 0.012),
)

# Campaigns and Finance are groups of their own as soon as they have a page.
NAVIGATION = [
    {
        "items": [
            {"title": "Overview", "icon": "monitor_heart", "link": reverse_lazy("admin:index")},
            {
                "title": "Inbox",
                "icon": "inbox",
                "link": reverse_lazy("dashboard:inbox"),
                "active": is_inbox,
            },
        ],
    },
    {
        "title": "Chat",
        "separator": True,
        "items": [
            listed("Conversations", "chat", "chatbot_conversation"),
            listed("Messages", "notes", "chatbot_message"),
            listed("Visitors", "group", "chatbot_visitor"),
            listed("Answer book", "menu_book", "chatbot_answer"),
            listed("Labels", "label", "chatbot_label"),
            listed("Sites", "language", "chatbot_site"),
            listed("Site webhooks", "webhook", "chatbot_sitewebhook"),
            listed("Rooms", "forum", "chatbot_room"),
        ],
    },
    {
        "title": "Realtime",
        "separator": True,
        "items": [
            {
                "title": "Realtime",
                "icon": "sensors",
                "link": reverse_lazy("dashboard:realtime"),
                "permission": may_view("realtime.view_console"),
            },
            listed("Webhooks", "webhook", "realtime_webhook"),
            listed("Deliveries", "outbound", "realtime_webhookdelivery"),
            listed("Outbox", "outbox", "realtime_outboxevent"),
            listed("Last seen", "schedule", "realtime_lastseen"),
        ],
    },
    {
        "title": "Members",
        "separator": True,
        "items": [
            listed("Users", "person", "auth_user"),
            listed("Privacy", "visibility_off", "chatbot_member"),
            listed("Groups", "group", "auth_group"),
        ],
    },
    {
        "title": "Safety",
        "separator": True,
        "items": [
            listed("Audit log", "history", "ground_auditlog"),
            listed("API tokens", "key", "ground_personaltoken"),
            listed("Failed sign-ins", "lock_clock", "axes_accessattempt"),
            listed("Sign-ins", "login", "axes_accesslog"),
        ],
    },
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "SmartLink",
    "SITE_HEADER": "SmartLink",
    "SITE_SUBHEADER": "Operators",
    "SITE_ICON": mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SITE_URL": "/",
    "BORDER_RADIUS": "10px",
    "SHOW_BACK_BUTTON": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "dashboard.views.home.admin_index",
    "STYLES": [stylesheet],
    "COLORS": {"primary": ACCENT, "base": NEUTRAL},
    "ACCOUNT": {
        "navigation": [
            {"title": "My account", "link": reverse_lazy("dashboard:members")},
            {"title": "Two-step sign-in", "link": reverse_lazy("mfa_index")},
            {"title": "Change password", "link": reverse_lazy("account_change_password")},
        ],
    },
    "SIDEBAR": {"show_search": False, "navigation": NAVIGATION},
}
