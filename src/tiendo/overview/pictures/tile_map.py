"""Map of the communes: a tile for each near where it lies, or the outlines an operator loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.classes import Class, Classes, make_classes, used
from tiendo.overview.pictures.figures import Measure, Picture, Reading, known
from tiendo.overview.pictures.tiling import Grid, lay_tiles
from vanban.quantities import Missing

CODE = "ban-do"
_TILE_HEIGHT = 34
_LONGEST_LINE = 9
_LINE = 11
_MAP_HEIGHT = 520


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune on the map.

    Missing: ``spot`` (latitude, longitude) and ``outline`` (a GeoJSON geometry) are None where
    nobody told them.
    """

    key: str
    name: str
    reading: Reading
    is_provisional: bool = False
    spot: tuple[float, float] | None = None
    outline: Spec | None = None
    word: str = ""

    def words(self, measure: Measure) -> str:
        """Its figure as people read it; ``word`` is what makes it less than exact."""
        return f"{self.word} {measure.words(self.reading)}".strip()


@dataclass(frozen=True, slots=True)
class CommuneMap:
    """The communes with their readings in a period. With outlines those without one are named."""

    measure: Measure
    period: str
    communes: Sequence[Commune]


def draw_commune_map(asked: CommuneMap) -> Picture:
    """The picture of the communes where they lie."""
    given = {"name": asked.measure.name, "period": asked.period}
    title = _("%(name)s, %(period)s, các xã, phường") % given
    drawn, left_out = _parted(asked.communes)
    summary = _summary(asked, left_out)
    spec = looks.finished(_spec(asked, drawn), f"{title}. {summary}") if drawn else None
    return Picture(CODE, title, summary, _sheet(asked, title), spec)


def _parted(communes: Sequence[Commune]) -> tuple[list[Commune], list[Commune]]:
    """Those that can be drawn, by outlines where there are any, and those that cannot."""
    has_outlines = any(each.outline is not None for each in communes)

    def is_placed(each: Commune) -> bool:
        return (each.outline if has_outlines else each.spot) is not None

    placed = [each for each in communes if is_placed(each)]
    return placed, [each for each in communes if not is_placed(each)]


def _summary(asked: CommuneMap, left_out: Sequence[Commune]) -> str:
    values = known([each.reading for each in asked.communes])
    given: dict[str, object] = {"known": len(values), "all": len(asked.communes)}
    words = _("%(known)s/%(all)s xã, phường có số liệu.") % given
    if values:
        ends = {"low": asked.measure.say(min(values)), "high": asked.measure.say(max(values))}
        words += " " + _("Thấp nhất %(low)s, cao nhất %(high)s.") % ends
    if left_out:
        names = ", ".join(each.name for each in left_out[:5])
        more = {"count": len(left_out), "names": names}
        words += " " + _("%(count)s xã, phường không có trên bản đồ: %(names)s.") % more
    return words


def _sheet(asked: CommuneMap, title: str) -> Sheet:
    columns = (
        SheetColumn("code", _("Mã đơn vị"), width=10),
        SheetColumn("commune", _("Xã, phường"), width=40),
        SheetColumn("value", asked.measure.unit, asked.measure.kind, 14),
        SheetColumn("words", _("Giá trị"), width=18),
        SheetColumn("note", _("Ghi chú"), width=20),
    )
    return Sheet(CODE, title, columns, tuple(_rows(asked)))


def _rows(asked: CommuneMap) -> Iterator[Values]:
    for each in asked.communes:
        note = _("chưa xác nhận") if each.is_provisional else ""
        yield (each.key, each.name, each.reading, each.words(asked.measure), note)


def _spec(asked: CommuneMap, drawn: Sequence[Commune]) -> Spec:
    classes = make_classes([each.reading for each in drawn], asked.measure.say)
    if any(each.outline is not None for each in drawn):
        return _outline_spec(asked, drawn, classes)
    return _tile_spec(asked, drawn, classes)


def _colour(drawn: Sequence[Commune], classes: Classes) -> Spec:
    shown = used([classes.of(each.reading) for each in drawn], classes)
    colour = looks.colours([each.words for each in shown], [each.colour for each in shown])
    legend: Json = {
        "orient": "top",
        "direction": "horizontal",
        "columns": 3,
        "symbolStrokeColor": "#8492A6",
        "symbolType": "square",
        "symbolStrokeWidth": 1,
    }
    return {**colour, "legend": legend}


def _told(asked: CommuneMap, each: Commune, found: Class) -> dict[str, Json]:
    is_missing = isinstance(each.reading, Missing)
    words = each.words(asked.measure)
    return {
        "series": found.words,
        "ink": "#FFFFFF" if found.is_dark else looks.MUTED if is_missing else looks.INK,
        "said": f"{each.name}: {words}",
    }


