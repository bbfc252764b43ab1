"""Calling tesseract on one picture: its words with their boxes, and which way up it stands."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from vanban.errors import UnreadableFile
from vanban.text import normalise

LANGUAGE = "vie"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
# A page of dense type takes two seconds; one that takes so much longer is no page of text.
SECONDS_PER_CALL = 90.0
# Tesseract's page segmentation modes.
TURN_ONLY, AUTOMATIC, ONE_COLUMN, ONE_BLOCK, SPARSE = 0, 3, 4, 6, 11
# The recogniser's own measure for a turn: below it, it guesses.
SURE_TURN = 2.0

_LINE = re.compile(r"<span class='ocr_(?:line|caption|header|textfloat)'[^>]*title=\"([^\"]*)\"")
_WORD = re.compile(r"<span class='ocrx_word'[^>]*title='([^']*)'[^>]*>(.*?)</span>", re.DOTALL)
_SPAN = re.compile(f"{_LINE.pattern}|{_WORD.pattern}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TURN = re.compile(r"Rotate: (\d+)\s+Orientation confidence: ([\d.]+)")


class RecogniserFailed(Exception):
    """The recogniser gave up on a picture: too slow, or damaged."""


@dataclass(frozen=True, slots=True)
class InkBox:
    """A rectangle in pixels; ``right`` and ``bottom`` lie outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """From left to right."""
        return self.right - self.left

    def around(self, other: InkBox) -> InkBox:
        """The box around both."""
        return InkBox(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class InkWord:
    """A recognised word with the box of its ink; ``type_height`` is that of its line's type,
    ``foot`` where descending letters of its line end, ``line`` the number of its line. Units:
    pixels."""

    text: str
    ink: InkBox
    confidence: float
    type_height: float
    foot: float
    line: int = 0


@lru_cache(maxsize=1)
def _languages(program: str) -> frozenset[str]:
    done = subprocess.run(  # noqa: S603 - our own arguments
        [program, "--list-langs"], capture_output=True, timeout=30, check=False
    )
    words = (done.stdout + done.stderr).decode("utf-8", "replace").split()
    return frozenset(words)


def find_recogniser() -> str:
    """The path of tesseract.

    Errors: UnreadableFile(ocr_missing) without the program or without its Vietnamese data.
    """
    program = shutil.which("tesseract")
    if program is None or LANGUAGE not in _languages(program):
        raise UnreadableFile("ocr_missing", {"command": INSTALL})
    return program


def find_words(picture: Image.Image, dpi: int, mode: int = AUTOMATIC) -> tuple[InkWord, ...]:
    """The words of a picture that stands upright.

    Errors: RecogniserFailed; UnreadableFile(ocr_missing).
    """
    page = _call(picture, dpi, ["-l", LANGUAGE, "--psm", str(mode)], "hocr")
    return tuple(_words(page))


def find_turn(picture: Image.Image, dpi: int) -> int | None:
    """By how many degrees clockwise a picture must be turned to stand upright; None if unsure.

    Errors: RecogniserFailed; UnreadableFile(ocr_missing).
    """
    found = _TURN.search(_call(picture, dpi, ["--psm", str(TURN_ONLY), "-l", "osd"], ""))
    if found is None or float(found[2]) < SURE_TURN:
        return None
    return int(found[1]) % 360


def _call(picture: Image.Image, dpi: int, options: Sequence[str], output: str) -> str:
    command = [find_recogniser(), "stdin", "stdout", "--dpi", str(dpi), *options]
    # One thread each: pages run beside each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, no file names
            [*command, output] if output else command,
            input=_as_bytes(picture),
            capture_output=True,
            timeout=SECONDS_PER_CALL,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RecogniserFailed(str(error)) from error
    if done.returncode and output:
        raise RecogniserFailed(done.stderr.decode("utf-8", "replace")[-200:])
    return done.stdout.decode("utf-8", "replace")


def _as_bytes(picture: Image.Image) -> bytes:
    # A plain bitmap: no time is spent on packing, nothing is written to disk.
    buffer = io.BytesIO()
    picture.save(buffer, "PPM")
    return buffer.getvalue()


def _words(page: str) -> Iterator[InkWord]:
    line: dict[str, list[float]] = {}
    number = 0
    for found in _SPAN.finditer(page):
        if found[1] is not None:
            line = _properties(found[1])
            number += 1
            continue
        text = normalise(html.unescape(_TAG.sub("", found[3]))).strip()
        word = _properties(found[2])
        if text and len(word.get("bbox", ())) == 4:
            yield _word(text, word, line, number)


def _word(
    text: str, word: dict[str, list[float]], line: dict[str, list[float]], number: int
) -> InkWord:
    left, top, right, bottom = map(int, word["bbox"])
    box = line.get("bbox", word["bbox"])
    slope, offset = line.get("baseline", [0.0, 0.0])[:2]
    descent = line.get("x_descenders", [0.0])[0]
    height = line.get("x_size", [float(bottom - top)])[0]
    foot = box[3] + offset + slope * ((left + right) / 2 - box[0]) + descent
    ink = InkBox(left, top, right, bottom)
    confidence = word.get("x_wconf", [0.0])[0] / 100
    return InkWord(text, ink, confidence, height, foot, number)


def _properties(title: str) -> dict[str, list[float]]:
    """The numbers of an hOCR title by their names."""
    found: dict[str, list[float]] = {}
    for part in html.unescape(title).split(";"):
        name, *values = part.split()
        try:
            found[name] = [float(value) for value in values]
        except ValueError:
            continue
    return found
