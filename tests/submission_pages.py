"""Looking at the screens of submissions as one person or another, on the day of the report."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.report_factories import AS_OF
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.regimes.models import Submission

LIST = "/bao-cao-ky/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(submission: Submission, path: str = "") -> str:
    return f"{LIST}{submission.pk}/{path}"


def seen(user: User, path: str) -> str:
    with noon(AS_OF):
        response = signed_in(user).get(path)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(user: User, path: str) -> int:
    with noon(AS_OF):
        client = signed_in(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
    return len(found)
