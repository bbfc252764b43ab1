"""Form fields as HTML: label, hint, control and error, tied together by ids."""

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    ModelChoiceField,
    RadioSelect,
    Select,
)
from django.forms.widgets import Widget
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.template.backends.base import _EngineTemplate


_DASHES = "---------"


class PickMany(CheckboxSelectMultiple):
    """Several of a long list: boxes that scroll, below a field that narrows the list."""


def render_field(
    bound: BoundField, *, label: str, hint: str | None, is_optional: bool, css: str
) -> SafeString:
    """One field of a form; label and hint replace the form's own words when given."""
    if bound.is_hidden:
        return bound.as_hidden()
    if hint is not None:
        bound.help_text = hint
    label = label or str(bound.label)
    widget = bound.field.widget
    # A placeholder that repeats the label only looks like something already typed.
    if widget.attrs.get("placeholder") in (label, bound.label):
        del widget.attrs["placeholder"]
    _name_the_empty_choice(bound, label)
    kind = kind_of(widget)
    if kind in BOXES:
        widget.attrs["class"] = "form-check-input"
    # A file field may take less than the product does.
    most = getattr(bound.field, "max_bytes", settings.UPLOAD_MAX_BYTES)
    context = {
        "field": bound,
        "label": label,
        "is_optional": is_optional,
        "css": css,
        "kind": kind,
        "control": "" if kind in BOXES else bound.as_widget(attrs={"class": CSS[kind]}),
        "max_bytes": most,
        "max_megabytes": most // 2**20,
    }
    return mark_safe(_template().render(context))  # noqa: S308 - a template escapes


def _name_the_empty_choice(bound: BoundField, label: str) -> None:
    """Django's dashes say nothing; "Chọn cơ quan" says what to do."""
    field = bound.field
    if isinstance(field, ModelChoiceField) and field.empty_label == _DASHES:
        field.empty_label = _("Chọn %(what)s") % {"what": label[:1].lower() + label[1:]}


@cache
def _template() -> "_EngineTemplate":
    return get_template("components/field.html")


# Kinds whose boxes the template writes one by one.
BOXES = frozenset({"choices", "picks"})
CSS = {
    "check": "form-check-input",
    "file": "form-control",
    "select": "form-select",
    "input": "form-control",
}


def kind_of(widget: Widget) -> str:
    """Which of the forms in components/field.html a widget takes."""
    kinds: tuple[tuple[str, type[Widget] | tuple[type[Widget], ...]], ...] = (
        ("check", CheckboxInput),
        ("picks", PickMany),
        ("choices", (RadioSelect, CheckboxSelectMultiple)),
        ("file", FileInput),
        ("select", Select),
    )
    return next((kind for kind, types in kinds if isinstance(widget, types)), "input")
