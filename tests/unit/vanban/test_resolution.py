"""Which document a citation means: itself, one named before, or one of a register."""

import datetime as dt

from tests.unit.vanban.texts import PLAN, text_of
from vanban.citations import find_citations
from vanban.models import Citation, Header, KnownDocument, Span
from vanban.parse import parse
from vanban.register import Register
from vanban.resolution import resolve

_DAY = dt.date(2025, 11, 20)


def _header(number: str | None = None, issuer: str | None = None, kind: str = "Báo cáo") -> Header:
    return Header(Span(0, 0), number=number, issuer=issuer, type=kind, date=_DAY)


def _resolve(words: str, *register: KnownDocument, header: Header | None = None) -> list[Citation]:
    citations = list(find_citations(words))
    return list(resolve(words, citations, (header or _header(),), Register(register)))


def _known(key: str, number: str, *day: int, issuer: str | None = None) -> KnownDocument:
    return KnownDocument(key, number, dt.date(*day) if day else None, issuer)


def test_the_own_number_is_a_self_reference() -> None:
    words = "Kế hoạch số 12/KH-UBND này; Kế hoạch số 12/KH-UBND ngày 05/01/2024"
    same, older = _resolve(words, header=_header("12/KH-UBND"))
    assert (same.is_self, same.number) == (True, "")
    assert (older.is_self, older.number) == (False, "12/KH-UBND")


def test_this_plan_is_not_the_report_that_says_so() -> None:
    assert [c.raw for c in _resolve("Kế hoạch này; Báo cáo này; Văn bản này")] == [
        "Báo cáo này",
        "Văn bản này",
    ]


def test_a_guide_line_is_a_self_reference_only_for_the_own_document() -> None:
    guide = "(Ban hành kèm theo Quyết định số 9/QĐ-UBND ngày 20/11/2025 của UBND tỉnh)"
    (own,) = _resolve(guide)
    assert own.is_self
    other = "(Kèm theo Thông tư số 68/2018/TT-BTC ngày 06/7/2018)"
    assert not _resolve(other, header=_header("12/KH-UBND"))[0].is_self


def test_a_short_citation_has_the_fuller_one_as_its_antecedent() -> None:
    words = "Nghị quyết số 72/NQ-CP ngày 02/4/2025 của Chính phủ; Nghị quyết số 72/NQ-CP."
    full, short = _resolve(words)
    assert full.antecedent is None
    assert short.antecedent == full.span


def test_two_fuller_ones_leave_it_open() -> None:
    words = "số 7/KH-UBND ngày 01/4/2024; số 7/KH-UBND ngày 01/4/2025; số 7/KH-UBND"
    assert _resolve(words)[-1].antecedent is None


def test_another_issuer_is_another_document() -> None:
    words = "Kế hoạch số 7/KH-UBND ngày 01/4/2025 của UBND tỉnh; số 7/KH-UBND của UBND xã Ea Kar"
    assert _resolve(words)[-1].antecedent is None


def test_a_law_by_name_finds_its_number() -> None:
    full, short = _resolve("Luật Dữ liệu số 60/2024/QH15; theo Luật Dữ liệu")
    assert short.antecedent == full.span


def test_an_older_document_does_not_cite_a_later_one() -> None:
    words = (
        "Kế hoạch số 03-KH/BCĐ ngày 07/11/2025 của Ban Chỉ đạo tỉnh.\nCông văn số 4011/UBND-KGVX "
        "ngày 13/9/2025 của UBND tỉnh về việc đôn đốc Kế hoạch số 03-KH/BCĐ của Ban Chỉ đạo tỉnh"
    )
    later, _, cited = _resolve(
        words, _known("a", "03-KH/BCĐ", 2025, 11, 7), _known("b", "03-KH/BCĐ")
    )
    assert (later.candidates, cited.antecedent, cited.candidates) == (("a", "b"), None, ("b",))


