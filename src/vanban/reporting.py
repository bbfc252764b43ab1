"""The duty to report, and what a clause is to bring forth."""

from __future__ import annotations

import re

from vanban.body_lists import body_list_end, names_in

# "báo cáo … về Sở Nội vụ", "gửi kết quả về UBND tỉnh", "phản ánh về Sở Y tế"
_REPORTS = re.compile(
    r"[BbPpGgTtKk](?<!\w.)(?:(?<=[Bb])áo cáo|(?<=[Pp])hản ánh|(?<=[Gg])ửi|(?<=[Tt])hông tin"
    r"|(?<=[Kk])iến nghị)(?!\w)(?! viên)"
)
_RECEIVER = re.compile(r"(?:(?:về|cho|gửi|tới|đến|với|qua|thông qua)\s+)(?:cho\s+|về\s+)?(?=\w)")
_DIRECTLY = re.compile(r"(?:\s+(?:kết quả|định kỳ|đột xuất|kịp thời|ngay))?\s+(?=[A-ZĐỦ])")
_SENTENCE_END = re.compile(r"[.;]\s|[.;]?\Z")
_REACH = 320


def reports_to(words: str) -> str | None:
    """To whom a clause orders a report to be sent, None where it orders none."""
    for report in _REPORTS.finditer(words):
        end = _SENTENCE_END.search(words, report.end())
        stop = min(end.start() if end else len(words), report.end() + _REACH)
        direct = _DIRECTLY.match(words, report.end())
        receivers = [match.end() for match in _RECEIVER.finditer(words, report.end(), stop)]
        for position in [*receivers, *([direct.end()] if direct else [])]:
            name = _named_at(words, position)
            if name:
                return name
    return None


def _named_at(words: str, position: int) -> str | None:
    if not words[position : position + 1].isupper():
        return None
    end = body_list_end(words, position)
    names = names_in(words[position:end]) if end else ()
    return names[0] if names else None


_DOCUMENTS = (
    r"(?:[Kk]ế hoạch|Đề án|đề án|[Cc]hương trình|[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|Quy chế"
    r"|quy chế|[Qq]uy định|[Bb]áo cáo|[Dd]anh mục|[Bb]ộ tiêu chí|[Bb]ộ chỉ số|[Qq]uy trình"
    r"|[Tt]ờ trình"
    r"|[Nn]ghị định|[Tt]hông tư|[Dd]ự thảo|[Hh]ướng dẫn)"
)
_BRINGS_FORTH = re.compile(
    r"[BbTtPpXxLl](?<!\w.)(?:(?<=[Bb])an hành|(?<=[Tt])rình[^.;,]{0,60}?(?:ban hành|phê duyệt"
    r"|thông qua)|(?<=[Pp])hê duyệt"
    rf"|(?<=[Xx])ây dựng|(?<=[Ll])ập)\s+(?P<product>{_DOCUMENTS}(?!\w)[^.;,:\n]{{0,140}})"
)
_PURPOSE = re.compile(r"\s+(?:để|nhằm|trước|trong (?:quý|tháng|năm)|hoàn thành|gửi|và\s+tổ chức)\s")


def product_of(words: str) -> str | None:
    """The document that a clause orders to be drawn up, as it is named there."""
    found = _BRINGS_FORTH.search(words)
    if found is None:
        return None
    return _PURPOSE.split(found["product"])[0].strip(" ,") or None
