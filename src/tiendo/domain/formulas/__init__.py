"""Formulas of indicators: a small language, checked before it is kept, computed for all bodies and
periods at once or explained for one.

``parse_formula`` reads, ``check_formula`` settles names and units, ``build_graph`` orders many,
``evaluate`` computes, ``explain`` shows how. Nothing here runs code that somebody typed.
"""

from tiendo.domain.formulas.checking import Indicator, Plan, Step, check_formula
from tiendo.domain.formulas.explaining import Explained, Explanation, Place, explain
from tiendo.domain.formulas.functions import Function, load_functions
from tiendo.domain.formulas.graph import Graph, build_graph
from tiendo.domain.formulas.grids import evaluate, evaluate_all, reach_of
from tiendo.domain.formulas.nodes import (
    Call,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    Sign,
    find_references,
)
from tiendo.domain.formulas.reading import parse_formula
from tiendo.domain.formulas.refusals import FormulaRefusal
from tiendo.domain.formulas.units import Unit, read_unit
from tiendo.domain.formulas.values import Coverage, Reading, Value
from tiendo.domain.formulas.world import Column, World, build_world
from tiendo.domain.formulas.writing import canonical_text, formula_in_words, vietnamese_text
from vanban.quantities import Missing

__all__ = [
    "Call",
    "Column",
    "Coverage",
    "Explained",
    "Explanation",
    "Formula",
    "FormulaRefusal",
    "Function",
    "Graph",
    "Indicator",
    "Missing",
    "Negation",
    "Node",
    "Number",
    "Operation",
    "Place",
    "Plan",
    "Reading",
    "Reference",
    "Sign",
    "Step",
    "Unit",
    "Value",
    "World",
    "build_graph",
    "build_world",
    "canonical_text",
    "check_formula",
    "evaluate",
    "evaluate_all",
    "explain",
    "find_references",
    "formula_in_words",
    "load_functions",
    "parse_formula",
    "reach_of",
    "read_unit",
    "vietnamese_text",
]
