"""Every address of the platform; each app's own are included under its prefix."""

from typing import NoReturn

from allauth.urls import urlpatterns as allauth_patterns
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path

from tiendo.config import health
from tiendo.workspace.views.invitations import accept
from tiendo.workspace.views.verification import verify

# Of allauth's pages these answer. Nobody signs up, resets a password by mail or keeps several
# addresses: what is not used is closed, so that it cannot be misused.
OPEN_ACCOUNT_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)


def closed(request: HttpRequest, **arguments: str) -> NoReturn:
    """The answer of a page that the product does not use."""
    raise Http404


def closing_all_but(
    names: frozenset[str], patterns: list[URLPattern | URLResolver]
) -> list[URLPattern | URLResolver]:
    """The patterns with every page closed that is not named; the names stay, as code asks them."""
    kept: list[URLPattern | URLResolver] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = closing_all_but(names, entry.url_patterns)
            kept.append(URLResolver(entry.pattern, inner))
        elif entry.name in names:
            kept.append(entry)
        else:
            kept.append(URLPattern(entry.pattern, closed, name=entry.name))
    return kept


handler400 = "tiendo.workspace.views.bad_request.show_bad_request"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include(closing_all_but(OPEN_ACCOUNT_PAGES, allauth_patterns))),
    path("lich/", include("tiendo.integrations.calendar.urls")),
    path("api/", include("tiendo.api.urls")),
    path("loi-moi/<str:code>/", accept, name="invitation"),
    path("xac-minh/<str:code>/", verify, name="verification"),
    path("", include("tiendo.workspace.urls")),
]
