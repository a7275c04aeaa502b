"""Every setting, read from the environment once. docs/operations.md tells what each one does."""

import logging
import os
import sys
from pathlib import Path
from typing import Any

import environ
from corsheaders.defaults import default_headers
from redis.backoff import NoBackoff
from redis.retry import Retry

from chatsite.ground.logs import configure_logs
from dashboard.branding import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(environ.Env):
    # A copy: what the files below say must not leak into the processes we start.
    ENVIRON = dict(os.environ)

    def read(self, file: Path) -> None:
        if file.exists():
            self.read_env(file)

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise SystemExit(f"The setting {var} is not understood: {error}.") from None


env = Environment()
env.read(BASE_DIR / ".env")
SMARTLINK_HOME = Path(env("SMARTLINK_HOME", default=BASE_DIR / ".run")).absolute()
# What nobody has given, `manage.py up` brings itself and writes down in its home.
EMBEDDED = {"DATABASE_URL", "REDIS_URL"} - env.ENVIRON.keys()
if {"DB_HOST", "DB_NAME"} & env.ENVIRON.keys():
    EMBEDDED.discard("DATABASE_URL")
if "REDIS_HOST" in env.ENVIRON:
    EMBEDDED.discard("REDIS_URL")
env.read(SMARTLINK_HOME / "env")

# The deployment

SECRET_KEY = env("SECRET_KEY", default="django-insecure-only-for-building-and-checks")
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=False)
PORT = env.int("PORT", default=8000)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DRAIN_SECONDS = env.int("DRAIN_SECONDS", default=0)
DEMO = env.bool("SMARTLINK_DEMO", default=True)
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")
METRICS_TOKEN = env("METRICS_TOKEN", default="")
RATE_LIMITS = env("SMARTLINK_RATE_LIMITS", default="on") != "off"

if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^health/", "^metrics$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "chatsite.ground.error_pages.csrf_failure"
SESSION_COOKIE_NAME = "smartlink_session"
CSRF_COOKIE_NAME = "smartlink_csrf"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match", "x-socket-id", "idempotency-key"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

# The parts

INSTALLED_APPS = [
    "daphne",  # first: its runserver speaks WebSocket too
    "chatsite",
    "chatsite.ground",
    "realtime",
    "chatbot",
    "dashboard",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.import_export",
    "dashboard.apps.OperatorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
    "django_prometheus",
    "import_export",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "chatsite.ground.proxies.ClientAddressMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "chatsite.ground.errors.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chatbot.cors.SitesCorsMiddleware",
    "chatsite.ground.page_policy.PagePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dashboard.activity.ActivityMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "chatsite.urls"
ASGI_APPLICATION = "chatsite.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Postgres and Redis

if "DATABASE_URL" in env.ENVIRON:
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "HOST": env("DB_HOST", default="127.0.0.1"),
            "PORT": env.int("DB_PORT", default=5432),
            "NAME": env("DB_NAME", default="smartlink"),
            "USER": env("DB_USER", default="smartlink"),
            "PASSWORD": env("DB_PASSWORD", default=""),
        }
    }
# Threads are many and mostly idle, so connections are pooled, not kept per thread.
DB_POOL = env.int("DB_POOL", default=20)
DATABASES["default"] |= {
    "ENGINE": "chatsite.ground.postgres",
    "CONN_HEALTH_CHECKS": True,  # a restarted Postgres leaves dead ones in the pool
    # What the address says of TLS stays.
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {
        "pool": {"min_size": 1, "max_size": DB_POOL, "timeout": 3},
        # What is asked again was read and planned before: Postgres does half the work.
        "server_side_binding": True,
        "prepare_threshold": 2,
    },
}
# More than connections: what needs no database is answered while all the others wait for it.
REQUEST_THREADS = 4 * DB_POOL
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env(
    "REDIS_URL",
    default=f"redis://{env('REDIS_HOST', default='127.0.0.1')}:{env('REDIS_PORT', default='6379')}",
)
# No request waits longer than this for Redis; redis-py by itself tries again for seconds.
REDIS_TIMEOUT = {
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
    "retry": Retry(NoBackoff(), 0),
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "smartlink",
        "OPTIONS": REDIS_TIMEOUT,
    },
    # For what each process may know for itself.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
