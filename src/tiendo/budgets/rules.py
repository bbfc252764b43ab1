"""The rules of money in words: which text sets them, and whether that text was read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tiendo.domain.parameters import ParameterVersion


def rule_words(rules: Iterable[ParameterVersion]) -> str:
    """What sets some rules; said of it where one was recalled and not held against its text."""
    found = list(rules)
    words = "; ".join(dict.fromkeys(rule.words or rule.source for rule in found))
    if all(rule.is_verified for rule in found):
        return words
    return _("%(words)s (chưa đối chiếu với văn bản gốc)") % {"words": words}
