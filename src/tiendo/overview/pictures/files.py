"""Pictures as parts of written files."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from tiendo.composer.chart_files import NotDrawn, PictureForm, draw_files
from tiendo.composer.fonts import FOLDER
from tiendo.composer.model import Drawing
from tiendo.overview.pictures.figures import Picture

logger = logging.getLogger(__name__)


def drawings_of(pictures: Sequence[Picture]) -> list[Drawing | None]:
    """Each picture as a block of a document; None for one that has nothing to draw.

    Where nothing can be drawn at all the log says why, and the tables stand alone.
    """
    specs = [each.spec for each in pictures if each.spec is not None]
    if not specs:
        return [None] * len(pictures)
    try:
        drawn = iter(draw_files(specs, PictureForm.PNG, FOLDER))
    except NotDrawn:
        logger.exception("pictures were not drawn")
        return [None] * len(pictures)
    return [
        None if each.spec is None else Drawing(next(drawn), f"{each.title}. {each.summary}")
        for each in pictures
    ]
