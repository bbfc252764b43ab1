"""How reports name documents: in full with the subject, dated, or by type and symbol."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.documents.models import Document
from tiendo.organisations.models import Organisation
from tiendo.reporting.values.documents import dated, full, short, subject

DAY = dt.date(2025, 1, 5)


def document(**fields: object) -> Document:
    values = {
        "type_name": "Kế hoạch",
        "number": "07/KH-UBND",
        "issuer_text": "UBND tỉnh",
        "issued_on": DAY,
        "title": "Mở dữ liệu dùng chung.",
    }
    return Document(**(values | fields))


def test_a_document_is_named_as_far_as_the_register_knows_it() -> None:
    assert full(document()) == (
        "Kế hoạch số 07/KH-UBND ngày 05/01/2025 của UBND tỉnh về mở dữ liệu dùng chung"
    )
    assert dated(document(issued_on=None)) == "Kế hoạch số 07/KH-UBND của UBND tỉnh"
    assert dated(document(issuer_text="")) == "Kế hoạch số 07/KH-UBND ngày 05/01/2025"
    assert short(document(type_name="")) == "Văn bản số 07/KH-UBND"


def test_the_register_of_bodies_names_who_the_paper_does_not() -> None:
    of = document(issuer_text="", issuer=Organisation(name="Sở  Nội vụ"))
    assert dated(of).endswith(" của Sở Nội vụ")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Về việc mở dữ liệu", " về việc mở dữ liệu"),
        ("Quy định mức chi", " quy định mức chi"),
        ("Ban hành Quy chế dữ liệu", " ban hành Quy chế dữ liệu"),
        ("mở dữ liệu", " về mở dữ liệu"),
        ("CNTT trong trường học", " về CNTT trong trường học"),
        ("  ", ""),
    ],
)
def test_a_subject_is_led_in_once(title: str, words: str) -> None:
    assert subject(document(title=title)) == words
