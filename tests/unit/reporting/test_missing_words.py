"""Words in place of figures have a small letter within a sentence, a capital one alone."""

from __future__ import annotations

import pytest

from tiendo.composer.model import Bullet, Content, FigureRef, Landscape, Paragraph, Run
from tiendo.reporting.missing_words import within_sentences
from tiendo.reporting.readback import plain

PRINTED = {"none": "Chưa có số liệu", "some": "Đạt 5"}


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ((Run("Tỷ lệ là "), FigureRef("none"), Run(".")), "Tỷ lệ là chưa có số liệu."),
        ((FigureRef("none"), Run(" của xã.")), "Chưa có số liệu của xã."),
        ((Run("Đã xong. "), FigureRef("none")), "Đã xong. Chưa có số liệu"),
        (
            (Run("Có "), FigureRef("some"), Run("; "), FigureRef("none")),
            "Có Đạt 5; chưa có số liệu",
        ),
    ],
)
def test_a_small_letter_stands_only_within_a_sentence(content: Content, read: str) -> None:
    (block,) = within_sentences((Paragraph(content),), {"none"})
    assert plain(block.content, PRINTED) == read
    (wide,) = within_sentences((Landscape((Bullet(content),)),), {"none"})
    assert [plain(each.content, PRINTED) for each in wide.blocks if isinstance(each, Bullet)] == [
        read
    ]
