"""Django's settings of the site, on those of the records. What differs from place to place comes by the environment.

KEJIN_SITE            the site's folder (`kejin.site.folder`)
KEJIN_SECRET_KEY      the secret behind sessions and forms; else a file of that folder
KEJIN_SECRET_KEY_BEFORE  former secrets, separated by blanks: what they signed or encrypted still counts
KEJIN_HOSTS           names under which the site is reached, separated by commas; this machine's own by default
KEJIN_HTTPS           1 where a proxy in front speaks TLS: cookies, redirects and HSTS follow
KEJIN_BEHIND_PROXY    1 where the proxy's X-Forwarded-For may be believed
KEJIN_SECOND_FACTOR   0 lets people of institutions and offices in without a second factor, for trying out
KEJIN_RUN             the folder of the run that answers are read from
KEJIN_DISCLOSURE_BASE   what counts of a real run are multiples of where an analyst reads them: 5, at least 3
KEJIN_DISCLOSURE_LEAST  from how many enterprises he reads a sum of money: 10, not below the base
"""

import os

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from kejin.records.settings import AUTH_USER_MODEL, DATABASES, DEFAULT_AUTO_FIELD, TIME_ZONE, USE_TZ
from kejin.records.settings import INSTALLED_APPS as RECORDS
from kejin.site.folder import secret_key, site_folder

__all__ = ["AUTH_USER_MODEL", "DATABASES", "DEFAULT_AUTO_FIELD", "TIME_ZONE", "USE_TZ"]


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def whole_number(name: str, usual: int, *, least: int) -> int:
    """A whole number of the environment; a lesser one, or none at all, stops the site rather than weaken it."""
    said = os.environ.get(name, "").strip()
    if said and not (said.isdecimal() and int(said) >= least):
        raise ImproperlyConfigured(f"{name} is a whole number from {least} on; found {said!r}")
    return int(said) if said else max(usual, least)


KEJIN_FOLDER = site_folder()
KEJIN_BEHIND_PROXY = _flag("KEJIN_BEHIND_PROXY")
KEJIN_SECOND_FACTOR = _flag("KEJIN_SECOND_FACTOR", default=True)
KEJIN_RUN = os.environ.get("KEJIN_RUN", "")
KEJIN_DISCLOSURE_BASE = whole_number("KEJIN_DISCLOSURE_BASE", 5, least=3)
KEJIN_DISCLOSURE_LEAST = whole_number("KEJIN_DISCLOSURE_LEAST", 10, least=KEJIN_DISCLOSURE_BASE)
_HTTPS = _flag("KEJIN_HTTPS")

# Read when it is needed: most commands need none, and leave no file behind.
SECRET_KEY = lazy(secret_key, str)(KEJIN_FOLDER)
SECRET_KEY_FALLBACKS = os.environ.get("KEJIN_SECRET_KEY_BEFORE", "").split()
DEBUG = False
ALLOWED_HOSTS = [
    name for name in os.environ.get("KEJIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name
]
ROOT_URLCONF = "kejin.site.urls"
WSGI_APPLICATION = "kejin.site.wsgi.application"

INSTALLED_APPS = [
    *RECORDS,
    "kejin.web.accounts",
    "kejin.web.jobs",
    "kejin.web.search",
    "kejin.web",
    "kejin.web.tokens",
    "kejin.web.scenarios",
    "kejin.web.saved",
    "kejin.console",
    "kejin.api",
    "ninja",
    "csp",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kejin.web.middleware.request_ids",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kejin.web.middleware.staff_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kejin.web.middleware.ErrorsInWords",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "kejin.web.context.every_page",
            ],
            "builtins": ["kejin.web.templatetags.kejin", "django.templatetags.static"],
        },
    }
]

# --- languages: Chinese where the browser asks for nothing that we have ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kejin_language"
USE_I18N = True

# --- people and their sessions ---
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_ENGINE = "kejin.web.accounts.sessions"
SESSION_COOKIE_NAME = "kejin_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_NAME = "kejin_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = _HTTPS
CSRF_FAILURE_VIEW = "kejin.web.failing.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if _HTTPS else []

# --- what a browser may do with our pages ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Tabler's style sheet holds its small signs as data.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None

# --- style sheets and scripts: collected by `kejin web` under names that hold their digest; before, as they lie ---
STATIC_URL = "static/"
_STATIC = KEJIN_FOLDER / "static"
_COLLECTED = (_STATIC / "staticfiles.json").is_file() and not _flag("KEJIN_STATIC_AS_IT_LIES")
STATIC_ROOT = _STATIC if _COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = False

# --- files that people send; `kejin.web.uploads` and the gates of the import look inside ---
MEDIA_ROOT = KEJIN_FOLDER / "uploads"
FILE_UPLOAD_HANDLERS = [
    "kejin.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "kejin": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
