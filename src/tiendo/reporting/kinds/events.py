"""A list of the events of the period: day, place, who led, what for, what was concluded."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import Block, Bullet, Paragraph, content
from tiendo.domain.collation import fold
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import paragraph
from tiendo.reporting.drafting import Draft, period_count
from tiendo.reporting.events import EVENT, HeldEvent, held_events
from tiendo.reporting.values import fill
from vanban.dates import format_date

OPTIONS = frozenset({"lead", "about", "aims", "outcomes"})


def events(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The events held in the period, a dash each, with their aims numbered in the line.

    ``about`` keeps those whose names have one of some words; ``lead`` is a sentence of its own
    instead of the count; ``aims`` and ``outcomes`` false leave those out. Where none was held the
    count says so, and a lead is left out.
    """
    found = draft.keep("events", lambda: held_events(draft.by, draft.subject))
    chosen = [each for each in found if _is_about(each, spec)]
    if not spec.text("lead"):
        yield _counted(draft, spec, chosen)
    elif chosen:
        yield Paragraph(fill(draft, spec.text("lead")).content)
    yield from (Bullet(content(_told(each, spec))) for each in chosen)


def _counted(draft: Draft, spec: BlockSpec, chosen: list[HeldEvent]) -> Paragraph:
    at: dict[str, int] = draft.count_on("event_lists", dict)
    number = at["lists"] = at.get("lists", 0) + 1
    key = "events.held" if number == 1 else f"events.held.{number}"
    about = ", ".join(_asked(spec))
    label = f"Hội nghị, sự kiện trong kỳ: {about}" if about else "Hội nghị, sự kiện trong kỳ"
    n = period_count(
        draft, key, label, "events.held", [each.pk for each in chosen], "sự kiện", EVENT
    )
    return paragraph("Số hội nghị, sự kiện đã tổ chức trong kỳ: {n}.", n=n)


def _asked(spec: BlockSpec) -> tuple[str, ...]:
    found = spec.options.get("about", ())
    return (found,) if isinstance(found, str) else tuple(map(str, found))


def _is_about(event: HeldEvent, spec: BlockSpec) -> bool:
    words = _asked(spec)
    return not words or any(fold(word) in fold(event.title) for word in words)


def _told(event: HeldEvent, spec: BlockSpec) -> str:
    place = f", tại {event.place}" if event.place else ""
    words = f"Ngày {format_date(event.day)}{place}, {event.body} tổ chức {event.title}"
    if event.led_by:
        words += f" do {event.led_by} chủ trì"
    if event.aims and spec.options.get("aims", True):
        words += f", với nội dung: {_enumerated(event.aims)}"
    if event.outcome and spec.options.get("outcomes", True):
        words += f". Kết luận: {event.outcome}"
    return f"{words}."


def _enumerated(aims: tuple[str, ...]) -> str:
    """ "(1) …; (2) …"; one alone has no number."""
    if len(aims) == 1:
        return aims[0]
    return "; ".join(f"({at}) {aim}" for at, aim in enumerate(aims, start=1))
