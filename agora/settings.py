"""All settings, read from the environment only; docs/reference/settings.md lists the variables."""

from __future__ import annotations

import os

from csp.constants import NONCE, NONE, SELF

from agora.core.database import django_settings
from agora.core.folders import PACKAGE, var_folder
from agora.core.secrets import secret_key

VAR = var_folder()


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


SITE_NAME = os.environ.get("AGORA_SITE_NAME", "Agora")
DEBUG = _flag("AGORA_DEBUG", False)
# Plain http is only for a machine that talks to itself; anything else is behind TLS.
BEHIND_TLS = _flag("AGORA_TLS", False)
# How many proxies of ours add to X-Forwarded-For; 0: callers reach us directly, and the header is not believed.
PROXIES = int(os.environ.get("AGORA_PROXIES", str(int(BEHIND_TLS))))
SECRET_KEY = secret_key(VAR)
ALLOWED_HOSTS = _words("AGORA_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _words("AGORA_ORIGINS", "")
DATABASES = {"default": django_settings(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "agora.core",
    "agora.accounts",
    "agora.people",
    "agora.commerce",
    "agora.conversations",
    "agora.community",
    "agora.channels",
    "agora.readings",
    "agora.search",
    "agora.measures",
    "agora.recognition",
    "agora.desk",
    "agora.portal",
    "agora.console",
    "agora.api",
    "agora.cli",
]

MIDDLEWARE = [
    "agora.core.requests.RealAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "agora.core.requests.CleanInput",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agora.accounts.requests.LocalTime",
]

ROOT_URLCONF = "agora.urls"
WSGI_APPLICATION = "agora.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agora.core.requests.site",
            ],
            "builtins": ["agora.core.templatetags.shown", "django.contrib.humanize.templatetags.humanize"],
        },
    }
]

# --- sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "agora.channels.mail.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "agora.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("AGORA_EMAIL_VERIFICATION", "mandatory")
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip", "signup": "10/h/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_TOTP_ISSUER = SITE_NAME
STAFF_SECOND_FACTOR = _flag("AGORA_STAFF_SECOND_FACTOR", False)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SOCIALACCOUNT_ADAPTER = "agora.accounts.providers.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {"openid_connect": {"APPS": []}}
if issuer := os.environ.get("AGORA_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": os.environ.get("AGORA_OIDC_NAME", "your organization"),
            "client_id": os.environ["AGORA_OIDC_CLIENT_ID"],
            "secret": os.environ["AGORA_OIDC_SECRET"],
            "settings": {"server_url": issuer},
        }
    ]

# --- security ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
API_REQUESTS_A_MINUTE = int(os.environ.get("AGORA_API_REQUESTS_A_MINUTE", "1200"))
SECURE_SSL_REDIRECT = BEHIND_TLS
# A monitor on the same machine asks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "agora.pages.refusals.forged"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"},
}

# --- language, time, files -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = _flag("AGORA_STATIC_FROM_SOURCE", DEBUG)
if WHITENOISE_USE_FINDERS:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = VAR / "files"
EMAIL_BACKEND = os.environ.get("AGORA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = os.environ.get("AGORA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("AGORA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("AGORA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AGORA_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("AGORA_FROM_EMAIL", "agora@localhost")

# Folders whose folders are connectors beside our own: they run as code of Agora.
CONNECTORS = _words("AGORA_CONNECTORS", "")

# Names of rivals to look for in what people say.
COMPETITORS = _words("AGORA_COMPETITORS", "")

# --- money ---------------------------------------------------------------------------------------
CURRENCY = os.environ.get("AGORA_CURRENCY", "EUR")
# Used where neither a line's cost nor its product's margin is known; every number that rests on it says so.
DEFAULT_MARGIN_RATE = os.environ.get("AGORA_DEFAULT_MARGIN_RATE", "0.30")
# Where `agora measure --engine spark` runs, and a folder that all its machines see
# (None: a temporary one of this machine).
SPARK_MASTER = os.environ.get("AGORA_SPARK_MASTER", "local[*]")
SPARK_FOLDER = os.environ.get("AGORA_SPARK_FOLDER")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "agora.core.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("AGORA_LOG_LEVEL", "WARNING")},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
