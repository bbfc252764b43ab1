"""The letterhead and title block: who issued what, when, to whom, under which mark."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from vanban.bodies import split_bodies
from vanban.citations import find_symbols
from vanban.dates import make_date
from vanban.introduction import read_introduction
from vanban.layout import TYPE_HEADING, Layout, blocks_span
from vanban.letterhead import NATIONAL, NUMBER_LABEL, Reading, read_issuer
from vanban.letters import UPPER, is_upper_case
from vanban.lexicon import mapping, words
from vanban.models import Block, BlockKind, Header, Span, Text

_BLANK_NUMBER = re.compile(r"[\s.…_]*(?P<symbol>[/-]\s?[A-ZĐ][\w&-]*(?:[-/][\w&-]+)*)")
_DATE = re.compile(
    rf"(?P<place>[{UPPER}][\w’' .]{{1,40}}?)\s*,\s*ngày(?P<day>[\s.…_\d]*)"
    r"tháng(?P<month>[\s.…_\d]*)"
    r"năm\s*(?P<year>\d{4})"
)
_URGENCY = re.compile(r"(?:HỎA TỐC HẸN GIỜ|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\b")
_SECRECY = {"TUYỆTMẬT": "TUYỆT MẬT", "TỐIMẬT": "TỐI MẬT", "MẬT": "MẬT"}
_SUBJECT = re.compile(r"\A(?:V/v|V/V|v/v)\s*:?\s*")
_ADDRESSED = re.compile(r"Kính gửi\s*:?\s*|KÍNH GỬI\s*:?\s*")
_CODES = mapping("documents", "codes")
_TYPE_NAMES = {name.upper(): name for name in words("documents", "types")}
_FIRST_PAGE = 40


def read_header(text: Text, layout: Layout) -> Header:
    """The header of a text; a field that is not printed is None.

    The issuer of a text without a letterhead is inferred from "UBND tỉnh ban hành" and the place.
    """
    reading = Reading(text, layout)
    for rule in _RULES:
        rule(reading)
    values, spans = reading.values, reading.spans
    number_raw = values.get("number_raw")
    return Header(
        blocks_span(layout.head),
        confidence=0.95 if "issuer" in spans and layout.head else 0.7,
        number=values.get("number"),
        number_raw=number_raw,
        date=_date_of(values),
        date_raw=values.get("date_raw"),
        type=values.get("type"),
        title=values.get("title"),
        issuer=values.get("issuer"),
        parent=values.get("parent"),
        place=values.get("place"),
        addressees=_addressees(reading),
        urgency=values.get("urgency"),
        secrecy=values.get("secrecy"),
        is_draft=_is_draft(values),
        field_spans=spans,
    )


def _date_of(values: dict[str, str]) -> dt.date | None:
    numbers = [values.get(part, "").strip(" .…_") for part in ("year", "month", "day")]
    if not all(number.isdigit() for number in numbers):
        return None
    return make_date(*(int(number) for number in numbers))


def _is_draft(values: dict[str, str]) -> bool:
    no_number = "number_raw" in values and "number" not in values
    no_day = "date_raw" in values and not values.get("day", "").strip(" .…_")
    return no_number or no_day


def _read_number(reading: Reading) -> None:
    """The number after "Số:"; a blank before its slash marks a draft."""
    content = reading.text.content
    for block in reading.layout.head:
        found = NUMBER_LABEL.search(reading.words(block))
        if found is None:
            continue
        start = block.span.start + found.end()
        reading.used.add(block.span)
        symbol = next(find_symbols(content, start, min(block.span.end, start + 60)), None)
        if symbol and symbol.span.start <= start + 2:
            reading.put("number", symbol.number, symbol.span)
            reading.put("number_raw", symbol.raw, symbol.span)
            return
        blank = _BLANK_NUMBER.match(content, start, block.span.end)
        if blank:
            span = Span(blank.start("symbol"), blank.end("symbol"))
            reading.put("number_raw", span.of(content), span)
            return
    _read_number_of_title(reading)


_TITLE_NUMBER = re.compile(r"(?:[\w ]{4,30}\s)số\s*:?\s*(?=\d)")


def _read_number_of_title(reading: Reading) -> None:
    """A page of a portal headed only by "Nghị quyết số 57-NQ/TW"."""
    blocks = reading.text.blocks[:1]
    for block in blocks:
        found = _TITLE_NUMBER.match(reading.words(block))
        if found:
            start = block.span.start + found.end()
            symbol = next(find_symbols(reading.text.content, start, block.span.end), None)
            if symbol and symbol.span.end == block.span.end:
                reading.put("number", symbol.number, symbol.span)
                reading.put("number_raw", symbol.raw, symbol.span)


def _read_date(reading: Reading) -> None:
    for block in reading.layout.head:
        found = _DATE.search(reading.words(block), _after_number(reading, block))
        if found:
            offset = block.span.start
            span = Span(offset + found.start(), offset + found.end())
            reading.used.add(block.span)
            reading.put("date_raw", found[0][found[0].index("ngày") :], span)
            reading.put("place", _place_of(found["place"]), _group(found, "place", offset))
            for part in ("day", "month", "year"):
                reading.values[part] = found[part]
            reading.spans["date"] = span
            return


def _after_number(reading: Reading, block: Block) -> int:
    """Where to look for the date: after the number where both stand in one paragraph."""
    number = reading.spans.get("number_raw")
    shares = number is not None and block.span.start <= number.start < block.span.end
    return number.end - block.span.start if number and shares else 0


def _place_of(printed: str) -> str:
    """The place without what a broken letterhead may leave before it."""
    return " ".join(printed.split()).strip(" .")


def _group(match: re.Match[str], name: str, offset: int) -> Span:
    return Span(offset + match.start(name), offset + match.end(name))


def _read_marks(reading: Reading) -> None:
    """Urgency and secrecy, only as a line of their own in the letterhead or on the first page."""
    for index, block in enumerate(reading.text.blocks[:_FIRST_PAGE]):
        if block.kind is BlockKind.CELL and index >= len(reading.layout.head):
            continue
        for line in re.finditer(r"[^\n|]+", reading.words(block)):
            words_ = line[0].strip(" .*[]()")
            span = Span(block.span.start + line.start(), block.span.start + line.end())
            tight = words_.replace(" ", "")
            if tight in _SECRECY:
                reading.put("secrecy", _SECRECY[tight], span)
                reading.used.add(block.span)
            elif _URGENCY.fullmatch(words_):
                reading.put("urgency", words_.replace("HOẢ", "HỎA"), span)
                reading.used.add(block.span)


def _read_type_and_title(reading: Reading) -> None:
    head = reading.layout.head
    for index, block in enumerate(head):
        match = TYPE_HEADING.match(reading.words(block))
        if match is None:
            continue
        start = block.span.start
        kind = _TYPE_NAMES.get(match["type"], match["type"].capitalize())
        reading.put("type", kind, _group(match, "type", start))
        reading.used.add(block.span)
        rest = _group(match, "rest", start)
        _read_title(reading, rest if match["rest"].strip() else None, head[index + 1 :])
        return
    _read_subject(reading)


def _read_title(reading: Reading, rest: Span | None, following: Sequence[Block]) -> None:
    """The title: the rest of the type line and the paragraphs after it that name no body."""
    spans = [rest] if rest else []
    for block in following:
        words_ = reading.words(block)
        holder = spans and is_upper_case(words_) and _is_authority(words_)
        if holder or re.match(r"[-–—*_\s]+\Z|\(\s*(?i:kèm theo|ban hành kèm)", words_):
            if holder:
                reading.put("holder", _WIRES.sub("", words_), block.span)
            break
        spans.append(block.span)
        reading.used.add(block.span)
    if spans:
        span = _stripped(reading.text.content, Span(spans[0].start, spans[-1].end))
        span = _without_holder(reading, span)
        title = " ".join(span.of(reading.text.content).split())
        reading.put("title", _SUBJECT.sub("", title, count=1).rstrip(":"), span)


_HOLDER = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|THỦ TƯỚNG|CHÍNH PHỦ|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND"
    r"|HỘI ĐỒNG NHÂN DÂN|HĐND|QUỐC HỘI|BAN THƯỜNG VỤ|TỔNG GIÁM ĐỐC|CHÁNH|TRƯỞNG BAN|CỤC TRƯỞNG"
    r"|THỐNG ĐỐC|TỔNG THANH TRA)(?!\w)"
)


# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … ĐIỆN:" opens an urgent telegram.
_WIRES = re.compile(r"\s+ĐIỆN\s*:?\s*\Z")


# A holder who closes a title in capitals and is no part of its sentence.
_CLOSING_HOLDER = re.compile(
    r"(?<!CỦA)(?<!DO)(?<!VỚI)(?<!VÀ)(?<!CHO)(?<!TẠI)(?<!BỞI)(?<!LÀ)(?<!THUỘC)(?<!TRÌNH)(?<!VỀ)"
    r"(?<!,)\s(?P<holder>(?:CHỦ TỊCH (?:[ỦU][YỶ] BAN NHÂN DÂN|UBND|NƯỚC)|BỘ TRƯỞNG BỘ"
    r"|THỦ TƯỚNG CHÍNH PHỦ"
    r"|(?:[ỦU][YỶ] BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) (?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU)"
    r"|GIÁM ĐỐC SỞ|TỔNG GIÁM ĐỐC|TỔNG THANH TRA|THỐNG ĐỐC NGÂN HÀNG|QUỐC HỘI|CHÍNH PHỦ)"
    rf"(?: [{UPPER}’',-]+)*)\Z"
)


def _without_holder(reading: Reading, title: Span) -> Span:
    """A title without the office-holder whose line runs on from it."""
    words_ = title.of(reading.text.content)
    found = _CLOSING_HOLDER.search(words_)
    if found is None or len(words_[: found.start()].split()) < 3:
        return title
    start = title.start + found.start("holder")
    reading.put("holder", found["holder"], Span(start, title.end))
    return Span(title.start, title.start + found.start())


def _is_authority(words_: str) -> bool:
    return bool(_HOLDER.match(words_)) and len(words_) < 120


def _read_subject(reading: Reading) -> None:
    """Without a type line: an official letter by its "V/v", else the type its symbol states."""
    for block in reading.layout.head:
        words_ = reading.words(block)
        subject = re.search(r"(?:V/v|V/V)\s*:?\s*", words_)
        if subject:
            span = Span(block.span.start + subject.end(), block.span.end)
            reading.put(
                "type", "Công văn", Span(block.span.start, block.span.start + subject.end())
            )
            reading.put("title", " ".join(span.of(reading.text.content).split()), span)
            reading.used.add(block.span)
            return
    number = reading.values.get("number")
    if number:
        code = re.search(r"[/-](?:\d{4}/)?([A-ZĐ][A-Za-zĐđ]*)", number)
        name = _CODES.get(code[1]) if code else None
        reading.put("type", name or "Công văn", reading.spans["number"])
        _read_bare_title(reading)


def _read_bare_title(reading: Reading) -> None:
    """The title of a copy without its type line: the first sentence below the number."""
    for block in reading.layout.head:
        words_ = reading.words(block)
        if block.span.start <= reading.spans["number"].start or is_upper_case(words_):
            continue
        if len(words_.split()) > 3 and not NATIONAL.search(words_) and not _DATE.search(words_):
            reading.put("title", " ".join(words_.split()), block.span)
            return


def _stripped(content: str, span: Span) -> Span:
    words_ = span.of(content)
    start = span.start + len(words_) - len(words_.lstrip())
    return Span(start, start + len(words_.strip()))


def _addressees(reading: Reading) -> tuple[str, ...]:
    """The bodies after "Kính gửi", on its line or as bullets below it."""
    blocks = [*reading.layout.head, *reading.layout.parts[0].blocks[:15]]
    for index, block in enumerate(blocks):
        match = _ADDRESSED.match(reading.words(block))
        if match is None:
            continue
        inline = reading.words(block)[match.end() :].strip()
        lines = [inline] if inline else []
        span_end = block.span.end
        for following in blocks[index + 1 :]:
            words_ = reading.words(following)
            if not re.match(r"[-–+•]\s", words_):
                break
            lines.append(words_.lstrip("-–+• "))
            span_end = following.span.end
        reading.spans["addressees"] = Span(block.span.start, span_end)
        return tuple(name for line in lines for name in split_bodies(line))
    return ()


_RULES: tuple[Callable[[Reading], None], ...] = (
    _read_number,
    _read_date,
    _read_marks,
    _read_type_and_title,
    read_issuer,
    read_introduction,
)
