"""Paragraphs of the real documents: nothing lost, nothing torn apart."""

from pathlib import Path

import pytest

from vanban.models import BlockKind, Text
from vanban.readers import read
from vanban.readers.starts import is_terminal, starts_unit

SEEDS = ("plan-146", "report-2025-11")


def paragraphs(text: Text) -> list[str]:
    return [
        block.span.of(text.content) for block in text.blocks if block.kind is BlockKind.PARAGRAPH
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_text_and_docx_of_a_seed_have_the_same_paragraphs(shared: Path, seed: str) -> None:
    """The DOCX knows its paragraphs; the wrapped text must give the same ones, but for a footnote
    that the DOCX holds inside its paragraph and a heading that runs into its text there."""
    from_text = set(paragraphs(read(shared / "seeds" / f"{seed}.txt")))
    text = read(shared / "samples" / f"{seed}.docx")
    from_docx = [words for words in paragraphs(text) if len(words) > 60]
    body = [words for words in from_docx if not words.startswith("(Kèm theo")]
    assert len([words for words in body if words not in from_text]) <= 2
    assert len(body) > 40


def test_page_numbers_and_footnotes_leave_the_paragraphs(shared: Path) -> None:
    plan = read(shared / "seeds" / "plan-146.txt")
    assert not [words for words in paragraphs(plan) if words.isdigit()]
    report = read(shared / "seeds" / "report-2025-11.txt")
    notes = [b.span.of(report.content) for b in report.blocks if b.kind is BlockKind.FOOTNOTE]
    assert [note[:9] for note in notes] == ["1 (1) Hạ "]


def test_no_paragraph_of_the_corpus_begins_in_mid_sentence(shared: Path) -> None:
    """Cells that stand one under another cannot all be told apart; paragraphs must be."""
    torn = total = 0
    for path in sorted((shared / "corpus").glob("*.txt")):
        found = paragraphs(read(path))
        total += len(found)
        torn += sum(
            words[:1].islower() and not starts_unit(words) and not is_terminal(before)
            for before, words in zip(found, found[1:], strict=False)
        )
    assert total > 2900
    assert torn <= 0.01 * total


def test_no_word_is_lost_or_invented(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        kept = [word for word in read(path).content.split() if word.isalpha()]
        assert 0.97 <= len(kept) / sum(word.isalpha() for word in source.split()) <= 1.01
