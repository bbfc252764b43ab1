"""Names printed in upper case in letterheads, written as in a sentence."""

from __future__ import annotations

import re

from vanban.bodies import standard_name
from vanban.body_patterns import KNOWN_NAMES
from vanban.letters import is_upper_case
from vanban.lexicon import words

_PLACE_WORDS = r"(?:tỉnh|thành phố|tp\.?|xã|phường|huyện|quận|thị xã|thị trấn|đặc khu|khu vực|vùng)"
_PLACE = re.compile(
    rf"(?<!\w)({_PLACE_WORDS}) ((?!(?:và|trực|về|của|hội(?=\Z|,| và))\b)\w[\w’'. -]*)\Z"
)
_ALL = {name.casefold(): name for name in KNOWN_NAMES}
_SHORT = re.compile(r"(?i)(?<!\w)(?:ubnd|hđnd|mttq|ubmttq|ttg|chxhcn|vnpt|bhxh|kcn|cnc)(?!\w)")
_OPENERS = {
    opener.casefold(): opener
    for opener in (
        "Chủ tịch",
        "Phó Chủ tịch",
        "Bộ trưởng",
        "Thủ trưởng",
        "Giám đốc",
        "Chánh Văn phòng",
        "Văn phòng",
        "Thường trực",
        "Ban Thường vụ",
        "Ban Quản lý",
    )
}
# What such a committee is for is written in small letters.
_COMMITTEE = re.compile(r"ban chỉ đạo(?= )")
_PARTY_COMMITTEE = re.compile(r"(?P<kind>tỉnh|thành|huyện|quận) ủy(?: (?P<place>.+))?\Z")
_PHRASES = {
    phrase.casefold(): phrase
    for phrase in (
        *words("bodies", "departments"),
        *words("bodies", "whole"),
        *words("bodies", "name_words"),
        "Việt Nam",
        "Trung ương",
        "Đảng",
        "miền Bắc",
        "miền Trung",
        "miền Nam",
        "Tây Nguyên",
    )
}
_PHRASE = re.compile(
    "|".join(rf"(?<!\w){re.escape(p)}(?!\w)" for p in sorted(_PHRASES, key=len, reverse=True))
)


def sentence_case(printed: str) -> str:
    """A body's name as in a sentence: "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK" is "UBND tỉnh Đắk Lắk".

    Names already in sentence case keep their letters. Committees and councils are shortened to
    UBND and HĐND.
    """
    name = " ".join(printed.split()).strip(" .,;:*-–")
    if not is_upper_case(name):
        return _shortened(standard_name(name))
    return _shortened(_recased(name.lower().replace("uỷ", "ủy")))


def _shortened(name: str) -> str:
    name = re.sub(r"[ỦU][yỷ] ban nhân dân(?!\w)", "UBND", name.replace("Uỷ ban", "Ủy ban"))
    return re.sub(r"Hội đồng nhân dân(?!\w)", "HĐND", name)


def _recased(lowered: str) -> str:
    known = _ALL.get(lowered)
    if known:
        return known
    lowered = lowered.replace("ủy ban nhân dân", "ubnd").replace("hội đồng nhân dân", "hđnd")
    party = _PARTY_COMMITTEE.match(lowered)
    if party:
        place_name = _titled(party["place"]) if party["place"] else ""
        return f"{party['kind'].capitalize()} ủy {place_name}".strip()
    place = _PLACE.search(lowered)
    head = lowered[: place.start()].strip() if place else lowered
    tail = f" {place[1]} {_titled(place[2])}" if place else ""
    return (_recased_head(head) + tail).strip()


def _recased_head(head: str) -> str:
    known = _ALL.get(head)
    if known or not head:
        return known or ""
    if _COMMITTEE.match(head):
        return "Ban Chỉ đạo" + head[len("ban chỉ đạo") :]
    for opener, written in _OPENERS.items():
        if head.startswith(opener + " "):
            return written + " " + _recased_head(head[len(opener) + 1 :])
    first, _, rest = head.partition(" ")
    joined = first.capitalize() + (
        " " + _PHRASE.sub(lambda m: _PHRASES[m[0]], rest) if rest else ""
    )
    return _SHORT.sub(lambda match: match[0].upper(), joined)


def _titled(place: str) -> str:
    return re.sub(r"\w[\w’']*", lambda match: match[0][:1].upper() + match[0][1:], place)
