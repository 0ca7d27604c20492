"""Facts with a grain: the dictionary of what can be known, frames checked against it, and where each fact came from.

A fact is a column; its grain says what one row is about. Money is whole fen, ratios are parts per billion, scores are
hundredths of a point, and an unknown value is null, never zero.
"""

from kejin.facts.beyond import Beyond, Way, spans_parts
from kejin.facts.book import FactDictionary, dictionary, load_dictionary
from kejin.facts.checking import BOOKKEEPING, bounds_text, check_frame, may_repeat
from kejin.facts.code_names import industry_name, place_name, with_name
from kejin.facts.fact import Choice, Fact, FactKind
from kejin.facts.factset import FactSet, FactSource, SourceColumn, SourceSheet, column_letter
from kejin.facts.grains import GRAINS, Grain, GrainSpec
from kejin.facts.label import Label
from kejin.facts.naming import fold, likeness
from kejin.facts.yamltext import Plain, read_strict

__all__ = [
    "BOOKKEEPING",
    "GRAINS",
    "Beyond",
    "Choice",
    "Fact",
    "FactDictionary",
    "FactKind",
    "FactSet",
    "FactSource",
    "Grain",
    "GrainSpec",
    "Label",
    "Plain",
    "SourceColumn",
    "SourceSheet",
    "Way",
    "bounds_text",
    "check_frame",
    "column_letter",
    "dictionary",
    "fold",
    "industry_name",
    "likeness",
    "load_dictionary",
    "may_repeat",
    "place_name",
    "read_strict",
    "spans_parts",
    "with_name",
]
