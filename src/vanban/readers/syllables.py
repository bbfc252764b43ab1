"""Syllables torn apart by PDF extractors where a font falls back ("s ố", "doanh nghi ệp").

Text is only mended where tears that cannot be words are frequent: a lone consonant before a marked
vowel. A sound text has none, and stays as it is.
"""

from __future__ import annotations

import re

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])"
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
# Syllables without an onset that are words, so that "điểm c ở" may be right.
_WORDS = (
    "ở|ổ|ổn|ồn|ốm|ôm|ôn|ông|ống|ốc|ối|ổi|ủy|uỷ|ủng|ứng|ưng|ước|ưu|ức|ấn|ẩn|ấp|âm|ẩm|ăn|ảnh|ánh|án|"
    r"áp|áo|êm|ơn|ý|ỷ|í|ít|ích|ạ|à|á|ả|ừ|ứ|ủ|út|ấy|ới|ớt|ậm|ập|ắt|ô|ế"
)
_TORN_ONSET = re.compile(
    rf"(?<![\w.,;:()/-])(?P<onset>{_ONSET}) (?P<rest>(?!(?:{_WORDS})(?!\w))[{_MARKED}])",
    re.IGNORECASE,
)
_AMBIGUOUS_ONSET = re.compile(
    rf"(?<![\w.,;:()/-])(?P<onset>{_ONSET}) (?P<rest>[{_MARKED}])", re.IGNORECASE
)
# What can only be the end of a syllable, whatever stands before it.
_TORN_RIME = re.compile(
    r"(?<=[iuyưoIUYƯO]) (?P<rest>(?:[ềếểễệ](?:u|n|t|p|m|ng|c|nh)|[ờởỡợ](?:i|ng|c|t|m|p)|ớ(?:c|ng)|"
    r"[ộồ](?:c|i|ng|t)|[ậầ](?:t|n|y|c)|[ấẩ](?:t|c))(?!\w))"
)
_FEWEST = 5
_SHARE = 0.001
_SAMPLE = 200_000


def mend_syllables(content: str) -> tuple[str, int]:
    """The text with torn syllables put together, and how many there were."""
    sample = content[:_SAMPLE]
    torn = len(_TORN_ONSET.findall(sample))
    if torn < max(_FEWEST, _SHARE * sample.count(" ")):
        return content, 0
    mended, onsets = _AMBIGUOUS_ONSET.subn(r"\g<onset>\g<rest>", content)
    mended, rimes = _TORN_RIME.subn(r"\g<rest>", mended)
    return mended, onsets + rimes
