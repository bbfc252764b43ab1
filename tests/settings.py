"""The settings of the product with what only tests need."""

import os

from tiendo.config import environment

if os.environ.get("MIGRATION_DATABASE_URL") or os.environ.get("MIGRATION_DATABASE_URL_FILE"):
    # Test databases are made and migrated by the role that may; rights are tested by SET ROLE.
    os.environ["DATABASE_URL"] = environment.read("MIGRATION_DATABASE_URL") or ""
    os.environ.pop("DATABASE_URL_FILE", None)

from tiendo.config.settings import *  # noqa: E402, F403
from tiendo.config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True
