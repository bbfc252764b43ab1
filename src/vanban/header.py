"""The letterhead and title block: who issued what, when, to whom, under which mark."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vanban.bodies import body_end, split_bodies, standard_name
from vanban.capitals import sentence_case
from vanban.citations import find_symbols
from vanban.dates import make_date
from vanban.layout import TYPE_HEADING, Layout, blocks_span
from vanban.letters import UPPER, is_upper_case
from vanban.lexicon import mapping, words
from vanban.models import Block, BlockKind, Header, Span, Text

_NATIONAL = re.compile(
    r"(?i:cộng h[oò][àa]\s+xã hội\s+chủ nghĩa\s+việt nam|đảng cộng sản việt nam"
    r"|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc)"
)
_NUMBER = re.compile(r"(?:\A|(?<=[\s|]))Số\s*:?\s*(?=[\d./…_(\s]|\Z)")
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


@dataclass(slots=True)
class _Reading:
    """What the rules have found so far; spans per field."""

    text: Text
    layout: Layout
    values: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    used: set[Span] = field(default_factory=set)

    def put(self, name: str, value: str, span: Span) -> None:
        if name not in self.values and value:
            self.values[name], self.spans[name] = value, span

    def words(self, block: Block) -> str:
        return block.span.of(self.text.content)


def read_header(text: Text, layout: Layout) -> Header:
    """The header of a text; a field that is not printed is None.

    The issuer of a text without a letterhead is inferred from "UBND tỉnh ban hành" and the place.
    """
    reading = _Reading(text, layout)
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


def _read_number(reading: _Reading) -> None:
    """The number after "Số:"; a blank before its slash marks a draft."""
    content = reading.text.content
    for block in reading.layout.head:
        found = _NUMBER.search(reading.words(block))
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


def _read_number_of_title(reading: _Reading) -> None:
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


def _read_date(reading: _Reading) -> None:
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


def _after_number(reading: _Reading, block: Block) -> int:
    """Where to look for the date: after the number where both stand in one paragraph."""
    number = reading.spans.get("number_raw")
    shares = number is not None and block.span.start <= number.start < block.span.end
    return number.end - block.span.start if number and shares else 0


def _place_of(printed: str) -> str:
    """The place without what a broken letterhead may leave before it."""
    return " ".join(printed.split()).strip(" .")


def _group(match: re.Match[str], name: str, offset: int) -> Span:
    return Span(offset + match.start(name), offset + match.end(name))


def _read_marks(reading: _Reading) -> None:
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


def _read_type_and_title(reading: _Reading) -> None:
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


def _read_title(reading: _Reading, rest: Span | None, following: Sequence[Block]) -> None:
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
        title = " ".join(span.of(reading.text.content).split())
        reading.put("title", _SUBJECT.sub("", title, count=1).rstrip(":"), span)


def _name_office(reading: _Reading) -> None:
    """An office is named with the body whose office it is: "Văn phòng UBND tỉnh Đắk Lắk"."""
    if reading.values["issuer"] == "Văn phòng":
        reading.values["issuer"] = f"Văn phòng {reading.values['parent']}"


_HOLDER = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|THỦ TƯỚNG|CHÍNH PHỦ|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND"
    r"|HỘI ĐỒNG NHÂN DÂN|HĐND|QUỐC HỘI|BAN THƯỜNG VỤ|TỔNG GIÁM ĐỐC|CHÁNH|TRƯỞNG BAN|CỤC TRƯỞNG"
    r"|THỐNG ĐỐC|TỔNG THANH TRA)(?!\w)"
)


# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … ĐIỆN:" opens an urgent telegram.
_WIRES = re.compile(r"\s+ĐIỆN\s*:?\s*\Z")


def _is_authority(words_: str) -> bool:
    return bool(_HOLDER.match(words_)) and len(words_) < 120


def _read_subject(reading: _Reading) -> None:
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


def _read_bare_title(reading: _Reading) -> None:
    """The title of a copy without its type line: the first sentence below the number."""
    for block in reading.layout.head:
        words_ = reading.words(block)
        if block.span.start <= reading.spans["number"].start or is_upper_case(words_):
            continue
        if len(words_.split()) > 3 and not _NATIONAL.search(words_) and not _DATE.search(words_):
            reading.put("title", " ".join(words_.split()), block.span)
            return


def _stripped(content: str, span: Span) -> Span:
    words_ = span.of(content)
    start = span.start + len(words_) - len(words_.lstrip())
    return Span(start, start + len(words_.strip()))


_NOT_ISSUER = re.compile(r"[-–—_*=.\s|]*\Z|DỰ THẢO|Dự thảo|BẢN SAO|LƯU HÀNH|XEM XONG")


def _read_issuer(reading: _Reading) -> None:
    """The lines in upper case of the letterhead: the last body is the issuer, the one before it
    its superior; a holder named between title and bases issues a decision."""
    lines = [] if _is_plain_page(reading) else list(_letterhead_lines(reading))
    names = _joined_names(lines)
    if names:
        issuer, span = names[-1]
        reading.put("issuer", _with_place(sentence_case(issuer), reading), span)
        if len(names) > 1:
            reading.put("parent", sentence_case(names[-2][0]), names[-2][1])
            _name_office(reading)
    holder = reading.values.get("holder")
    if holder and re.match(r"CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC", holder):
        reading.values["issuer"] = sentence_case(holder)
        reading.spans["issuer"] = reading.spans["holder"]
    if "issuer" not in reading.values:
        _infer_issuer(reading)


def _is_plain_page(reading: _Reading) -> bool:
    return not reading.layout.head


def _letterhead_lines(reading: _Reading) -> list[tuple[str, Span]]:
    """The lines of the letterhead that may name the issuer, in order."""
    found: list[tuple[str, Span]] = []
    for block in reading.layout.head:
        if TYPE_HEADING.match(reading.words(block)) and block.span in reading.used:
            break
        if block.span in reading.used and not _NUMBER.search(reading.words(block)):
            continue
        for line in re.finditer(r"[^\n|]+", reading.words(block)):
            words_ = _NATIONAL.split(_NUMBER.split(line[0])[0])[0].strip(" -–—*_")
            if not words_ or _NOT_ISSUER.match(words_) or not is_upper_case(words_):
                continue
            start = block.span.start + line.start() + line[0].index(words_)
            found.append((words_, Span(start, start + len(words_))))
    return found


_CONTINUES = re.compile(
    r"(?:TỈNH|THÀNH PHỐ|TP\.?|XÃ|PHƯỜNG|HUYỆN|QUẬN|THỊ XÃ|ĐẶC KHU|KHU VỰC|VỀ|VÀ|CỦA)(?!\w)"
)
_STARTS = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HĐND|HỘI ĐỒNG|SỞ|BỘ|BAN|VĂN PHÒNG|CỤC|CHI CỤC|TỔNG CỤC|CÔNG AN"
    r"|THANH TRA"
    r"|ĐẢNG|TỈNH ỦY|THÀNH ỦY|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|TRUNG TÂM|TRƯỜNG|VIỆN|TÒA ÁN|KHO BẠC"
    r"|NGÂN HÀNG|HỘI|LIÊN ĐOÀN|ĐOÀN|TẬP ĐOÀN|CÔNG TY|TỔNG CÔNG TY|MẶT TRẬN|PHÒNG|TỔ|ĐẠI HỌC"
    r"|BẢO HIỂM|THUẾ|BÁO|ĐÀI|LIÊN MINH|HIỆP HỘI|BCĐ|QUÂN KHU)(?!\w)"
)


def _joined_names(lines: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Bodies of the letterhead, names broken over lines joined."""
    names: list[tuple[str, Span]] = []
    for words_, span in lines:
        if names and _goes_on(names[-1][0], words_):
            before, begun = names[-1]
            names[-1] = (f"{before} {words_}", Span(begun.start, span.end))
        else:
            names.append((words_, span))
    return names


