"""Every page a person can open by its address, by who may open it."""

OPEN = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/chatbot-test.html",
]

API_DOCS = ["/api/docs/"]

MEMBERS = [
    "/app/",
    "/app/tokens/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
    "/accounts/logout/",
]

# These ask for the password first, and come then.
MEMBERS_AFTER_A_PASSWORD = ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]

OPERATORS = [
    "/admin/",
    "/admin/chatbot/",
    "/admin/chatbot/site/",
    "/admin/chatbot/visitor/",
    "/admin/chatbot/conversation/",
    "/admin/chatbot/message/",
    "/admin/realtime/",
    "/admin/realtime/webhook/",
    "/admin/realtime/webhook/add/",
    "/admin/realtime/webhookdelivery/",
    "/admin/realtime/outboxevent/",
    "/admin/realtime/lastseen/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/group/",
    "/admin/auth/group/add/",
    "/admin/ground/auditlog/",
    "/admin/ground/personaltoken/",
    "/admin/axes/accessattempt/",
    "/admin/axes/accesslog/",
]