def test_candidates_share_symbol_and_date() -> None:
    register = (_known("a", "7/KH-UBND", 2025, 4, 1), _known("b", "7/KH-UBND", 2024, 4, 1))
    dated, other, bare = _resolve(
        "số 7/KH-UBND ngày 01/4/2024\nsố 7/KH-UBND ngày 02/4/2024\nsố 7/KH-UBND", *register
    )
    assert (dated.candidates, other.candidates) == (("b",), ())
    assert bare.candidates == ("a", "b")


def test_a_short_citation_takes_the_date_of_its_antecedent() -> None:
    register = (_known("a", "7/KH-UBND", 2025, 4, 1), _known("b", "7/KH-UBND", 2024, 4, 1))
    *_, short = _resolve("số 7/KH-UBND ngày 01/4/2024 và số 7/KH-UBND", *register)
    assert short.candidates == ("b",)


def test_what_came_later_is_not_cited() -> None:
    assert _resolve("số 7/KH-UBND", _known("a", "7/KH-UBND", 2025, 12, 1))[0].candidates == ()


def test_padding_is_not_merged_blindly() -> None:
    padded = _known("a", "012/KH-UBND", 2025, 7, 31)
    older = _known("b", "12/KH-UBND", 2025, 2, 1)
    assert _resolve("số 12/KH-UBND", padded, older)[0].candidates == ("b",)
    assert _resolve("số 12/KH-UBND ngày 31/7/2025", padded)[0].candidates == ("a",)
    assert _resolve("số 12/KH-UBND ngày 01/02/2025", padded)[0].candidates == ()
    assert _resolve("số 12/KH-UBND", padded)[0].candidates == ("a",)


def test_similar_codes_are_two_bodies() -> None:
    assert _resolve("số 02-KH/BCĐ", _known("a", "02-KH/BCĐTW"))[0].candidates == ()


def test_misprints_are_found_by_their_canonical_symbol() -> None:
    assert _resolve("số 57-NQ-TW", _known("a", "57-NQ/TW"))[0].candidates == ("a",)
    assert _resolve("số 57-NQ/TW", _known("a", "57/NQ-TW"))[0].candidates == ("a",)


def test_issuers_and_provinces_tell_documents_apart() -> None:
    register = (
        _known("a", "7/KH-UBND", issuer="UBND tỉnh Đắk Lắk"),
        _known("b", "7/KH-UBND", issuer="UBND tỉnh Gia Lai"),
        _known("c", "7/KH-UBND", issuer="UBND xã Ea Kar"),
    )
    own = _header(issuer="UBND tỉnh Đắk Lắk")
    (bare,) = _resolve("số 7/KH-UBND", *register, header=own)
    assert bare.candidates == ("a", "c")
    (province,) = _resolve("số 7/KH-UBND của UBND tỉnh", *register, header=own)
    assert province.candidates == ("a",)
    (other,) = _resolve("số 7/KH-UBND của UBND tỉnh Gia Lai", *register, header=own)
    assert other.candidates == ("b",)


def test_laws_are_found_by_name_and_year() -> None:
    register = (
        KnownDocument("a", "45/2013/QH13", dt.date(2013, 11, 29), title="Luật Đất đai"),
        KnownDocument("b", "31/2024/QH15", dt.date(2024, 1, 18), title="Luật Đất đai"),
    )
    both, one = _resolve("theo Luật Đất đai\ntheo Luật Đất đai năm 2024", *register)
    assert (both.candidates, one.candidates) == (("a", "b"), ("b",))


def test_parse_resolves_to_its_register() -> None:
    known = KnownDocument("nq71", "71/NQ-CP", dt.date(2025, 4, 1), "Chính phủ")
    parsed = parse(text_of(*PLAN), [known])
    found = [c.candidates for c in parsed.citations if c.number == "71/NQ-CP"]
    assert found and set(found) == {("nq71",)}


def test_the_register_finds_by_key_and_name() -> None:
    register = Register([KnownDocument("a", "", title="Luật Dữ liệu")])
    assert [known.key for known in register.with_name("luật dữ liệu năm 2024")] == ["a"]
    assert register.get("a") is not None and register.get("b") is None
    assert register and not Register()