REALTIME_REDIS_URLS = env("REALTIME_REDIS_URLS", default=REDIS_URL).split()
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "realtime.layer.SteadyLayer",
        "CONFIG": {"hosts": REALTIME_REDIS_URLS},
    }
}

# Realtime: our own Pusher server, which without a key greets nobody, and hosted Pusher

# Empty is as good as unset: it must not silence everybody.
BROADCAST_CONNECTION = (
    env.list("BROADCAST_CONNECTION", default=[])
    or env.list("BROADCAST_DRIVER", default=[])
    or ["reverb"]
)
if unknown := set(BROADCAST_CONNECTION) - {"reverb", "redis", "pusher", "log", "null"}:
    raise SystemExit(f"BROADCAST_CONNECTION knows no {min(unknown)!r}.")
REALTIME = {
    # Old configurations say what the own server stands on.
    "BROADCASTERS": ["reverb" if name == "redis" else name for name in BROADCAST_CONNECTION],
    "APP_ID": env("REVERB_APP_ID", default="smartlink"),
    "KEY": env("REVERB_APP_KEY", default=""),
    "SECRET": env("REVERB_APP_SECRET", default=""),
    # Old configurations name the address to listen on here, which no browser can open.
    "HOST": env("REVERB_HOST", default="").removeprefix("0.0.0.0"),  # noqa: S104
    "PORT": env.int("REVERB_PORT", default=0),
    "SCHEME": env("REVERB_SCHEME", default=""),
    "APPS": env.json("REVERB_APPS", default=[]),
    "OPTIONS": {
        "enabled": env.bool("REVERB_APP_ENABLED", default=True),
        "tls_only": env.bool("REVERB_APP_TLS_ONLY", default=False),
        "max_connections": env.int("REVERB_APP_MAX_CONNECTIONS", default=10_000),
        "allowed_origins": env.list("REVERB_ALLOWED_ORIGINS", default=["*"]),
        "client_events": env.bool("REVERB_APP_CLIENT_EVENTS", default=True),
        "subscription_count": env.bool("REVERB_APP_SUBSCRIPTION_COUNT", default=False),
        "presence_max_members": env.int("REVERB_APP_PRESENCE_MAX_MEMBERS", default=5000),
        "require_auth_within": env.int("REVERB_APP_REQUIRE_AUTH_WITHIN", default=0),
        "encryption_master_key": env("REVERB_APP_ENCRYPTION_MASTER_KEY", default=""),
        "activity_timeout": env.int("REVERB_APP_ACTIVITY_TIMEOUT", default=30),
        "ping_interval": env.int("REVERB_APP_PING_INTERVAL", default=15),
    },
    "PUSHER": {
        "APP_ID": env("PUSHER_APP_ID", default=""),
        "KEY": env("PUSHER_APP_KEY", default=""),
        "SECRET": env("PUSHER_APP_SECRET", default=""),
        "CLUSTER": env("PUSHER_APP_CLUSTER", default="mt1"),
        "ENCRYPTED": env.bool("PUSHER_APP_ENCRYPTED", default=True),
        "HOST": env("PUSHER_HOST", default=""),
        "PORT": env.int("PUSHER_PORT", default=0),
        "SCHEME": env("PUSHER_SCHEME", default=""),
    },
    "MAX_SOCKETS": env.int("REVERB_MAX_SOCKETS", default=5000),
    "PUBLIC_CHAT": env.bool("REALTIME_PUBLIC_CHAT", default=False),
    "REDIS_URLS": REALTIME_REDIS_URLS,
    "AUTHENTICATION": [
        "chatbot.authentication.VisitorAuthentication",
        "chatsite.ground.tokens.TokenAuthentication",
        "chatsite.ground.sessions.SessionAuthentication",
    ],
}

# Celery: one queue that is never blocked, and one for everything else

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "global_keyprefix": "smartlink:",
    # Without these a request that asks a worker of a silent Redis would wait for ever.
    "socket_connect_timeout": REDIS_TIMEOUT["socket_connect_timeout"],
    "socket_timeout": REDIS_TIMEOUT["socket_timeout"],
    # A worker whose line died without a word hears again after at most twice this.
    "health_check_interval": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    f"realtime.tasks.{name}": {"queue": "broadcasts"}
    for name in (
        "drain_outbox",
        "sweep_outbox",
        "tell_fleeting",
        "tell_hosted_heads",
        "read_changes",
        "take_stock",
    )
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_DB_REUSE_MAX = 1000
CELERY_BEAT_SCHEDULE_FILENAME = str(SMARTLINK_HOME / "timetable")

