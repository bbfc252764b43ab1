"""The letterhead: the lines that name who issued a document and whose part the issuer is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.bodies import body_end, standard_name
from vanban.capitals import sentence_case
from vanban.layout import TYPE_HEADING, Layout
from vanban.letters import UPPER, is_upper_case
from vanban.models import Block, Span, Text

NATIONAL = re.compile(
    r"(?i:cộng h[oò][àa]\s+xã hội\s+chủ nghĩa\s+việt nam|đảng cộng sản việt nam"
    r"|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc)"
)
NUMBER_LABEL = re.compile(
    r"(?:\A(?:Luật|Nghị quyết|Pháp lệnh|Lệnh)\s+số|(?:\A|(?<=[\s|]))Số)\s*:?\s*(?=[\d./…_(\s]|\Z)"
)


@dataclass(slots=True)
class Reading:
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


_NOT_ISSUER = re.compile(r"[-–—_*=.\s|]*\Z|[(\[]?\s*(?:DỰ THẢO|Dự thảo|BẢN SAO|LƯU HÀNH|XEM XONG)")
# The title of an appendix or of a sheet: no letterhead stands below it.
_TITLE = re.compile(
    r"(?:PHỤ LỤC|PHỤ BIỂU|BIỂU|BẢNG|DANH MỤC|TỔNG HỢP|HỆ THỐNG|CHỈ TIÊU|CÁC|NHIỆM VỤ|MỤC TIÊU"
    r"|KẾT QUẢ|TÌNH HÌNH|TIẾN ĐỘ|DỰ TOÁN|PHÂN BỔ|PHÂN CÔNG|THỐNG KÊ|DANH SÁCH|THEO DÕI)(?!\w)"
)


def read_issuer(reading: Reading) -> None:
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
        reading.values["issuer"] = _with_place(sentence_case(holder), reading)
        reading.spans["issuer"] = reading.spans["holder"]
    if "issuer" not in reading.values:
        _infer_issuer(reading)


def _is_plain_page(reading: Reading) -> bool:
    return not reading.layout.head


def _letterhead_lines(reading: Reading) -> list[tuple[str, Span]]:
    """The lines of the letterhead that may name the issuer, in order."""
    found: list[tuple[str, Span]] = []
    for block in reading.layout.head:
        if TYPE_HEADING.match(reading.words(block)) and block.span in reading.used:
            break
        if _TITLE.match(reading.words(block)):
            break
        if block.span in reading.used and not NUMBER_LABEL.search(reading.words(block)):
            continue
        for line in re.finditer(r"[^\n|]+", reading.words(block)):
            offset = block.span.start + line.start()
            found.extend(
                (words_, Span(offset + at, offset + at + len(words_)))
                for words_, at in _names_in(line[0])
            )
    return found


# A body and the office below it that run on in one line.
_RUN_ON = re.compile(
    r"(?:UBND|[ỦU][YỶ] BAN NHÂN DÂN|HĐND|HỘI ĐỒNG NHÂN DÂN|TẬP ĐOÀN|TỔNG CÔNG TY|BỘ|SỞ"
    r"|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|ĐẢNG [ỦU][YỶ]) .+?"
    r"(?<!QUỐC)(?<!VĂN)(?<!HẢI)(?<!CỦA)(?<!VÀ)(?<!VỀ)"
    r"(?P<gap> )(?=(?:SỞ|PHÒNG|TỔNG CÔNG TY|CÔNG TY|CHI CỤC|CỤC|TRUNG TÂM|BAN QUẢN LÝ|THANH TRA"
    r"|TRƯỜNG|BAN CHỈ ĐẠO|CÔNG AN|ĐẢNG [ỦU][YỶ]|VĂN PHÒNG) \w)"
)


def _names_in(line: str) -> Iterator[tuple[str, int]]:
    """What may name a body in a line of the letterhead, with where it begins: the stretches in
    capitals that are neither motto nor number, a body and its office parted."""
    at = 0
    for piece in NATIONAL.split(NUMBER_LABEL.split(line)[0]):
        words_ = _leading_capitals(piece).strip(" -–—*_")
        if words_ and not _NOT_ISSUER.match(words_) and is_upper_case(words_):
            start = line.index(words_, at)
            at = start + len(words_)
            gap = _RUN_ON.match(words_)
            cut = gap.start("gap") if gap else len(words_)
            yield words_[:cut], start
            if gap:
                yield words_[cut + 1 :], start + cut + 1


def _leading_capitals(piece: str) -> str:
    """The words in capitals that a piece begins with: the number or the place may follow them."""
    words_ = piece.split(" ")
    lower = next((i for i, word in enumerate(words_) if word.upper() != word), len(words_))
    return " ".join(words_[:lower])


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


_NO_PLACE = re.compile(r"(?:Chủ tịch )?(?:UBND|HĐND) (?:tỉnh|thành phố|xã|phường|đặc khu)")


def _with_place(issuer: str, reading: Reading) -> str:
    """The issuer with the place of the date line where only "UBND tỉnh" is printed."""
    place = reading.values.get("place")
    if place and _NO_PLACE.fullmatch(issuer):
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


def _infer_issuer(reading: Reading) -> None:
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


def _name_office(reading: Reading) -> None:
    """An office is named with the body whose office it is: "Văn phòng UBND tỉnh Đắk Lắk"."""
    if reading.values["issuer"] == "Văn phòng":
        reading.values["issuer"] = f"Văn phòng {reading.values['parent']}"
