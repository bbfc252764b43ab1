"""Pictures as parts of written files."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from tiendo.composer.chart_files import NotDrawn, PictureForm, draw_files
from tiendo.composer.model import Drawing
from tiendo.overview.pictures.figures import Picture

logger = logging.getLogger(__name__)


def fonts_folder() -> Path:
    """Where the type of drawn pictures lies, put there by the build of the front end."""
    return Path(settings.BASE_DIR) / "src" / "tiendo" / "static" / "build" / "type"


def drawings_of(pictures: Sequence[Picture]) -> list[Drawing | None]:
    """Each picture as a block of a document; None for one that has nothing to draw.

    Where nothing can be drawn at all the log says why, and the tables stand alone.
    """
    specs = [each.spec for each in pictures if each.spec is not None]
    if not specs:
        return [None] * len(pictures)
    try:
        drawn = iter(draw_files(specs, PictureForm.PNG, fonts_folder()))
    except NotDrawn:
        logger.exception("pictures were not drawn")
        return [None] * len(pictures)
    return [
        None if each.spec is None else Drawing(next(drawn), f"{each.title}. {each.summary}")
        for each in pictures
    ]