# People

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "/app/"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SmartLink: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_ADAPTER = "dashboard.accounts.AccountAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # ClientAddressMiddleware has already decided
USERSESSIONS_TRACK_ACTIVITY = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SmartLink"
MFA_TOTP_TOLERANCE = 1  # clocks differ, and typing takes time
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_FORMS = {"login": "dashboard.forms.EntranceForm"}
# axes counts per name and address; this stops guessing one name from many addresses.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,20/5m/key"} if RATE_LIMITS else False
MFA_FORMS = {"add_webauthn": "dashboard.forms.KeyForm"}
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=True)
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=False)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "dashboard.accounts.attempted_name"
AXES_LOCKOUT_CALLABLE = "dashboard.accounts.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # 15 minutes mean 15 minutes
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
EMAIL_TIMEOUT = 20
vars().update(env.email("EMAIL_URL", default=f"filemail:///{SMARTLINK_HOME / 'mail'}"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="smartlink@localhost")

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "chatsite.ground.tokens.TokenAuthentication",
        "chatsite.ground.sessions.SessionAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "chatsite.ground.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "dashboard.permissions.HasSecondStep",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "chatsite.ground.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "chatsite.ground.operations.Operation",
    "EXCEPTION_HANDLER": "chatsite.ground.errors.as_json",
}
# By the `throttle_scope` of views: so many at once, and so many a minute after that.
LIMITS: dict[str, dict[str, Any]] = {
    "beginning": {"burst": 60, "per_minute": 1},  # for one address
    "visitors_messages": {"burst": 10, "per_minute": 30},
    "members_messages": {"burst": 30, "per_minute": 120},
    "uploads": {"burst": 10, "per_minute": 10, "fails_closed": True},
    "typing": {"burst": 10, "per_minute": 30},
    "transcripts": {"burst": 3, "per_minute": 1, "fails_closed": True},
    # Twenty tabs with some dozens of channels, all coming back at once.
    "listening": {"burst": 1000, "per_minute": 1000, "fails_closed": True},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SmartLink API",
    "DESCRIPTION": "Live chat for websites and for members. Every error has one shape.",
    "VERSION": "1",
    "TAGS": [
        {"name": "Visitors", "description": "What the widget asks, in the visitor's name."},
        {"name": "Members", "description": "For people with an account, and their programs."},
        {"name": "Operators", "description": "What the pages of the operators ask."},
        {"name": "Realtime", "description": "Who may listen to what."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are made, under no invented names
}

# Files

STATIC_URL = env("STATIC_URL", default="/static/")
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
# `collectstatic` (in the image) hashes and compresses; without it files come from where they are.
COLLECTED = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
# What people send: on this machine's disk, or in a bucket if one is named.
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")
MEDIA_S3_REGION = env("MEDIA_S3_REGION", default="us-east-1")
MEDIA_S3_ENDPOINT = (
    env("MEDIA_S3_ENDPOINT", default="") or f"https://s3.{MEDIA_S3_REGION}.amazonaws.com"
)
MEDIA_STORAGES: dict[str, dict[str, Any]] = {
    "disk": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": SMARTLINK_HOME / "media",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "bucket": {
        "BACKEND": "chatbot.uploads.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "region_name": MEDIA_S3_REGION,
            "endpoint_url": MEDIA_S3_ENDPOINT,
            # Without them it is asked who this machine is.
            "access_key": env("MEDIA_S3_ACCESS_KEY", default="") or None,
            "secret_key": env("MEDIA_S3_SECRET_KEY", default="") or None,
        },
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "media": MEDIA_STORAGES["bucket" if MEDIA_S3_BUCKET else "disk"],
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+(\.[0-9a-f]{12}\.|-[A-Z2-7]{8}\.)(js|css|woff2|svg)(\.map)?$"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "gz", "br", "woff", "woff2"]

# Tables that operators bring and take: what begins like a formula must not become one.

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Calls to other people's servers

OUTGOING_ALLOW_INSECURE = env.bool("OUTGOING_ALLOW_INSECURE", default=False)

# Language, time, logs

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
# A log line that names the user would ask the database for him at every request.
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # personal: it would be found out to be left out
# What begins is told when it is over.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
LOGGING = configure_logs(env("LOG_FORMAT", default="console"))
