"""Lines of a paragraph parted by typed breaks."""

from __future__ import annotations

import re

from vanban.readers.lines import Layout, Line, continues, glue

# Joined only where a sentence plainly goes on.
_BREAKS = Layout(width=1_000_000, wrapped=True, spaced=False, ragged=False)
_SPACES = re.compile(" {2,}")


def joined_lines(text: str) -> list[list[tuple[str, str]]]:
    """Words and the glue before them, grouped where a sentence goes on over a break."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    groups: list[list[tuple[str, str]]] = []
    last = ""
    for number, line in enumerate(line for line in lines if line):
        if last and continues(last, Line(line, number), _BREAKS):
            groups[-1].append((line, glue(last, line)))
        else:
            groups.append([(line, "")])
        last = line
    return groups
