"""Django settings. Every choice of an installation comes from the environment (environment.py)."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tiendo.config import environment, mail
from tiendo.config.logs import LOGGING as LOGGING

BASE_DIR = environment.ROOT
DATA_DIR = environment.read_data_folder()
SECRET_KEY = environment.read_secret_key(DATA_DIR)
DEBUG = environment.read_flag("TIENDO_DEBUG", default=False)
PUBLIC_URL = environment.read_public_url()
IS_HTTPS = PUBLIC_URL is not None and PUBLIC_URL.startswith("https://")
# The server itself speaks plain http: https means a proxy before it.
TRUSTED_PROXIES = environment.read_count("TIENDO_TRUSTED_PROXIES", default=int(IS_HTTPS), most=9)
ALLOWED_HOSTS = environment.read_list("TIENDO_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
TODAY = environment.read_day("TIENDO_TODAY")
PROVINCE = environment.read_province()

# The templates of `workspace` come before those of allauth and axes, which they replace.
INSTALLED_APPS = [
    "tiendo.workspace",
    "tiendo.audit",
    "tiendo.outbox",
    "tiendo.organisations",
    "tiendo.accounts",
    "tiendo.calendars",
    "tiendo.documents",
    "tiendo.programmes",
    "tiendo.tasks",
    "tiendo.indicators",
    "tiendo.budgets",
    "tiendo.reporting",
    "tiendo.issuing",
    "tiendo.regimes",
    "tiendo.intake",
    "tiendo.alerts",
    "tiendo.inspections",
    "tiendo.measuring",
    "tiendo.analytics",
    "tiendo.overview",
    "tiendo.imports",
    "tiendo.search",
    "tiendo.exchange",
    "tiendo.meetings",
    "tiendo.api",
    "tiendo.integrations",
    "tiendo.demo",
    "tiendo.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "tiendo.config.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tiendo.config.compression.PageCompressionMiddleware",
    "tiendo.config.headers.PrivateAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tiendo.workspace.upload_limit.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tiendo.config.signin.SessionEndMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tiendo.config.signin.FirstPasswordMiddleware",
    "axes.middleware.AxesMiddleware",
    "tiendo.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "tiendo.config.urls"
WSGI_APPLICATION = "tiendo.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tiendo.workspace.frame.frame",
            ]
        },
    }
]

FORM_RENDERER = "tiendo.workspace.form_renderer.WrittenInputs"

# --- database -------------------------------------------------------------------------------
# Unset: an address nobody answers at, so that lint and types can load the settings; the system
# check tiendo.E001 says so before anything runs.
_address = environment.read_database("DATABASE_URL")
DATABASE_IS_SET = _address is not None
DATABASES = {
    "default": {
        **(
            _address or environment.parse_database_url("postgresql://tiendo_app@127.0.0.1/tiendo")
        ).as_django(),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.read("TIENDO_TEST_DATABASE") or "test_tiendo"},
    }
}
# Shared by all workers and processes: what is counted in it holds for the whole installation.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# The application role may insert into these tables and read them, never change or delete a row.
# The trail, and the history of tasks that every status is computed from.
APPEND_ONLY_TABLES = [
    "audit_auditevent",
    "audit_sealbatch",
    "audit_sealedevent",
    "tasks_lifecycleevent",
    "tasks_deadlinechange",
    "alerts_rulevalue",
    "tasks_changestep",
    "tasks_difficultyevent",
    "tasks_directiveevent",
    "reporting_urgedtask",
    "reporting_chosenvalue",
    "reporting_outlineversion",
    "reporting_writing",
    "reporting_housetemplate",
    "reporting_checkpass",
    "regimes_submissionstep",
    "issuing_paperstep",
    "issuing_paperfile",
    "issuing_signaturecheck",
    "inspections_outlineanswer",
    "exchange_formversion",
    "exchange_rowevent",
    "documents_virusscan",
    "tasks_recheck",
    "tasks_recheckproof",
    "indicators_indicatorpassage",
    "indicators_observationname",
    "indicators_observationcomment",
    "indicators_target",
    "budgets_projectapproval",
    "budgets_projectfunding",
    "budgets_budgetstep",
    "budgets_commitment",
    "budgets_disbursement",
    "budgets_treasurystatement",
]
# An app called `tasks` exists: job functions live in modules named `jobs`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "src" / "tiendo" / "locale"]

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "src" / "tiendo" / "static"]
MEDIA_ROOT = DATA_DIR / "files"
QUARANTINE_ROOT = DATA_DIR / "quarantine"
# Pictures of pages: a cache that backups leave out.
PAGES_ROOT = DATA_DIR / "pages"
# Facts for analysis: written anew each night from the database, so backups leave them out.
FACTS_ROOT = DATA_DIR / "facts"
_PRIVATE = {
    "file_permissions_mode": 0o600,
    "directory_permissions_mode": 0o700,
}
_FILES = "django.core.files.storage.FileSystemStorage"
STORAGES = {
    "default": {"BACKEND": _FILES, "OPTIONS": {"location": MEDIA_ROOT, **_PRIVATE}},
    "quarantine": {"BACKEND": _FILES, "OPTIONS": {"location": QUARANTINE_ROOT, **_PRIVATE}},
    "pages": {"BACKEND": _FILES, "OPTIONS": {"location": PAGES_ROOT, **_PRIVATE}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A document or a piece of evidence larger than this is refused.
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
# The virus scanner that clears each upload; None: none is asked.
VIRUS_SCAN = environment.read_virus_scan()

# Roots that signatures are believed from, and revocation lists: roots/*.pem, crls/*.crl.
SIGNING_ROOT = DATA_DIR / "signing"
# The body's own key that papers are sealed with; None: they are signed outside.
SEAL = environment.read_seal()

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tiendo.config.signin.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "tiendo.config.signin.ClosedSocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
# Wrong codes of the second step, by person; wrong passwords are counted by axes (config.signin).
ACCOUNT_RATE_LIMITS = {"login_failed": "6/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tiến Độ"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_CLIENT_IP_CALLABLE = "tiendo.config.lockout.address_signing_in"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "tiendo.config.lockout.name_signing_in"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Also the longest a session lasts, counted from the sign-in (config.signin).
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
# Browsers take a cookie of this name only over https and from this very host.
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what leaves the system ---------------------------------------------------------------------
MAIL_SERVER = mail.read_mail_server()
MAIL_FROM = mail.read_mail_sender()
# Hosts and networks of one's own that webhooks may reach besides the open internet.
WEBHOOK_ALLOWED_HOSTS = environment.read_list("TIENDO_WEBHOOK_ALLOWED_HOSTS", ())

# --- analysis -----------------------------------------------------------------------------------
ANALYTICS_ENGINE = environment.read_analytics_engine()
# The Spark Connect server; asked only where it is the engine.
ANALYTICS_URL = environment.read_analytics_url()

# --- headers ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

if TODAY is not None:
    from tiendo.domain.clock import fix_day

    fix_day(TODAY)

# Thresholds that this installation lays down, each with its day and source.
environment.add_parameters(DATA_DIR)
