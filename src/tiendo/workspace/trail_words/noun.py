"""What a noun says in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Noun:
    """The words of its actions by their codes, and of its kinds of objects by their models."""

    actions: Mapping[str, str | Promise]
    objects: Mapping[str, str | Promise]
