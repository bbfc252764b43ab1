"""Pages leave compressed; what is compressed already, or read while it is sent, does not."""

from __future__ import annotations

import gzip
from http import HTTPStatus

import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from tiendo.config.compression import PageCompressionMiddleware

PAGE = "<li>Lập danh mục dữ liệu</li>" * 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(answer: HttpResponseBase, takes: str = "gzip, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"accept-encoding": takes})
    return PageCompressionMiddleware(lambda _request: answer)(request)


def test_a_page_is_compressed_and_reads_the_same() -> None:
    answer = sent(HttpResponse(PAGE))
    assert isinstance(answer, HttpResponse)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(PAGE) / 5
    assert gzip.decompress(answer.content).decode() == PAGE
    assert answer["Content-Length"] == str(len(answer.content))


def test_the_length_of_a_page_tells_nothing_of_what_is_in_it() -> None:
    lengths = {sent(HttpResponse(PAGE))["Content-Length"] for _time in range(20)}
    assert len(lengths) > 1


def test_who_does_not_take_it_gets_the_page_as_it_is() -> None:
    answer = sent(HttpResponse(PAGE), takes="identity")
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("kind", [XLSX, "application/pdf", "image/jpeg"])
def test_what_is_compressed_already_goes_as_it_is(kind: str) -> None:
    answer = sent(HttpResponse(PAGE, content_type=kind))
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (HTTPStatus.OK, False)


def test_a_file_is_sent_while_it_is_read() -> None:
    answer = sent(FileResponse([PAGE.encode()], content_type="text/csv"))
    assert "Content-Encoding" not in answer.headers
