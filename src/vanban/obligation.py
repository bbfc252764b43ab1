"""How strongly a clause binds: an order, a striving, or a direction that assigns nothing."""

from __future__ import annotations

import re

from vanban.models import Obligation

# What opens a clause that only invites or permits.
_INVITES = re.compile(
    r"\s*[-–+]?\s*(?:Khuyến khích|Được phép|Cho phép|Vận động các nhà hảo tâm|Kêu gọi)(?!\w)"
)
_DIRECTS = re.compile(r"\s*[-–+]?\s*(?:Định hướng|Tầm nhìn|Từng bước|Hướng tới|Hướng đến)(?!\w)")
_DIRECTS_HEADING = re.compile(r"(?i:định hướng|tầm nhìn|quan điểm)")
_STRIVES = re.compile(r"[PpCcNn](?<!\w.)(?:(?<=[Pp])hấn đấu|(?<=[Cc])ố gắng|(?<=[Nn])ỗ lực)(?!\w)")


def assigns_nothing(words: str) -> bool:
    """Whether a clause invites or permits ("Khuyến khích …") and so gives nobody a duty."""
    return bool(_INVITES.match(words))


def obligation_of(words: str, heading: str = "") -> Obligation:
    """How strongly the words of a clause bind, under the heading it stands below."""
    if assigns_nothing(words) or _DIRECTS.match(words) or _DIRECTS_HEADING.match(heading):
        return Obligation.ORIENTATION
    return Obligation.STRIVE if _STRIVES.search(words[:200]) else Obligation.MUST
