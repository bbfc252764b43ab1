"""The settings of the product with what only tests need."""

import atexit
import os
import shutil
import tempfile

from tiendo.config import environment

_folder = tempfile.mkdtemp(prefix="tiendo-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TIENDO_DATA"] = _folder
os.environ.setdefault("TIENDO_SECRET_KEY", "a key for tests, where nothing is secret")
# Playwright runs an event loop in the thread of the test, which reads the database too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if migration_url := environment.read("MIGRATION_DATABASE_URL"):
    # Test databases are made and migrated by the role that may; rights are tested by SET ROLE.
    os.environ["DATABASE_URL"] = migration_url
    os.environ.pop("DATABASE_URL_FILE", None)

from tiendo.config.settings import *  # noqa: E402, F403
from tiendo.config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None
AXES_ENABLED = False
