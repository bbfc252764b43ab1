"""Addresses and numbers of people as those see them who need not reach the person."""

from __future__ import annotations

_SHOWN_DIGITS = 3
_HIDDEN = "•••"


def mask_phone(phone: str) -> str:
    """The number with its last three digits alone; empty for none."""
    digits = [sign for sign in phone if sign.isdecimal()]
    return f"{_HIDDEN} {''.join(digits[-_SHOWN_DIGITS:])}" if digits else ""


def mask_email(address: str) -> str:
    """The first letter and what stands after the sign @; empty for none."""
    name, sign, host = address.rpartition("@")
    return f"{name[:1]}{_HIDDEN}{sign}{host}" if sign and name else ""
