"""The pictures of the screens as reports ask for them: the same specification, of the same day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tiendo.indicators.models import Indicator
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.pictures.asking import BODY, GROUP, INDICATOR, INDICATORS, PERIOD, NotAsked
from tiendo.overview.pictures.kinds import PICTURES, PictureKind
from tiendo.reporting.pictures import AskedPicture, PictureSource, ShownPicture


def picture_sources() -> Mapping[str, PictureSource]:
    """What makes each kind of picture, by its code."""
    return {code: partial(_shown, kind) for code, kind in PICTURES.items()}


def _shown(kind: PictureKind, asked: AskedPicture) -> ShownPicture | None:
    """The picture as its compiler sees it; None for one that lacks something or has no figures."""
    asked.by.require(kind.permission)
    values = _values(kind, asked.options)
    if kind.needs_indicator and INDICATOR not in values:
        return None
    try:
        made = kind.build(Asked(asked.by, asked.day, asked.known_at, values))
    except NotAsked:
        return None
    return None if made.spec is None else ShownPicture(made.title, made.summary, made.spec)


def _values(kind: PictureKind, options: Mapping[str, str]) -> dict[str, str]:
    """What the outline names as addresses name it; what is not there any more is left out."""
    codes = options.get("indicator", "").split()
    keys = [str(pk) for pk in Indicator.objects.filter(code__in=codes).values_list("pk", flat=True)]
    name = INDICATORS if INDICATORS in kind.asks else INDICATOR
    bodies = Organisation.objects.filter(slug=options.get("body", "")).values_list("pk", flat=True)
    found = {
        name: ".".join(keys),
        BODY: "".join(str(pk) for pk in bodies[:1]),
        PERIOD: options.get("period", ""),
        GROUP: options.get("group", ""),
    }
    return {name: value for name, value in found.items() if value}
