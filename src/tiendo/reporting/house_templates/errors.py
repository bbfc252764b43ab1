"""What is refused about house templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiendo.composer.house_checks import Fault
from tiendo.domain.refusals import Refusal
from tiendo.reporting.house_templates.messages import MESSAGES, say_fault


class TemplateRefused(Refusal):
    """Root of what is refused about house templates."""

    words = MESSAGES
    conflicts = frozenset({"nothing_to_withdraw", "same_template"})

    def sentences(self) -> list[str]:
        """What is refused, a sentence for each thing that is wrong."""
        return [str(self)]


class TemplateFaulty(TemplateRefused):
    """A template with faults; all of them are told at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("template_faults", faults=faults)
        self.faults = tuple(faults)

    def sentences(self) -> list[str]:
        """Each fault as a sentence."""
        return [say_fault(each.code, each.params) for each in self.faults]

    def told(self) -> Mapping[str, object]:
        """The faults as sentences."""
        return {"faults": " ".join(self.sentences())}