def _goes_on(before: str, words_: str) -> bool:
    if _CONTINUES.match(words_) and not re.match(r"(?:TỈNH|THÀNH) [ỦU]", words_):
        return True
    return not _STARTS.match(words_)


def _with_place(issuer: str, reading: _Reading) -> str:
    """The issuer with the place of the date line where only "UBND tỉnh" is printed."""
    place = reading.values.get("place")
    if place and re.fullmatch(r"(?:UBND|HĐND) (?:tỉnh|thành phố|xã|phường)", issuer):
        return f"{issuer} {re.sub('^(?:Thành phố|TP.?|Tỉnh|Xã|Phường) ', '', place)}"
    return issuer


_ISSUES = re.compile(
    r"\s+(?:tỉnh |thành phố )?(?:ban hành|xây dựng|báo cáo|quyết định|thông báo)\b"
)
_PLACE_NAME = re.compile(
    rf"(?<!\w)(?P<kind>tỉnh|thành phố) (?P<name>[{UPPER}][\w’']*(?: [{UPPER}][\w’']*){{0,3}})"
)
_INTRODUCTION = 12
_LONGEST_PREAMBLE = 4000
_MAY_ISSUE = re.compile(
    r"(?<!\w)(?:UBND|HĐND|Ủy ban|Hội đồng|Bộ|Sở|Chính phủ|Thủ tướng|Ban|Tỉnh ủy)"
)
_WITH_PLACE = re.compile(r"(?:UBND|HĐND|Tỉnh ủy|Thành ủy|Thanh tra|Công an) ?(?:tỉnh|thành phố)?\Z")


def _infer_issuer(reading: _Reading) -> None:
    """From the introduction: the body before "ban hành", with the place that is named most."""
    content = reading.text.content
    blocks = reading.layout.parts[0].blocks[:_INTRODUCTION]
    for block in blocks:
        for match in _MAY_ISSUE.finditer(reading.words(block)[:_LONGEST_PREAMBLE]):
            start = block.span.start + match.start()
            end = body_end(content, start)
            if end and _ISSUES.match(content, end, block.span.end):
                name = sentence_case(standard_name(content[start:end]))
                reading.put("issuer", _named_with_place(name, content), Span(start, end))
                return


def _named_with_place(name: str, content: str) -> str:
    if not _WITH_PLACE.fullmatch(name):
        return name
    places = Counter(
        f"{match['kind']} {match['name']}" for match in _PLACE_NAME.finditer(content, 0, 40_000)
    )
    kind = "thành phố" if "thành phố" in name else "tỉnh"
    named = next((place for place, _ in places.most_common() if place.startswith(kind)), None)
    return f"{name.removesuffix(kind).strip()} {named}" if named else name


def _addressees(reading: _Reading) -> tuple[str, ...]:
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


_RULES: tuple[Callable[[_Reading], None], ...] = (
    _read_number,
    _read_date,
    _read_marks,
    _read_type_and_title,
    _read_issuer,
)
