"""The API itself: who asks, how often, and how refusals are told."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.api.errors import ApiError
from tiendo.api.keys import actor_of, count_request, find_key
from tiendo.api.models import ApiKey
from tiendo.domain.refusals import Refusal

_STATUS = {
    "too_many_requests": HTTPStatus.TOO_MANY_REQUESTS,
    "key_invalid": HTTPStatus.UNAUTHORIZED,
    "read_only": HTTPStatus.FORBIDDEN,
    "idempotency_key_missing": HTTPStatus.BAD_REQUEST,
}


class KeyedRequest(HttpRequest):
    """A request that came with a key."""

    auth: ApiKey
    actor: Actor


class ByKey(HttpBearer):
    """Lets in who sends a body's key as ``Authorization: Bearer``."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """The key. Errors: ApiError key_invalid, too_many_requests; PermissionRefused."""
        key = find_key(token)
        if key is None:
            raise ApiError("key_invalid")
        count_request(key)
        cast(KeyedRequest, request).actor = actor_of(key)
        return key


api = NinjaAPI(
    title="Tiến Độ",
    version="1",
    description="Chỉ tiêu, mục tiêu, số liệu và nhiệm vụ. Khóa do thủ trưởng cơ quan cấp.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=ByKey(),
)


def answer(
    request: HttpRequest, error: ApiError, details: list[dict[str, str]] | None = None
) -> HttpResponse:
    """The answer that says what is refused."""
    return _told(request, error, _status(error), details)


def _told(
    request: HttpRequest, error: Refusal, status: int, details: list[dict[str, str]] | None = None
) -> HttpResponse:
    told = {"code": error.code, "message": str(error), "details": details or []}
    response = api.create_response(request, told, status=status)
    if error.code == "too_many_requests":
        response["Retry-After"] = str(error.params["wait"])
    return response


def _status(error: Refusal) -> int:
    other = HTTPStatus.CONFLICT if error.is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    return _STATUS.get(error.code, other)


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    """What an action or the API itself refuses."""
    return _told(request, error, _status(error))


@api.exception_handler(PermissionRefused)
def on_permission(request: HttpRequest, error: PermissionRefused) -> HttpResponse:
    """What the key's body may not do."""
    return _told(request, ApiError("not_permitted"), HTTPStatus.FORBIDDEN)


@api.exception_handler(AuthenticationError)
def on_no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A request without a key."""
    return _told(request, ApiError("key_missing"), HTTPStatus.UNAUTHORIZED)


@api.exception_handler(Http404)
def on_nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    """What is not there."""
    return _told(request, ApiError("not_found"), HTTPStatus.NOT_FOUND)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not have the shape asked for; each place is named."""
    details = [
        {"place": ".".join(map(str, each["loc"])), "problem": str(each["msg"])}
        for each in error.errors
    ]
    return _told(request, ApiError("invalid"), HTTPStatus.UNPROCESSABLE_ENTITY, details)
