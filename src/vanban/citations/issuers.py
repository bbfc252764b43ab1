"""Who issued a cited document: the name after "của", with its place, and the code in its symbol."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vanban.bodies import body_end, standard_name
from vanban.lexicon import load, words
from vanban.text import fold

_NAMES = words("issuers", "names")
_STANDARD = {fold(name): name for name in _NAMES}


def _spaced(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"\s+").replace("ủy", "(?:ủy|uỷ)")


_ANY_NAME = "|".join(_spaced(name) for name in sorted(_NAMES, key=len, reverse=True))
_CONGRESS = r"(?:\s*\(?,?\s*kh[oó][aá]\s+[XVI]+\)?)?"
_PLENUM = r"(?:Hội nghị\s+(?:lần thứ\s+\w+|Trung ương\s+\w+)\s*,?\s+(?:của\s+)?)?"
_NAMED = re.compile(rf"(?i:{_PLENUM}(?P<name>{_ANY_NAME})(?!\w){_CONGRESS})")
_PLACE = r"(?:\s+(?:tỉnh|thành phố|quốc gia|Trung ương)(?!\w))?"
_FIELD = "|".join(_spaced(field) for field in words("issuers", "steering_fields"))
_COMMITTEE = re.compile(
    rf"Ban Chỉ đạo{_PLACE}\s+(?:về\s+)?(?:{_FIELD})(?!\w)"
    rf"(?:(?:,?\s+và|,)\s+(?:{_FIELD})(?!\w)){{0,6}}{_PLACE}"
)
_JOINT = re.compile(r"(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s*;\s*)")
# A verb with a capital letter behind a place is no part of its name: "UBND tỉnh Sửa đổi …".
_VERB_BEHIND = re.compile(r"\s+(?:Sửa|Về|Ban|Quy|Phê|Hướng|Thực|Triển|Phát|Tăng|Bổ)\Z")


def find_issuer(content: str, start: int, signers: int = 1) -> tuple[str, int] | None:
    """The body whose name begins at a place, and where the name ends.

    ``signers`` bodies may stand in a list, as the codes of a joint circular say.
    """
    end = _issuer_end(content, start)
    if end is None:
        return None
    for _ in range(signers - 1):
        joint = _JOINT.match(content, end)
        following = _issuer_end(content, joint.end()) if joint else None
        if following is None:
            break
        end = following
    return _standard(content[start:end]), end


def _issuer_end(content: str, start: int) -> int | None:
    committee = _COMMITTEE.match(content, start)
    if committee:
        return committee.end()
    named = _NAMED.match(content, start)
    end = body_end(content, start)
    if named and (end is None or end <= named.end()):
        return named.end()
    if end is None:
        return None
    verb = _VERB_BEHIND.search(content, start, end)
    return verb.start() if verb and content[end : end + 1].isspace() else end


def _standard(raw: str) -> str:
    folded = " ".join(fold(raw).split())
    return _STANDARD.get(folded) or standard_name(raw)


def _names_by_code() -> Mapping[str, tuple[str, ...]]:
    listed = load("issuers")["codes"]
    if not isinstance(listed, dict):
        raise TypeError("issuers.codes is not a mapping")
    return {str(code): tuple(map(str, names)) for code, names in listed.items()}


_BY_CODE = _names_by_code()
_TRAILING_DIGITS = "0123456789"


def issuer_codes(number: str) -> tuple[str, ...]:
    """The codes of bodies in a canonical symbol, the type's code left out.

    "07/2013/TTLT-BGDĐT-BNV-BTC" gives three, "193/2025/QH15" gives "QH".
    """
    groups = [group.rstrip(_TRAILING_DIGITS) for group in re.split("[-/]", number)[1:]]
    return tuple(group for group in groups if group in _BY_CODE)


def signer_count(number: str) -> int:
    """How many bodies sign under a symbol: those of a joint circular, plan or submission."""
    codes = [code for code in issuer_codes(number) if code not in ("UBND", "HĐND")]
    return max(1, len(codes))


_HOLDERS = re.compile(
    r"^(?:phó )?(?:chủ tịch|bộ trưởng|giám đốc|thủ trưởng|tổng giám đốc|ban thường vụ|thường trực"
    r"|chánh văn phòng) "
)


# Of a steering committee the level tells it apart; what it is for is often left out.
_STEERING = re.compile(
    r"ban chỉ đạo(?P<level> (?:trung ương|quốc gia|tỉnh|thành phố)(?: \w+){0,3}?)?"
    r"(?:(?: về)? (?!tỉnh|thành phố|trung ương).*?)?(?P<place> (?:tỉnh|thành phố)(?: \w+){0,3})?$"
)


def agree(one: str | None, other: str | None) -> bool:
    """Whether two names may mean one issuer: equal, or one with more of its place or its holder.

    Missing: an unknown name agrees with any.
    """
    if one is None or other is None:
        return True
    left, right = _bare(one), _bare(other)
    return left == right or left.startswith(right + " ") or right.startswith(left + " ")


def _bare(name: str) -> str:
    folded = " ".join(fold(name).split())
    written = folded.replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân")
    committee = _STEERING.match(written)
    if committee:
        return f"ban chỉ đạo{committee['level'] or committee['place'] or ''}"
    return _HOLDERS.sub("", written)
