"""Reading Markdown: its marks go, its words, list numbers and tables stay."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from vanban.models import Text
from vanban.readers.encoding import decode, put_right
from vanban.readers.progress import Progress
from vanban.readers.text import Source, text_of

READER = "markdown/1"
MEDIA_TYPE = "text/markdown"

_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<words>.*?)\s*#*\s*$")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$|\s{0,3}=+\s*$")
_QUOTE = re.compile(r"(?:\s{0,3}>\s?)+")
_BULLET = re.compile(r"\s*[*+-]\s+(?=\S)")
_TASK = re.compile(r"\[[ xX]\]\s+")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]{1,80}\]:\s*\S+")
_FOOTNOTE = re.compile(r"\s{0,3}\[\^(?P<name>[^\]]{1,20})\]:\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^()\s]{0,2000}[^()\n]{0,300}\)"), ""),
    (re.compile(r"\[\^[^\]\n]{1,20}\]"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\]\n]{0,80}\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?(?:br|p|div|span|b|i|u|em|strong|center|sup|sub|font)\b[^<>]{0,300}>"), "\n"),
    (re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]{1,2000}?)~~"), r"\1"),
    (re.compile(r"`{1,2}([^`\n]{1,2000})`{1,2}"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def read_markdown(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a Markdown file. Errors: UnreadableFile(unknown_format)."""
    characters, issues = decode(raw)
    characters, repairs = put_right(characters)
    source = Source(raw, MEDIA_TYPE, READER, (*issues, *repairs))
    return text_of(plain_text(characters), source)


def plain_text(marked: str) -> str:
    """The words of a Markdown text, line by line, without its marks."""
    return "\n".join(_plain_lines(_COMMENT.sub("", marked).splitlines()))


def _plain_lines(lines: list[str]) -> Iterator[str]:
    """Headings and list items stand apart; the rest keeps its lines."""
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):
        lines = lines[1 + [line.strip() for line in lines[1:]].index("---") + 1 :]
    for line in lines:
        if _FENCE.match(line) or _DEFINITION.match(line) and not _FOOTNOTE.match(line):
            continue
        if _RULE.match(line) and "|" not in line:
            yield ""
            continue
        yield from _plain_line(line)


def _plain_line(line: str) -> Iterator[str]:
    words = _QUOTE.sub("", line, count=1)
    heading = _HEADING.match(words)
    if heading:
        yield from ("", _inline(heading["words"]), "")
        return
    words = _FOOTNOTE.sub(lambda match: f"[{match['name']}] ", words, count=1)
    item = _BULLET.match(words)
    if item:
        # A plus is a level of its own in official documents; a star is a dash.
        mark = "+ " if words.lstrip().startswith("+") else "- "
        words = mark + _TASK.sub("", words[item.end() :], count=1)
    ends_line = line.endswith("  ") and words.strip()
    yield _inline(words).rstrip()
    if ends_line:
        yield ""


def _inline(words: str) -> str:
    for pattern, kept in _INLINE:
        words = pattern.sub(kept, words)
    return html.unescape(words) if "&" in words else words
