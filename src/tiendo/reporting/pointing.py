"""The sentence that points from a report to those of its appendices that nothing points to yet.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: the text of a document points to each appendix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tiendo.composer.model import (
    Appendix,
    Block,
    Bullet,
    Clause,
    Paragraph,
    Run,
    content,
)
from tiendo.composer.wording import appendix_heading


def point_to(blocks: Iterable[Block], appendices: Sequence[Appendix]) -> Iterator[Paragraph]:
    """One paragraph that names the appendices the text leaves out; nothing where it names all."""
    said = " ".join(_words(blocks))
    left = [each for each in appendices if not _is_named(appendix_heading(each.marker), said)]
    if left:
        first, *others = left
        told = [f"{first.title} được nêu tại {appendix_heading(first.marker)}"]
        told += [f"{_begun(each)} tại {appendix_heading(each.marker)}" for each in others]
        yield Paragraph(content(f"{'; '.join(told)} kèm theo."))


def _is_named(heading: str, said: str) -> bool:
    return re.search(rf"{heading}(?!\w)", said) is not None


def _begun(appendix: Appendix) -> str:
    """The title as it stands in a sentence, its first letter small unless it is an abbreviation."""
    title = appendix.title
    return f"{title[:1].lower()}{title[1:]}" if title[1:2].islower() else title


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Bullet | Clause):
            yield "".join(each.text for each in block.content if isinstance(each, Run))
