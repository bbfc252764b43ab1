"""The colours of charts on paper: told apart in black and white too, as most printers print."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.composer.charts import FALLBACK_COLOUR, INK, STATUS_COLOURS, Json, Spec

WHITE = "#FFFFFF"
OUTLINE = "#475569"
# As grey they are 115, 181, 225, 38 and 148 of 255; on screens all of these are dark.
_ON_PAPER: Mapping[str, str] = {
    STATUS_COLOURS["done_on_time"]: "#3C8A57",
    STATUS_COLOURS["done_late"]: "#8CC7BF",
    STATUS_COLOURS["in_progress"]: "#D6E2FC",
    STATUS_COLOURS["overdue"]: "#5B0F0A",
    FALLBACK_COLOUR: "#949494",
}
# Letters on what is lighter than this are dark.
_LIGHT = 140


def for_print(spec: Spec) -> Spec:
    """The specification with colours for paper, where its marks are told apart by colours of ours.

    Segments get a dark edge, and the numbers on light ones dark letters.
    """
    layers = spec.get("layer")
    scale = _scale_of(spec) or next(filter(None, map(_scale_of, _listed(layers))), None)
    if scale is None:
        return spec
    domain, colours = scale
    if isinstance(layers, list):
        changed = [_layer(each, domain, colours) for each in layers]
        resolve: Json = {"scale": {"color": "independent"}}
        has_letters = any(_is_white_text(each) for each in layers)
        return {**spec, "layer": changed, **({"resolve": resolve} if has_letters else {})}
    made = _layer(spec, domain, colours)
    return made if isinstance(made, dict) else spec


def grey_of(colour: str) -> float:
    """How light a colour is in black and white, from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _scale_of(node: Json) -> tuple[list[Json], list[str]] | None:
    """The domain of a scale of several of our colours, and those in place of them."""
    colour = _inside(node, "encoding", "color", "scale")
    if not isinstance(colour, dict):
        return None
    domain, colours = colour.get("domain"), colour.get("range")
    if not isinstance(domain, list) or not isinstance(colours, list) or len(domain) < 2:
        return None
    ours = [_ON_PAPER[each] for each in colours if isinstance(each, str) and each in _ON_PAPER]
    return (domain, ours) if len(ours) == len(colours) else None


def _layer(node: Json, domain: list[Json], colours: list[str]) -> Json:
    if not isinstance(node, dict):
        return node
    if _is_white_text(node):
        letters: list[Json] = [INK if grey_of(each) > _LIGHT else WHITE for each in colours]
        shown: Json = {
            "field": "label",
            "type": "nominal",
            "scale": {"domain": domain, "range": letters},
            "legend": None,
        }
        return _with(node, "encoding", "color", shown)
    if _scale_of(node) is None:
        return node
    color = _inside(node, "encoding", "color")
    scale: Json = {"domain": domain, "range": [*colours]}
    held = {**color, "scale": scale} if isinstance(color, dict) else scale
    changed = _with(node, "encoding", "color", held)
    is_bar = _inside(changed, "mark", "type") == "bar"
    edged = _with(changed, "mark", "stroke", OUTLINE) if is_bar else changed
    return _with(edged, "mark", "strokeWidth", 0.6) if is_bar else edged


def _is_white_text(node: Json) -> bool:
    return _inside(node, "mark", "type") == "text" and _inside(node, "mark", "color") == WHITE


def _inside(node: Json, *names: str) -> Json:
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _with(node: Spec, outer: str, inner: str, value: Json) -> Spec:
    held = node.get(outer)
    return {**node, outer: {**(held if isinstance(held, dict) else {}), inner: value}}


def _listed(layers: Json) -> list[Json]:
    return layers if isinstance(layers, list) else []
