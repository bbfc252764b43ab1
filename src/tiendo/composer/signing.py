"""The forms of signing: on behalf of, acting, for the head, by order, by written authority.

Source: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I.
"""

from __future__ import annotations

from tiendo.composer.model import Signature


def sign_as_head(position: str, name: str | None = None) -> Signature:
    """The head of the body signs in person: "GIÁM ĐỐC"."""
    return Signature((), position.upper(), name)


def sign_for_collective(
    collective: str, position: str, name: str | None = None, *, for_head: str | None = None
) -> Signature:
    """TM.: on behalf of a collective; with ``for_head`` a deputy signs (KT.) for its head."""
    authority = (f"TM. {collective.upper()}", *((f"KT. {for_head.upper()}",) if for_head else ()))
    return Signature(authority, position.upper(), name)


def sign_for_head(head: str, position: str, name: str | None = None) -> Signature:
    """KT.: a deputy signs for the head."""
    return Signature((f"KT. {head.upper()}",), position.upper(), name)


def sign_as_acting_head(head: str, name: str | None = None) -> Signature:
    """Q.: an acting head signs."""
    return Signature((), f"Q. {head.upper()}", name)


def sign_by_order(
    head: str, position: str, name: str | None = None, *, for_head: str | None = None
) -> Signature:
    """TL.: the head of a unit signs by order; with ``for_head`` the unit's deputy does."""
    authority = (f"TL. {head.upper()}", *((f"KT. {for_head.upper()}",) if for_head else ()))
    return Signature(authority, position.upper(), name)


def sign_by_authority(head: str, position: str, name: str | None = None) -> Signature:
    """TUQ.: signed under a written authority, limited in time and scope."""
    return Signature((f"TUQ. {head.upper()}",), position.upper(), name)
