"""The nouns of measuring, one module each."""

from tiendo.indicators.models.audits import ValueAudit
from tiendo.indicators.models.checks import CheckKind, CheckRule, CheckSeverity
from tiendo.indicators.models.dictionary import (
    Dimension,
    DimensionItem,
    Direction,
    Indicator,
    IndicatorPassage,
    IndicatorState,
    IndicatorVersion,
    Origin,
)
from tiendo.indicators.models.dictionary_files import DictionaryFile, DictionaryFileState
from tiendo.indicators.models.files import FigureChunk, FigureFile, FigureProblem, FileState
from tiendo.indicators.models.forecasts import Forecast, ForecastPoint, ForecastState
from tiendo.indicators.models.observations import (
    Entry,
    Observation,
    ObservationComment,
    ObservationName,
    ObservationState,
    Qualifier,
)
from tiendo.indicators.models.targets import Comparator, Obligation, Target
from tiendo.indicators.models.values import IndicatorValue, ValueState

__all__ = [
    "CheckKind",
    "CheckRule",
    "CheckSeverity",
    "Comparator",
    "DictionaryFile",
    "DictionaryFileState",
    "Dimension",
    "DimensionItem",
    "Direction",
    "Entry",
    "FigureChunk",
    "FigureFile",
    "FigureProblem",
    "FileState",
    "Forecast",
    "ForecastPoint",
    "ForecastState",
    "Indicator",
    "IndicatorPassage",
    "IndicatorState",
    "IndicatorValue",
    "IndicatorVersion",
    "Obligation",
    "Observation",
    "ObservationComment",
    "ObservationName",
    "ObservationState",
    "Origin",
    "Qualifier",
    "Target",
    "ValueAudit",
    "ValueState",
]
