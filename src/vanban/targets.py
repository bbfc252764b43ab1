"""Numeric targets stated in sentences: metric, comparator, value, unit with its base, horizon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.figures import Figure, FigureKind, find_figures
from vanban.headings import Stance, stance_of
from vanban.models import (
    Block,
    Comparator,
    DraftTarget,
    Obligation,
    Span,
    TargetValue,
    Unit,
    UnitKind,
)
from vanban.quantities import compare_words
from vanban.sentences import INTRO, Sentence, find_sentences
from vanban.target_words import horizon_after, horizon_in, metric_of

# Numbers that set a norm, a condition or a share of costs are no targets.
_NORM = re.compile(
    r"(?i:lãi suất|thuế suất|mức thu|mức chi|mức hỗ trợ|hỗ trợ|bồi thường|xử phạt|phạt|hệ số|tiền"
    r"|định mức|thí sinh|cử tri|học phí|phụ cấp|lương|trợ cấp|vốn vay|số phiếu|đặt cọc|tạm ứng"
    r"|không quá|tối đa|thời gian cho vay|xét (?:khen|tặng)|tiêu chuẩn|điều kiện)"
)
_STRIVEN = re.compile(r"(?i:phấn đấu)")
_ORIENTED = re.compile(r"(?i:định hướng|tầm nhìn)")
_FACT = re.compile(
    r"(?i)(?<!\w)(?:đã|hiện nay|hiện có|hiện đang|ước đạt|ước tính|so với cùng kỳ|cùng kỳ"
    r"|tính đến|giải ngân được|năm qua|thời gian qua|lũy kế|luỹ kế|đến nay|mới đạt|nay là)(?!\w)"
)
# "đã" in a clause about what is counted is no report: "được số hóa đã ký".
_SETS = re.compile(
    r"(?i)(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|bảo đảm|đảm bảo|tối thiểu|ít nhất|hoàn thành|đạt"
    r"|duy trì|bố trí|dành|chiếm|nâng|tăng|giảm|không dưới|không thấp hơn|cho|trên|hơn|đưa|số hóa"
    r"|cắt giảm|tích hợp|cung cấp|sử dụng|thực hiện|tái sử dụng|phải|triển khai|kết nối|100\s?%)"
    r"(?!\w)|trở lên|\A\W*\d"
)
_STRONG = re.compile(
    r"(?i)(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|bảo đảm|đảm bảo|tối thiểu|ít nhất)(?!\w)"
)
_LEAD = re.compile(
    r"(?i)(?:(?<!\w)(?:(?:phấn đấu|bảo đảm|đảm bảo|duy trì|tiếp tục|cắt giảm|bố trí)\s)?"
    r"(?:(?:đạt|có|chiếm|giảm|tăng(?:\strưởng)?|gấp|là|còn|từ|ở mức|mức|khoảng|trung bình"
    r"|bình quân|tối thiểu|ít nhất|không dưới|không (?:thấp|ít|nhỏ) hơn|tối đa|không quá"
    r"|không vượt quá|trên|vượt|hơn|dưới|xấp xỉ|gần)\s){1,4})\Z|(?:[<>≥≤]=?|=)\s?\Z"
)
_AFTER = re.compile(r"\s(?:[^\s\d.;,]+\s){0,4}?(?:trở lên|trở xuống)(?!\w)")
_SEPARATOR = re.compile(r"[,;:]\s|\s(?:và|hoặc|đồng thời|trong đó)\s")
_CLAUSE = re.compile(r"[^;]+;?")
_SELF_EVIDENT = frozenset({FigureKind.SHARE, FigureKind.RANK, FigureKind.BARE})
# "đảm bảo cắt giảm tối thiểu 30%": an order that states its measure.
_ENSURED = re.compile(
    r"(?i)(?<!\w)(?:bảo đảm|đảm bảo|phải|hoàn thành)\s[^.;%]{0,80}"
    r"(?:(?:tối thiểu|ít nhất|đạt|trên|từ)\s\d[\d,.]*|100)\s?%"
)


def find_targets(
    content: str,
    units: Sequence[Unit],
    blocks: Sequence[Block],
    preamble: int | None = None,
) -> tuple[DraftTarget, ...]:
    """The numeric targets of one part; each value is one draft.

    ``preamble`` is where the words before the first unit begin; None leaves them out.
    Missing: no horizon gives the key "". Shares without a stated base keep "%" alone.
    """
    return tuple(
        target
        for sentence in find_sentences(content, units, blocks, preamble)
        if sentence.kind is not UnitKind.CLOSING
        for target in _of_sentence(content, sentence, stance_of(sentence.headings))
    )


def _of_sentence(content: str, sentence: Sentence, stance: Stance) -> Iterator[DraftTarget]:
    span = sentence.span
    if not (stance.sets_goals or stance.orders or _speaks_of_goals(content, sentence)):
        return
    horizon = stance.horizon
    strives = stance.obligation is Obligation.STRIVE or _strives(content, sentence)
    for clause in _CLAUSE.finditer(content, span.start, span.end):
        before, last = clause.start(), None
        for figure in _independent(content, find_figures(content, *clause.span())):
            stated = content[before : figure.span.start]
            named = horizon_after(content, figure.span.end, clause.end()) or horizon_in(stated)
            horizon = named or horizon
            if (strives or not stance.reports) and _is_target(
                content, sentence, stance, figure, before, strives
            ):
                within = Span(before, clause.end())
                last = _target(content, sentence, stance, figure, within, horizon, last)
                yield last
            before = figure.span.end


_BASES = re.compile(r"(?:Căn cứ|Xét|Theo)\s")


def _speaks_of_goals(content: str, sentence: Sentence) -> bool:
    """Whether a sentence under no telling heading sets a goal by its own words."""
    words = sentence.span.of(content)
    if _STRIVEN.search(words):
        return not _BASES.match(words)
    is_article = sentence.path.startswith(("Điều", "Chương")) or sentence.path == INTRO
    return not is_article and bool(_ENSURED.search(words))


def _independent(content: str, found: list[Figure]) -> Iterator[Figure]:
    """Figures without those that only qualify another: "tốc độ 01 Gb/s đạt 100%", "70% phụ nữ
    được tầm soát ít nhất 4 loại bệnh"."""
    figures = [figure for figure in found if figure.kind is not FigureKind.DURATION]
    for index, figure in enumerate(figures):
        if figure.kind in (FigureKind.SHARE, FigureKind.RANK, FigureKind.BARE):
            yield figure
            continue
        before = figures[index - 1] if index else None
        after = figures[index + 1] if index + 1 < len(figures) else None
        if before and not _SEPARATOR.search(content, before.span.end, figure.span.start):
            continue
        is_followed = after and not _SEPARATOR.search(content, figure.span.end, after.span.start)
        if after and is_followed and after.kind is FigureKind.SHARE:
            continue
        yield figure


