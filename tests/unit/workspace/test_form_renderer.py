"""Inputs written without a template are those that Django's templates write."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from tiendo.workspace.form_renderer import WrittenInputs

WIDGETS = [
    forms.TextInput(attrs={"class": "form-control", "required": True, "disabled": False}),
    forms.TextInput(attrs={"placeholder": '"xã" & <bộ>'}),
    forms.NumberInput(attrs={"min": 0}),
    forms.EmailInput(),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.Textarea(attrs={"rows": 4}),
]
VALUES = [None, "", "0", 0, "Đã họp", "<script>alert(\"1\")</script> & 'một'", "một\nhai"]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", VALUES)
def test_an_input_is_written_as_django_does(widget, value):
    drawn = [
        widget.render("noi-dung", value, {"id": "id_noi-dung"}, renderer)
        for renderer in (WrittenInputs(), DjangoTemplates())
    ]
    assert parse_html(drawn[0]) == parse_html(drawn[1])


def test_what_is_typed_cannot_leave_its_input():
    html = forms.TextInput().render("x", '"><script>', None, WrittenInputs())
    assert html == '<input type="text" name="x" value="&quot;&gt;&lt;script&gt;">'
    html = forms.Textarea().render("x", "</textarea><script>", None, WrittenInputs())
    assert "&lt;/textarea&gt;&lt;script&gt;</textarea>" in html