def _tile_spec(asked: CommuneMap, drawn: Sequence[Commune], classes: Classes) -> Spec:
    grid = grid_of(drawn)
    values: list[Json] = [
        {
            **_told(asked, each, classes.of(each.reading)),
            "column": grid.tiles[each.key][0],
            "row": grid.tiles[each.key][1],
            "lines": list(lines_of(each.name)),
            "count": len(lines_of(each.name)),
            "initials": initials_of(each.name),
        }
        for each in drawn
    ]
    place: Spec = {
        "x": {
            "field": "column",
            "type": "ordinal",
            "axis": None,
            "scale": {"domain": list(range(grid.columns)), "paddingInner": 0.06},
        },
        "y": {
            "field": "row",
            "type": "ordinal",
            "axis": None,
            "scale": {"domain": list(range(grid.rows)), "paddingInner": 0.08},
        },
    }
    tiles: Spec = {
        "mark": {"type": "rect", "stroke": "#8492A6", "strokeWidth": 0.7, "aria": True},
        "encoding": {"fill": _colour(drawn, classes), **looks.said()},
    }
    return {
        "width": looks.CONTAINER,
        "height": _TILE_HEIGHT * grid.rows,
        "data": {"values": values},
        "encoding": place,
        "layer": [tiles, *_names(values)],
    }


def _names(values: Sequence[Json]) -> Iterator[Json]:
    """The names on the tiles, those of one, two and three lines each in the middle."""
    for lines in (1, 2, 3):
        named: list[Json] = [
            each for each in values if isinstance(each, dict) and each["count"] == lines
        ]
        if not named:
            continue
        yield {
            "data": {"values": named},
            "mark": {
                "type": "text",
                "fontSize": 9.5,
                "lineHeight": _LINE,
                "baseline": "middle",
                "dy": -_LINE * (lines - 1) / 2,
                "aria": False,
            },
            "encoding": {
                "text": {"field": "lines", "type": "nominal"},
                "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
            },
        }


def grid_of(communes: Sequence[Commune]) -> Grid:
    """The tiles of communes that have a spot."""
    return lay_tiles({each.key: each.spot for each in communes if each.spot is not None})


def lines_of(name: str) -> tuple[str, ...]:
    """A name in lines that fit a tile: words that fit together stay together."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LONGEST_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines[:3])


def initials_of(name: str) -> str:
    """The first letters of a name, where tiles are too small for it."""
    return "".join(word[0] for word in name.replace("’", " ").split())[:4].upper()


def _outline_spec(asked: CommuneMap, drawn: Sequence[Commune], classes: Classes) -> Spec:
    shapes = [_shape(each, _told(asked, each, classes.of(each.reading))) for each in drawn]
    return _shapes_spec(shapes, {"color": _colour(drawn, classes)}, {})


def draw_outlines(communes: Sequence[Commune]) -> Picture:
    """The picture of outlines alone, to be looked at before they are taken."""
    title = _("Ranh giới các xã, phường")
    drawn = [each for each in communes if each.outline is not None]
    given = {"drawn": len(drawn), "all": len(communes)}
    summary = _("Ranh giới của %(drawn)s/%(all)s xã, phường.") % given
    columns = (
        SheetColumn("code", _("Mã đơn vị"), width=10),
        SheetColumn("commune", _("Xã, phường"), width=40),
        SheetColumn("outline", _("Ranh giới"), width=20),
    )
    words = {True: _("Có"), False: _("Chưa có")}
    rows = [(each.key, each.name, words[each.outline is not None]) for each in communes]
    shapes = [_shape(each, {"said": each.name}) for each in drawn]
    spec = _shapes_spec(shapes, {}, {"fill": looks.STEPS[0]})
    finished = looks.finished(spec, f"{title}. {summary}") if drawn else None
    return Picture("ranh-gioi", title, summary, Sheet("ranh-gioi", title, columns, rows), finished)


def _shape(commune: Commune, told: dict[str, Json]) -> Json:
    return {"type": "Feature", "geometry": commune.outline, **told}


def _shapes_spec(shapes: Sequence[Json], encoding: Spec, mark: Spec) -> Spec:
    return {
        "width": looks.CONTAINER,
        "height": _MAP_HEIGHT,
        "data": {"values": list(shapes)},
        # A plane: outlines are then drawn whichever way round their points are listed.
        "projection": {"type": "identity", "reflectY": True},
        "mark": {
            "type": "geoshape",
            "stroke": "#8492A6",
            "strokeWidth": 0.7,
            "aria": True,
            **mark,
        },
        "encoding": {**encoding, **looks.said()},
    }