def _is_target(
    content: str, sentence: Sentence, stance: Stance, figure: Figure, before: int, strives: bool
) -> bool:
    clause = content[before : figure.span.start]
    if _FACT.search(clause):
        return False
    if stance.sets_goals:
        is_counted = figure.kind is FigureKind.COUNT and _QUOTED.search(clause)
        return not is_counted and (figure.kind is not FigureKind.MONEY or _is_led(clause))
    if strives:
        return figure.kind in _SELF_EVIDENT or _is_led(clause)
    if figure.kind is not FigureKind.SHARE or _NORM.search(clause):
        return False
    return bool(_SETS.search(clause) or _STRONG.search(content, *_bounds(sentence)))


def _strives(content: str, sentence: Sentence) -> bool:
    return bool(_STRIVEN.search(content, *_bounds(sentence)))


def _bounds(sentence: Sentence) -> tuple[int, int]:
    return sentence.span.start, sentence.span.end


def _is_led(clause: str) -> bool:
    return bool(_LEAD.search(clause))


# A count in a bracket or quotation belongs to a name: "(16 mục tiêu)".
_QUOTED = re.compile(r"[(“][^)”]*\Z")


def _target(
    content: str,
    sentence: Sentence,
    stance: Stance,
    figure: Figure,
    within: Span,
    horizon: str,
    last: DraftTarget | None,
) -> DraftTarget:
    before = content[within.start : figure.span.start]
    lead = _LEAD.search(before)
    after = _AFTER.match(content, figure.span.end, within.end)
    start = within.start + lead.start() if lead else figure.span.start
    end = after.end() if after and not re.search(r"\d", after[0]) else figure.span.end
    base = f"% {figure.base}" if figure.unit == "%" and figure.base else figure.unit
    return DraftTarget(
        Span(start, end),
        sentence.part,
        0.85 if stance.sets_goals else 0.75,
        path=sentence.path,
        metric=metric_of(content, within, Span(start, end), figure, last.metric if last else ""),
        unit=base,
        unit_base=figure.base,
        values={horizon: _value(content, figure, lead, within, last)},
        obligation=_obligation(content, sentence, stance, figure),
        field_spans={horizon or "value": figure.number},
    )


def _value(
    content: str,
    figure: Figure,
    lead: re.Match[str] | None,
    within: Span,
    last: DraftTarget | None,
) -> TargetValue:
    if figure.high is not None:
        return TargetValue(Comparator.RANGE, figure.value, figure.high)
    if figure.kind is FigureKind.RANK:
        return TargetValue(Comparator.LE, figure.value)
    words = (lead[0] if lead else "").strip()
    if last and not words and figure.kind is FigureKind.COUNT and _goes_on(content, within, figure):
        # "ít nhất 100 trạm, 50 điểm": the comparison holds for both.
        shared = next(iter(last.values.values())).comparator
        return TargetValue(
            Comparator.GE if shared is Comparator.GE else Comparator.EQ, figure.value
        )
    if re.search(r"(?i)từ\Z", words):
        return TargetValue(Comparator.GE, figure.value)
    sign = words if words in (">", "<", ">=", "<=", "≥", "≤", "=") else ""
    after = _AFTER.match(content, figure.span.end, within.end)
    return TargetValue(
        compare_words("" if sign else words, sign, after[0] if after else ""), figure.value
    )


_LISTED = re.compile(r"(?:,|\svà)\s\Z")


def _goes_on(content: str, within: Span, figure: Figure) -> bool:
    """Whether a figure continues a list right behind its comma or "và"."""
    return bool(_LISTED.search(content[within.start : figure.span.start]))


def _obligation(content: str, sentence: Sentence, stance: Stance, figure: Figure) -> Obligation:
    """The nearest word decides: of the sentence before the figure, else of the headings."""
    before = content[sentence.span.start : figure.span.start]
    if _STRIVEN.search(before):
        return Obligation.STRIVE
    if _ORIENTED.search(before):
        return Obligation.ORIENTATION
    return stance.obligation or Obligation.MUST
