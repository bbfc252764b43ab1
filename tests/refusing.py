"""What a test expects to be refused, by its code."""

from __future__ import annotations

import pytest

from tiendo.domain.refusals import Refusal


def refused(root: type[Refusal], code: str) -> pytest.RaisesExc[Refusal]:
    """A block that must be refused with the code."""
    return pytest.raises(root, check=lambda refusal: refusal.code == code)
