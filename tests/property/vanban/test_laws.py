"""The laws of tests/fuzz/laws.py, tried on generated texts and files: spans, outline, schemas."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import KINDS, NAMES, TOKENS, Kind, parse_input, seeds
from tests.fuzz.laws import check_file, check_text
from tests.unit.vanban.texts import PLAN, text_of

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
PIECES = st.one_of(st.sampled_from(TOKENS), st.sampled_from(PLAN), st.text(max_size=20))
LINES = st.lists(PIECES, min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: parse_input(seed)[0].name)
def test_what_fuzzing_begins_with_keeps_the_laws(seed: bytes) -> None:
    kind, raw = parse_input(seed)
    assert check_file(raw, NAMES.get(kind.name)) is not None or raw.startswith(b"{\\rtf")


@settings(max_examples=120, deadline=None, suppress_health_check=_SLOW)
@given(st.lists(LINES, max_size=20))
def test_any_paragraphs_keep_the_laws(paragraphs: list[str]) -> None:
    check_text(text_of(*paragraphs))


@settings(max_examples=60, deadline=None, suppress_health_check=_SLOW)
@given(
    st.lists(LINES, max_size=12),
    st.sampled_from(["\n", "\n\n", "\r\n", "\f", "\t"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-32"]),
)
def test_any_text_file_keeps_the_laws(lines: list[str], joint: str, encoding: str) -> None:
    check_file(joint.join(lines).encode(encoding, "replace"), "a.txt")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@settings(max_examples=12, deadline=None, suppress_health_check=_SLOW)
@given(data=st.data())
def test_changed_files_of_each_kind_keep_the_laws(kind: Kind, data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(kind.seeds)))
    for token in data.draw(st.lists(st.sampled_from(TOKENS) | st.text(max_size=4), max_size=8)):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 30))] = token.encode("utf-8", "replace")
    check_file(kind.build(bytes(raw)), NAMES.get(kind.name))
