"""Laying down a regime from its file: a new one, or a new version of the one there is."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import create_regime, revise_regime
from tiendo.regimes.configuring.errors import RegimeFileError
from tiendo.regimes.configuring.reading import (
    OutlineFile,
    RegimeFile,
    read_regime_file,
    with_outlines,
)
from tiendo.regimes.models import Regime
from tiendo.reporting.models import Outline, OutlineVersion
from tiendo.reporting.outlines.actions import (
    OutlineFacts,
    add_outline,
    newest_outline,
    revise_outline,
)


@transaction.atomic
def bring_in_regime(
    *, by: Actor, programme: Programme, text: str, seen: int | None = None, reason: str = ""
) -> Regime:
    """Lay down what a file says, with its outlines; all of it or nothing.

    A code that there is gets a new version from the day ``since``: cycles that ended before stay.
    ``seen`` is the number of the version that was seen when the file was checked; ``reason`` stands
    in for that of the file.
    Errors: PermissionRefused; UnreadableConfiguration; RegimeFileError; RegimeError;
    RegimeRuleError; OutlineError.
    """
    by.require("regime.manage")
    file = read_regime_file(text, programme)
    known = regime_of(file, programme)
    why = reason.strip() or file.version.reason
    version = with_outlines(
        replace(file.version, reason=why),
        _brought(file.outline, by, why),
        tuple(_brought(outline, by, why) for outline in file.level_outlines),
    )
    if known is None:
        return create_regime(by=by, facts=file.facts, version=version)
    number = seen if seen is not None else known.versions.order_by("-number")[0].number
    revise_regime(by=by, regime=known, number=number, version=version)
    return known


def regime_of(file: RegimeFile, programme: Programme) -> Regime | None:
    """The regime that a file changes; None where it lays down a new one.

    Errors: RegimeFileError file_other_programme.
    """
    found = Regime.objects.filter(code=file.facts.code).select_related("programme").first()
    if found is not None and found.programme_id != programme.pk:
        told = {"code": found.code, "programme": found.programme.short_title}
        raise RegimeFileError("file_other_programme", **told)
    return found


def _brought(file: OutlineFile | None, by: Actor, reason: str) -> OutlineVersion | None:
    """The version of an outline that a file means, laid down where there is none alike."""
    if file is None or file.known is not None:
        return None if file is None else file.known
    assert file.content is not None  # noqa: S101 - a file has the content or names a known one
    outline = Outline.objects.filter(code=file.code).first()
    facts = OutlineFacts(file.content, file.source, is_verified=file.is_verified)
    if outline is None:
        return add_outline(by=by, title=file.title, facts=facts, code=file.code)
    alike = outline.versions.filter(content=dict(file.content)).order_by("-number").first()
    if alike is not None:
        return alike
    number = newest_outline(outline).number
    return revise_outline(by=by, outline=outline, number=number, facts=facts, reason=reason)
