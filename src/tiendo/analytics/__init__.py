"""Facts and analysis. For notebooks: ``open_facts``, ``run`` and the analyses of ``expressions``.

    from tiendo.analytics import expressions, open_facts, run

    facts = open_facts("data/facts")
    rows = run(expressions.values_by_indicator_and_period(), facts)

``rows`` is an Arrow table; ``rows.to_pandas()`` or ``duckdb.from_arrow(rows)`` go on from there.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# The libraries behind these are loaded by who asks for them, not by every process of the server.
_HOMES = {
    "Analysis": "expressions",
    "AnalyticsError": "errors",
    "DuckDB": "engines",
    "EngineFailed": "errors",
    "EngineUnreachable": "errors",
    "Facts": "engines",
    "FactsDamaged": "errors",
    "Quartile": "expressions",
    "Quotient": "expressions",
    "SparkConnect": "engines",
    "chosen_engine": "engines",
    "open_facts": "engines",
    "run": "engines",
    "table": "expressions",
}
__all__ = [*_HOMES, "expressions"]  # noqa: PLE0604 - names, as strings


def __dir__() -> list[str]:
    """What notebooks offer to complete."""
    return __all__


def __getattr__(name: str) -> Any:
    if name == "expressions":
        return import_module("tiendo.analytics.expressions")
    if name in _HOMES:
        return getattr(import_module(f"tiendo.analytics.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
