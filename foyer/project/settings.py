"""Django's settings, made from config.py; nothing here is read from the environment directly."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from foyer.project.config import config
from foyer.project.database import database
from foyer.project.fingerprint import fingerprint
from foyer.project.logs import logging_config
from foyer.project.mail import mail_settings

_config = config()
ROOT = Path(__file__).resolve().parents[1]

DEBUG = _config.debug
SECRET_KEY = _config.kept_secret_key()
BASE_URL = _config.base_url.rstrip("/")
_base_host = urlsplit(BASE_URL).hostname
ALLOWED_HOSTS = [h.strip() for h in _config.allowed_hosts.split(",") if h.strip()] or (
    [_base_host, "127.0.0.1", "localhost"] if _base_host else ["*"]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
ROOT_URLCONF = "foyer.project.urls"
CSRF_FAILURE_VIEW = "foyer.desk.errors.not_allowed"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "team.User"
DATA_FOLDER = _config.data
DATABASES = {"default": database(_config.database_url, _config.data)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks_db",
    "foyer.lib.search",
    "foyer.events",
    "foyer.team",
    "foyer.portals",
    "foyer.identity",
    "foyer.crm",
    "foyer.visits",
    "foyer.conversations",
    "foyer.channels.webchat",
    "foyer.channels.forms",
    "foyer.notifications",
    "foyer.scoring",
    "foyer.privacy",
    "foyer.api",
    "foyer.project",
]
MIDDLEWARE = [
    "foyer.project.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "foyer.project.packed.PackedFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "foyer.project.middleware.NoStore",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foyer.project.middleware.UserPreferences",
    "foyer.desk.access.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "foyer.project.jinja.environment",
            "context_processors": [
                "foyer.desk.shell.context.shell",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "desk" / "shell" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    },
]

# Who may come in
AUTHENTICATION_BACKENDS = ["foyer.team.backend.Backend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "live"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "foyer.desk.entry.adapter.NoSignup"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_NAME = "foyer_session"
CSRF_COOKIE_NAME = "foyer_csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _config.trusted_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Language and time: D22, D23.
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [ROOT / "locale"]

# Files that go out and come in
STATICFILES_DIRS = [ROOT / "desk" / "shell" / "static"]
STATIC_URL = f"/static/{fingerprint(STATICFILES_DIRS[0])}/"  # another address with each change, so browsers keep files
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_INDEX_FILE = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILES = _config.files_path
MAX_FILE_MB = _config.max_file_mb
PUSH_ORIGINS = tuple(each.strip().rstrip("/").lower() for each in _config.push_origins.split(",") if each.strip())
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = logging_config(_config.log_format, _config.log_level)
globals().update(mail_settings(_config.smtp_url, _config.mail_from))
