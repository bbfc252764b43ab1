"""Log lines are JSON, carry the request's id and no text that a person typed."""

import json
import logging
import sys

from django.http import HttpRequest, HttpResponse

from tiendo.audit.context import REQUEST_ID
from tiendo.config.logs import JsonFormatter, RequestIdMiddleware


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("tiendo.x", logging.WARNING, __file__, 1, message, None, None)


def answered_id(header: str) -> str:
    """The id that the view saw, which must be the one answered with."""
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = header
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(REQUEST_ID.get())
        return HttpResponse()

    response = RequestIdMiddleware(view)(request)
    assert seen == [response["X-Request-ID"]]
    return seen[0]


def test_a_request_keeps_the_id_it_came_with() -> None:
    assert answered_id("proxy-0123456789") == "proxy-0123456789"


def test_an_odd_id_is_replaced() -> None:
    assert answered_id('"><script>') != '"><script>'
    assert len(answered_id("")) == 32


def test_the_id_ends_with_its_request() -> None:
    answered_id("proxy-0123456789")
    assert REQUEST_ID.get() == ""


def test_a_line_is_json_with_level_and_message() -> None:
    line = json.loads(JsonFormatter().format(record("xong việc")))
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "tiendo.x", "xong việc")


def test_a_line_carries_the_id_of_its_request() -> None:
    token = REQUEST_ID.set("abc12345")
    try:
        assert json.loads(JsonFormatter().format(record("x")))["request_id"] == "abc12345"
    finally:
        REQUEST_ID.reset(token)


def test_the_text_of_an_exception_stays_out() -> None:
    try:
        raise ValueError("Nguyễn Văn A, 012345678901")
    except ValueError:
        failed = record("hỏng")
        failed.exc_info = sys.exc_info()
    written = JsonFormatter().format(failed)
    assert "Nguyễn" not in written
    assert json.loads(written)["error"] == "ValueError"
    assert "test_logs.py" in json.loads(written)["frames"][-1]
