"""One settings file. What an operator may change is read through `env` and listed in .env.example."""

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from nxtchat import env, logs, pooling, storages

BASE_DIR = env.ROOT
DATA = env.data_folder()
DEBUG = env.flag("DEBUG")
PORT = env.number("PORT", 8000)
PUBLIC_URL = env.text("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_public_host = env.host(PUBLIC_URL)
_https = PUBLIC_URL.startswith("https://")

SECRET_KEY = env.key("SECRET_KEY")
NXTCHAT_KEYS = [key for key in env.key("NXTCHAT_KEYS").replace(",", " ").split() if key]
NXTCHAT_PEPPER = env.key("NXTCHAT_PEPPER")
METRICS_TOKEN = env.text("METRICS_TOKEN")  # lets a Prometheus on another machine read /metrics
OPERATOR_NAME = env.text("OPERATOR_NAME")
OPERATOR_EMAIL = env.text("OPERATOR_EMAIL")

GRAPH_URL = env.text("GRAPH_URL", "https://graph.facebook.com").rstrip("/")
GRAPH_VERSION = env.text("GRAPH_VERSION", "v24.0")
PRETEND_URL = env.text("PRETEND_URL").rstrip("/")  # where the pretend WhatsApp listens, when it runs
PRETEND_KEY = env.text("PRETEND_KEY")  # lets us move its handles; empty: the key it keeps in its data folder
WEB_INTERNAL_URL = env.text("WEB_INTERNAL_URL", f"http://127.0.0.1:{PORT}").rstrip("/")  # where it finds us

INSTALLED_APPS = [
    "nxtchat",
    "nxtchat.team",
    "nxtchat.whatsapp",
    "nxtchat.live",
    "contacts",
    "templates_app",
    "inbox",
    "campaigns",
    "webhooks",
    "privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nxtchat.middleware.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nxtchat.middleware.SignInRequired",
    "nxtchat.middleware.AgentPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "nxtchat.urls"
ASGI_APPLICATION = "nxtchat.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "nxtchat" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", "postgresql:///nxtchat"), conn_max_age=0, conn_health_checks=True
    )
}
# Literals bound on the client would show in pg_stat_activity and in error logs.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    server_side_binding=True,
    prepare_threshold=None,
    pool=pooling.POOL,
)
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "team.Agent"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "team:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "team:sign_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
ALLOWED_HOSTS = [_public_host, "localhost", "127.0.0.1", "[::1]", *env.text("ALLOWED_HOSTS").replace(",", " ").split()]
ALLOWED_HOSTS.append(env.host(WEB_INTERNAL_URL))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
BEHIND_PROXY = env.flag("BEHIND_PROXY")  # a proxy of ours sets the X-Forwarded headers, so they can be believed
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("hi", _("Hindi")),
    ("pt-br", _("Portuguese (Brazil)")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
URLIZE_ASSUME_HTTPS = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_SPOOL = DATA / "spool"  # where a file waits, closed already, until it is whole
STORAGES = storages.from_environment(DATA / "media")
FFMPEG = env.text("FFMPEG")  # converts voice notes; empty: the one on the path

LOGGING = logs.from_environment()

CELERY = {
    "broker_url": REDIS_URL,
    "broker_connection_retry_on_startup": True,
    # Longer than the longest task, or Redis hands a running task to a second worker.
    "broker_transport_options": {
        "visibility_timeout": 3600,
        "socket_keepalive": True,
        "socket_connect_timeout": 5,
        "global_keyprefix": "celery:",  # the queue "live" and the stream "live" are two things
    },
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "task_default_queue": "live",
    "timezone": "UTC",
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["nxtchat.team.tokens.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["nxtchat.api.TokenMay"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["nxtchat.api.Json"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PAGINATION_CLASS": "nxtchat.api.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "nxtchat.api.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NxtChat",
    "DESCRIPTION": "The HTTP interface of a NxtChat installation.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "nxtchat.api_docs.describe_problems",
    ],
}
