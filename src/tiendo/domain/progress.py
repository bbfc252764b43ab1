"""How far work is by a count: so many of so many."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

HUNDREDTH = Decimal("0.01")


class CountRefused(ValueError):
    """A count that is none; ``code`` says why: count_negative, total_not_positive, count_over."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Count:
    """``done`` of ``total`` in a unit ("xã").

    Errors: CountRefused for a negative count, a total of zero, or more done than there is.
    """

    done: Decimal
    total: Decimal
    unit: str = ""

    def __post_init__(self) -> None:
        if self.done < 0:
            raise CountRefused("count_negative")
        if self.total <= 0:
            raise CountRefused("total_not_positive")
        if self.done > self.total:
            raise CountRefused("count_over")

    @property
    def percent(self) -> Decimal:
        """The share in percent, to a hundredth; cut, so that only all of it is 100."""
        return (self.done * 100 / self.total).quantize(HUNDREDTH, ROUND_DOWN)
