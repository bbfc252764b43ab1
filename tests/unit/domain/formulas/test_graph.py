"""Which formula needs which: the order, circles, unknown names, what is in use."""

from __future__ import annotations

import pytest

from tiendo.domain.formulas import FormulaRefusal, build_graph, parse_formula


def graph(known="xyz", **texts):
    return build_graph({code: parse_formula(text) for code, text in texts.items()}, known)


def test_the_order_computes_what_is_needed_first():
    found = graph(a="[b] + [c]", b="[c] * [x]", c="[y]")
    assert found.order == ("c", "b", "a")
    assert found.needs == {"a": ("b", "c"), "b": ("c", "x"), "c": ("y",)}
    assert found.used_by == {"b": ("a",), "c": ("a", "b"), "x": ("b",), "y": ("c",)}


def test_an_indicator_comes_down_to_entries():
    found = graph(a="[b] + [c]", b="[c] * [x]", c="[y]", d="[z]")
    assert found.entries_of("a") == ("x", "y")
    assert found.entries_of("x") == ()


def test_a_formula_that_names_itself_is_refused_where_it_does():
    with pytest.raises(FormulaRefusal) as refused:
        graph(a="[x] + previous([a])")
    assert refused.value.code == "names_itself"
    assert refused.value.span.of("[x] + previous([a])") == "[a]"


def test_a_circle_is_refused_naming_its_path():
    texts = {"a": "[x] + [b]", "b": "[c]", "c": "sum_children([a])", "d": "[a]"}
    with pytest.raises(FormulaRefusal) as refused:
        graph(**texts)
    assert refused.value.code == "cycle"
    path = refused.value.params["path"].split(" → ")
    assert path[0] == path[-1] == refused.value.params["formula"]
    assert sorted(path[1:]) == ["a", "b", "c"]
    for user, used in zip(path, path[1:], strict=False):
        assert f"[{used}]" in texts[user]
    assert refused.value.span.of(texts[path[0]]) == f"[{path[1]}]"


def test_an_unknown_name_is_refused_with_its_place():
    with pytest.raises(FormulaRefusal) as refused:
        graph(a="[x] / [lạ]")
    assert (refused.value.code, refused.value.params["formula"]) == ("unknown_indicator", "a")
    assert refused.value.span.of("[x] / [lạ]") == "[lạ]"


def test_an_indicator_in_use_is_not_removed():
    found = graph(a="[x]", b="[x] * 2")
    with pytest.raises(FormulaRefusal, match="x: còn dùng trong công thức của a, b"):
        found.refuse_removal("x")
    found.refuse_removal("a")


def test_a_long_chain_needs_no_recursion():
    texts = {f"i{n:04}": f"[i{n + 1:04}]" for n in range(3000)}
    found = graph(known=["i3000"], **texts)
    assert found.order[0] == "i2999"
    assert found.entries_of("i0000") == ("i3000",)
