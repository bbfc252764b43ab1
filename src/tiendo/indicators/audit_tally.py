"""What an audit of values found so far, and how it tells of a value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from tiendo.indicators.models import IndicatorValue

EXAMPLES = 20
# Place within an indicator: body, first and last day, breakdown.
Place = tuple[int, dt.date, dt.date, str]
# What a value says: state, value, measured, counted.
Said = tuple[str, Decimal | None, int, int]


@dataclass(slots=True)
class Tally:
    """What was found so far."""

    changed: int = 0
    added: int = 0
    dropped: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    def tell(self, code: str, place: Place, stored: object, expected: object) -> None:
        """Count one; both sides as plain words, "–" for a value that is not there."""
        if stored is None:
            self.added += 1
        elif expected is None:
            self.dropped += 1
        else:
            self.changed += 1
        if len(self.examples) < EXAMPLES:
            body, start, end, breakdown = place
            self.examples.append(
                {
                    "indicator": code,
                    "body": str(body),
                    "period": f"{start.isoformat()}/{end.isoformat()}",
                    "breakdown": breakdown,
                    "stored": "–" if stored is None else str(stored),
                    "expected": "–" if expected is None else str(expected),
                }
            )


def told(present: object, said: Said | None) -> str | None:
    """What a value says, in words; None where there is none."""
    if present is None or said is None:
        return None
    state, value, measured, counted = said
    return f"{state if value is None else f'{value.normalize():f}'} ({measured}/{counted})"


def said_of(value: IndicatorValue) -> Said:
    """What a value says."""
    return str(value.state), value.value, value.measured, value.counted
