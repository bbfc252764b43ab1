"""Money as pictures print it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from vanban.quantities import format_number

_MILLION = Decimal(1_000_000)


def millions(amount: int) -> str:
    """Whole đồng as millions, rounded half up: "500.118 triệu đồng"."""
    return _("%(amount)s triệu đồng") % {"amount": in_millions(amount)}


def in_millions(amount: int) -> str:
    """The same without the unit, which stands once beside all of them."""
    return format_number((Decimal(amount) / _MILLION).quantize(Decimal(1), ROUND_HALF_UP))
