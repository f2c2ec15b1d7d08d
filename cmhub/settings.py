"""Django's settings, derived from `cmhub.config`. Importing needs neither a database nor secrets."""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from cmhub import addresses, config, logs, running, secrets_file

django_stubs_ext.monkeypatch()  # Django's own classes take type parameters, CharField[str, str], at run time too

CONFIG = config.load(os.environ)
_SECRETS = secrets_file.read(CONFIG.data)
_RUNNING = running.find(CONFIG.data) if not (CONFIG.database_url and CONFIG.redis_url) else None
_LOCAL = urlsplit(CONFIG.public_address)

# What the apps read.
BASE_DIR = config.BASE_DIR
CMHUB_DATA = CONFIG.data
CMHUB_PUBLIC_URL = CONFIG.public_address
CMHUB_DEMO_NETWORK_URL = CONFIG.demo_network_url or (_RUNNING.demo_network_url if _RUNNING else "")
CMHUB_BLUESKY_URL = CONFIG.bluesky_url
CMHUB_OUTBOUND_ALLOW = CONFIG.allow_private | {urlsplit(CMHUB_DEMO_NETWORK_URL).netloc} - {""}
CMHUB_JETSTREAM = CONFIG.jetstream
CMHUB_DEMO_SIGN_IN = CONFIG.on_loopback  # its password lies on the screen of whoever starts cmhub
CMHUB_DEMO_EMAIL = "demo@cmhub.example"
CMHUB_FIELD_KEYS = list(_SECRETS.field_keys) if _SECRETS else []  # Fernet keys, the newest first
CMHUB_MAIL_URL = CONFIG.mail_url

SECRET_KEY = _SECRETS.django_key if _SECRETS else secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = sorted({_LOCAL.hostname or "localhost", CONFIG.bind, "localhost", "127.0.0.1", "[::1]"})
ROOT_URLCONF = "cmhub.urls"
WSGI_APPLICATION = "cmhub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "core.forms.Renderer"

INSTALLED_APPS = [
    "cmhub",
    # cmhub's own, the highest layer first
    "demo",
    "today",
    "reports",
    "crisis",
    "influencers",
    "monitoring",
    "calendar_app",
    "channels",
    "media",
    "networks",
    "brands",
    "accounts",
    "mail",
    "core",
    # of others
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cmhub.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "brands.api.bearer.BearerMiddleware",
    "accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "brands.middleware.AccessMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "brands.shell.context",
                "channels.banners.context",
                "demo.strip.context",
            ],
        },
    }
]

# Stores: the operator's, else the embedded ones that run over the data folder.
DATABASES = {"default": addresses.database(CONFIG.database_url or (_RUNNING.database_url if _RUNNING else ""))}
CMHUB_REDIS_URL = CONFIG.redis_url or (_RUNNING.redis_url if _RUNNING else "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CMHUB_REDIS_URL or addresses.NO_REDIS,
        "KEY_PREFIX": "cmhub",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Who is asking.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_CHANGE_EMAIL = True  # one address for each person: the new one takes over once it is confirmed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # or anybody could have mail sent to anybody
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {  # none is longer than five minutes: the page for who tried too often says so
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "20/5m/ip,5/5m/key",
    "reset_password_from_key": "20/5m/ip",
    "confirm_email": "1/3m/key",
    "manage_email": "10/5m/user",
    "change_password": "5/5m/user",
    "reauthenticate": "10/5m/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "add_email": "accounts.sign_in_forms.ChangeAddressForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.sign_in_forms.ActivateTotpForm",
    "add_webauthn": "accounts.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.sign_in_forms.EditPasskeyForm",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "cmhub"
MFA_TOTP_TOLERANCE = 1  # phones' clocks differ by a few seconds
MFA_ALLOW_UNVERIFIED_EMAIL = True  # without a mail server nobody could confirm an address
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _LOCAL.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.proxies  # 0: whatever X-Forwarded-For says, the address is the connection's

# Languages: source strings are English, people see Spanish first.
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Files.
STATIC_URL = "static/"
STATIC_ROOT = CONFIG.data / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cmhub.static.CollectedOrPlain"},
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
MEDIA_ROOT = CONFIG.files
MEDIA_URL = "files/"
CMHUB_MEDIA_BYTES = CONFIG.media_gb * 10**9
FILE_UPLOAD_HANDLERS = [
    "media.receiving.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# What a browser may do with our pages. The hash is the empty string's: FullCalendar and Plotly fill an empty style
# element through CSSOM, which needs that element and nothing else.
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, _EMPTY_STYLE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],  # FullCalendar carries the font of its arrows in its styles
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
_HTTPS = _LOCAL.scheme == "https"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = f"cmhub_session_{CONFIG.port}"  # cookies ignore ports: two installations on one host keep apart
CSRF_COOKIE_NAME = f"cmhub_csrf_{CONFIG.port}"
CSRF_TRUSTED_ORIGINS = [f"{_LOCAL.scheme}://{_LOCAL.netloc}"]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["brands.api.body.Json"],
    "URL_FORMAT_OVERRIDE": None,  # there is one format
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},  # a person, or a program of theirs
}

SPECTACULAR_SETTINGS = {
    "TITLE": "cmhub",
    "DESCRIPTION": "Topics, sources, mentions and counts of a brand. docs/api.md says how to use it.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["brands.api.schema.say_errors_once"],
    "COMPONENT_SPLIT_REQUEST": True,  # what is sent may not be blank, what is given may
    "COMPONENT_SPLIT_PATCH": False,  # a PATCH has fields that must be there: the version
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "AUTHENTICATION_WHITELIST": ["brands.api.bearer.BearerAuthentication"],  # sessions are for our own pages
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}

# Mail and logs.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from
LOGGING = logs.settings(CONFIG.log_level)
