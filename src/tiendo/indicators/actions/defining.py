"""The dictionary: indicators and their dated definitions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.models import Document, Passage
from tiendo.documents.sayings import passage_saying
from tiendo.domain import clock
from tiendo.domain.closing import load_closing_rules
from tiendo.domain.collation import fold
from tiendo.indicators.checking.conditions import require_unnamed
from tiendo.indicators.computing import follow
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.formula_book import (
    check_new,
    require_unused,
    require_users_hold,
    unit_of,
)
from tiendo.indicators.models import (
    Dimension,
    Direction,
    Indicator,
    IndicatorPassage,
    IndicatorState,
    IndicatorVersion,
    Observation,
    Origin,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.refilling import refill
from tiendo.indicators.registers import check_register, forget_measured, keep_measured
from tiendo.organisations.models import BodyGroup, Organisation

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:[._-][A-Z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is: with a ``formula`` it is computed, with the name of a ``register`` it
    is taken from there, else entered.

    Missing: ``reporters`` None where there is one figure; its ``subject`` None is the owner.
    """

    name: str
    unit: str
    direction: Direction
    frequency: Frequency
    closing: str = "calendar"
    decimals: int = 0
    definition: str = ""
    unit_base: str = ""
    dimensions: tuple[Dimension, ...] = ()
    reporters: BodyGroup | None = None
    subject: Organisation | None = None
    data_source: str = ""
    source: str = ""
    is_verified: bool = False
    passages: tuple[Passage, ...] = ()
    formula: str = ""
    register: str = ""


@transaction.atomic
def define_indicator(
    *, by: Actor, code: str, owner: Organisation, definition: Definition, since: dt.date
) -> Indicator:
    """A new indicator with its first definition, in force from a day on.

    Errors: PermissionRefused; FormulaRefusal for its formula or unit; IndicatorError
    code_malformed, code_taken and those of a definition.
    """
    author = by.require("indicator.define")
    code = code.strip()
    if not CODE.fullmatch(code) or len(code) > 40:
        raise IndicatorError("code_malformed", code=code)
    if Indicator.objects.filter(code=code).exists():
        raise IndicatorError("code_taken", code=code)
    indicator = Indicator.objects.create(
        code=code, owner=owner, created_by_id=by.user_id, created_at=clock.now()
    )
    version = _add_version(by, indicator, 1, definition, since, "")
    if version.formula:
        refill(code)
    record(by=author, action="indicator.define", target=indicator, after=_facts(version))
    return indicator


@transaction.atomic
def revise_definition(
    *,
    by: Actor,
    indicator: Indicator,
    definition: Definition,
    since: dt.date,
    reason: str,
    seen: int | None = None,
) -> IndicatorVersion:
    """Another definition from a day on; periods before it keep theirs.

    ``seen`` is the number of the last definition that was looked at: of two who revise at once the
    second is told. Missing: None asks for no such care.
    Errors: PermissionRefused; FormulaRefusal for its formula or unit; IndicatorError retired,
    defined_meanwhile, reason_missing, since_too_early, unit_in_use, breaks_formula and those of a
    definition.
    """
    author = by.require("indicator.define")
    current = _last_version(indicator)
    if seen is not None and seen != current.number:
        raise IndicatorError("defined_meanwhile", person=current.decided_by, why=current.reason)
    if not reason.strip():
        raise IndicatorError("reason_missing")
    begun = current.validity.lower
    if begun is not None and since <= begun:
        raise IndicatorError(
            "since_too_early", since=f"{since:%d/%m/%Y}", current=f"{begun:%d/%m/%Y}"
        )
    said = definition.unit.strip(), definition.unit_base.strip()
    if said != (current.unit, current.unit_base):
        _require_no_figures(current, since)
    _end(current, since)
    gone = forget_measured(indicator, since) if current.register else []
    version = _add_version(by, indicator, current.number + 1, definition, since, reason.strip())
    require_users_hold(indicator.code)
    if gone:
        follow(gone)
    if version.formula or current.formula:
        refill(indicator.code)
    record(
        by=author,
        action="indicator.revise",
        target=indicator,
        before=_facts(current),
        after=_facts(version),
        reason=reason.strip(),
    )
    return version


