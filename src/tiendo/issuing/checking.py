"""The check of a file handed in as signed: its signatures, and whether it is this paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.domain.issuing import fault_of
from tiendo.issuing.comparing import Comparison, compare_pdf
from tiendo.issuing.signatures import SignatureReading, read_signatures
from tiendo.issuing.trust import Trust

NOT_COMPARED = Comparison(False, 0, ())


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found; ``fault`` is the code of why the file is refused, empty where it is taken.

    ``against`` says with how many roots and lists it was checked.
    """

    fault: str
    signatures: tuple[SignatureReading, ...]
    comparison: Comparison
    against: Mapping[str, object]

    def dump(self) -> dict[str, object]:
        """The result as it is kept."""
        return {
            "signatures": [each.dump() for each in self.signatures],
            "comparison": self.comparison.dump(),
            "against": dict(self.against),
        }


def check_returned(
    given_out: bytes, returned: bytes, trust: Trust, moment: dt.datetime
) -> CheckResult:
    """Check a returned PDF against the one given out.

    Errors: IssuingError unreadable_pdf, no_words.
    """
    signatures = read_signatures(returned, trust, moment)
    facts = [each.facts for each in signatures]
    fault = fault_of(facts, 0)
    comparison = compare_pdf(given_out, returned) if not fault else NOT_COMPARED
    found = fault or fault_of(facts, comparison.count)
    return CheckResult(found, signatures, comparison, trust.dump(moment))
