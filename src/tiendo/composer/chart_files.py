"""Specifications drawn as SVG and PNG in a process of its own, which ends with its work.

The tool that draws holds an engine of JavaScript: a hundred megabytes that no web process should
carry, and code that a time limit ends from outside. It asks no network: data stands inline.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore

from tiendo.composer.charts import Json, Spec
from tiendo.composer.errors import ComposerError

SECONDS = 30
# One at a time in each process: what waits is a download, not a page.
_TURN = BoundedSemaphore(1)
WIDTH = 900
_SCALE = 2.0
_FRAME_WIDTH = 190


class PictureForm(StrEnum):
    """What a picture is written as."""

    SVG = "svg"
    PNG = "png"


class NotDrawn(ComposerError):
    """A specification that was not drawn, in time or at all; the text is for the log."""


def draw_file(spec: Spec, form: PictureForm, fonts: Path, *, width: int = WIDTH) -> bytes:
    """A specification as a picture on white, in the type of a folder of fonts.

    Units: ``width`` in points. Cost: under a second, most of it starting. Errors: NotDrawn.
    """
    return draw_files([spec], form, fonts, width=width)[0]


def draw_files(
    specs: Sequence[Spec], form: PictureForm, fonts: Path, *, width: int = WIDTH
) -> list[bytes]:
    """Several specifications as pictures, by one process. Errors: NotDrawn."""
    return [drawn for (drawn,) in draw_forms(specs, (form,), fonts, [width] * len(specs))]


def draw_forms(
    specs: Sequence[Spec], forms: Sequence[PictureForm], fonts: Path, widths: Sequence[int]
) -> list[list[bytes]]:
    """Several specifications, each of its own width, as pictures of several forms, by one process.

    Errors: NotDrawn; ValueError where specifications and widths are not as many.

    Shape: a list for each specification, in it a picture for each form.
    """
    asked = {
        "specs": [for_paper(*each) for each in zip(specs, widths, strict=True)],
        "forms": [form.value for form in forms],
        "fonts": str(fonts) if fonts.is_dir() else "",
        "scale": _SCALE,
    }
    with _TURN:
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-I", str(Path(__file__).with_name("chart_drawing.py"))],
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise NotDrawn(f"not drawn within {SECONDS} s") from late
    if done.returncode != 0 or not done.stdout:
        raise NotDrawn(done.stderr.decode(errors="replace")[-2000:])
    return [[base64.b64decode(each) for each in drawn] for drawn in json.loads(done.stdout)]


def for_paper(spec: Spec, width: int) -> Spec:
    """A specification that takes a width instead of that of its place, on a white ground."""
    config = spec.get("config")
    made: Spec = {**spec, "background": "#FFFFFF", "padding": 12}
    if isinstance(config, dict):
        made["config"] = {name: value for name, value in config.items() if name != "background"}
    if "facet" in spec:
        made["columns"] = max(1, width // _FRAME_WIDTH)
    elif spec.get("width") == "container":
        made["width"] = width
        made["autosize"] = _fitted()
    return made


def _fitted() -> Json:
    return {"type": "fit-x", "contains": "padding"}