@transaction.atomic
def retire_indicator(*, by: Actor, indicator: Indicator, on: dt.date, reason: str) -> Indicator:
    """Collect no more figures from a day on; what was collected stays.

    Errors: PermissionRefused; FormulaRefusal indicator_in_use; IndicatorError named_by_rule,
    retired, reason_missing, since_too_early.
    """
    author = by.require("indicator.define")
    current = _last_version(indicator)
    if not reason.strip():
        raise IndicatorError("reason_missing")
    require_unused(indicator.code)
    require_unnamed(indicator.code)
    begun = current.validity.lower
    if begun is not None and on <= begun:
        raise IndicatorError("since_too_early", since=f"{on:%d/%m/%Y}", current=f"{begun:%d/%m/%Y}")
    _end(current, on)
    Indicator.objects.filter(pk=indicator.pk).update(state=IndicatorState.RETIRED)
    after: State = {"indicator_state": str(IndicatorState.RETIRED), "since": on.isoformat()}
    record(by=author, action="indicator.retire", target=indicator, after=after, reason=reason)
    indicator.state = IndicatorState.RETIRED
    return indicator


@transaction.atomic
def restore_indicator(
    *, by: Actor, indicator: Indicator, since: dt.date, reason: str
) -> IndicatorVersion:
    """Collect figures again from a day on, by the definition that was in force last.

    Errors: PermissionRefused; FormulaRefusal for its formula; IndicatorError not_retired,
    reason_missing, since_too_early.
    """
    author = by.require("indicator.define")
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if locked.state != IndicatorState.RETIRED:
        raise IndicatorError("not_retired", code=locked.code)
    if not reason.strip():
        raise IndicatorError("reason_missing")
    last = locked.versions.order_by("-number").select_related("reporters", "subject")[0]
    ended = last.validity.upper
    if ended is not None and since < ended:
        raise IndicatorError(
            "since_too_early", since=f"{since:%d/%m/%Y}", current=f"{ended:%d/%m/%Y}"
        )
    Indicator.objects.filter(pk=locked.pk).update(state=IndicatorState.ACTIVE)
    again = definition_of(last)
    version = _add_version(by, locked, last.number + 1, again, since, reason.strip())
    if version.formula:
        refill(locked.code)
    after = {"indicator_state": str(IndicatorState.ACTIVE), "since": since.isoformat()}
    record(
        by=author, action="indicator.restore", target=indicator, after=after, reason=reason.strip()
    )
    indicator.state = IndicatorState.ACTIVE
    return version


@transaction.atomic
def link_words(
    *, by: Actor, indicator: Indicator, document: Document, words: str
) -> IndicatorPassage:
    """Let the definition in force last rest on words of a stored document.

    Errors: PermissionRefused; IndicatorError retired, words_missing, words_not_found,
    already_linked.
    """
    author = by.require("indicator.define")
    version = _last_version(indicator)
    passage = find_passage(document, words)
    if version.passages.filter(passage=passage).exists():
        raise IndicatorError("already_linked")
    linked = IndicatorPassage.objects.create(version=version, passage=passage)
    after: State = {"document": document.pk, "quote": passage.quote}
    record(by=author, action="indicator.link", target=indicator, after=after)
    return linked


def find_passage(document: Document, words: str) -> Passage:
    """The passage of a document that says given words.

    Errors: IndicatorError words_missing, words_not_found.
    """
    if not words.strip():
        raise IndicatorError("words_missing")
    passage = passage_saying(document, words)
    if passage is None:
        raise IndicatorError("words_not_found", document=str(document))
    return passage


def definition_of(version: IndicatorVersion) -> Definition:
    """What a version says, to be said again. Cost: two queries."""
    return Definition(
        name=version.name,
        unit=version.unit,
        direction=Direction(version.direction),
        frequency=Frequency(version.frequency),
        closing=version.closing,
        decimals=version.decimals,
        definition=version.definition,
        unit_base=version.unit_base,
        dimensions=tuple(version.dimensions.all()),
        reporters=version.reporters,
        subject=version.subject,
        data_source=version.data_source,
        source=version.source,
        is_verified=version.is_verified,
        passages=tuple(Passage.objects.filter(pk__in=version.passages.values("passage"))),
        formula=version.formula,
        register=version.register,
    )


def _last_version(indicator: Indicator) -> IndicatorVersion:
    """The last definition, its indicator locked. Errors: IndicatorError retired."""
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if locked.state == IndicatorState.RETIRED:
        raise IndicatorError("retired", code=locked.code)
    last = locked.versions.order_by("-number").first()
    if last is None:
        raise IndicatorError("retired", code=locked.code)
    return last


def _end(version: IndicatorVersion, day: dt.date) -> None:
    begun = version.validity.lower
    IndicatorVersion.objects.filter(pk=version.pk).update(validity=DateRange(begun, day))


def _require_no_figures(current: IndicatorVersion, since: dt.date) -> None:
    found = Observation.objects.filter(indicator=current.indicator_id, period_end__gte=since)
    if found.exists():
        raise IndicatorError("unit_in_use", unit=current.unit, since=f"{since:%d/%m/%Y}")


def _add_version(
    by: Actor, indicator: Indicator, number: int, given: Definition, since: dt.date, reason: str
) -> IndicatorVersion:
    _check(given)
    version = IndicatorVersion(
        indicator=indicator,
        number=number,
        validity=DateRange(since, None),
        name=given.name.strip(),
        folded=fold(given.name),
        definition=given.definition,
        unit=given.unit.strip(),
        unit_base=given.unit_base.strip(),
        decimals=given.decimals,
        direction=given.direction,
        origin=_origin(given),
        register=given.register.strip(),
        frequency=given.frequency,
        closing=given.closing,
        reporters=given.reporters,
        subject=_subject(indicator, given, since),
        data_source=given.data_source,
        source=given.source,
        is_verified=given.is_verified,
        reason=reason,
        decided_by_id=by.user_id,
        decided_at=clock.now(),
    )
    if given.formula.strip():
        version.formula = check_new(indicator.code, given.formula, version)
    elif version.register:
        check_register(version)
    else:
        unit_of(version)
    version.save(force_insert=True)
    version.dimensions.set(given.dimensions)
    _rest_on(version, given.passages)
    if version.register:
        keep_measured([version])
    return version


def _origin(given: Definition) -> Origin:
    if given.formula.strip():
        return Origin.FORMULA
    return Origin.REGISTER if given.register.strip() else Origin.ENTERED


def _subject(indicator: Indicator, given: Definition, since: dt.date) -> Organisation | None:
    """The body that the one figure is of; None where bodies report one each.

    Errors: IndicatorError subject_beside_reporters, subject_ended.
    """
    if given.reporters is not None:
        if given.subject is not None:
            raise IndicatorError("subject_beside_reporters", body=given.subject.name)
        return None
    subject = given.subject or indicator.owner
    ended = subject.validity.upper
    if ended is not None and ended <= since:
        days = {"ended": f"{ended:%d/%m/%Y}", "since": f"{since:%d/%m/%Y}"}
        raise IndicatorError("subject_ended", body=subject.name, **days)
    return subject


def _rest_on(version: IndicatorVersion, passages: Iterable[Passage]) -> None:
    rows = [IndicatorPassage(version=version, passage=passage) for passage in passages]
    IndicatorPassage.objects.bulk_create(rows)


def _check(given: Definition) -> None:
    if not given.name.strip():
        raise IndicatorError("name_missing")
    if not given.unit.strip():
        raise IndicatorError("unit_missing")
    if given.formula.strip() and given.register.strip():
        raise IndicatorError("two_origins")
    if given.closing not in load_closing_rules():
        raise IndicatorError("closing_unknown", closing=given.closing)


def _facts(version: IndicatorVersion) -> State:
    return {
        "number": version.number,
        "name": version.name,
        "unit": version.unit,
        "frequency": version.frequency,
        "closing": version.closing,
        "direction": version.direction,
        "unit_base": version.unit_base,
        "decimals": version.decimals,
        "formula": version.formula,
        "reporters": version.reporters.name if version.reporters else "",
        "subject": version.subject_id,
        "source": version.source,
        "is_verified": version.is_verified,
    }
