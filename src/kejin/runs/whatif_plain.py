"""What a what-if does, as plain values for JSON, with the words of every key in both languages."""

from typing import Any

from kejin.assessment.impact import Impact, Shift, dimension_label, group_label
from kejin.facts import GRAINS, Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.reading import Reading
from kejin.policy.changed import ChangedValue
from kejin.runs.manifest import dates_as_text
from kejin.runs.whatif import Cost, WhatIf

Plain = dict[str, Any]


def label_as_plain(label: Label) -> Plain:
    """A label in both languages."""
    return {"zh": label.zh, "en": label.en}


def what_if_as_plain(found: WhatIf, reading: Reading | None = None) -> Plain:
    """All of it; `reading` gives the groups of the matrix their names, which else are their keys."""
    return {
        "title": label_as_plain(found.title),
        "dates": dates_as_text(found.dates),
        "rules": list(found.rules),
        "facts": found.facts,
        "synthetic": found.synthetic,
        "values": [value_as_plain(value) for value in found.values],
        "shifts": [_shift(found.impact, shift) for shift in found.impact.shifts],
        "groups": _groups(found.impact),
        "costs": [_cost(cost) for cost in found.costs],
        "cells": _cells(found, reading),
    }


def value_as_plain(value: ChangedValue) -> Plain:
    """One changed value."""
    labels = ("label", "was", "becomes", "source")
    texts = ("target", "before", "after", "at", "quote", "unread")
    return {
        **{name: label_as_plain(getattr(value, name)) for name in labels},
        **{name: getattr(value, name) for name in texts},
        "confidence": value.confidence.value,
    }


def _shift(found: Impact, shift: Shift) -> Plain:
    decision = shift.decision
    numbers = (
        "eligible_before", "eligible_after", "gained", "lost", "more", "less", "opened", "fen_before", "fen_after",
        "fen_moved",
    )  # fmt: skip
    return {
        "decision": decision.key,
        "label": label_as_plain(decision.label),
        "policy": decision.policy,
        "policy_label": label_as_plain(found.ruleset.policies[decision.policy].label),
        "of": label_as_plain(GRAINS[decision.grain].label),
        **{name: getattr(shift, name) for name in numbers},
    }


def _groups(found: Impact) -> list[Plain]:
    return [
        row
        | {
            "dimension_label": label_as_plain(dimension_label(row["dimension"])),
            "label": label_as_plain(group_label(found.ruleset, row["dimension"], row["value"])),
        }
        for row in found.groups.iter_rows(named=True)
    ]


def _cost(cost: Cost) -> Plain:
    return {
        "policy": cost.policy,
        "label": label_as_plain(cost.label),
        "payer": label_as_plain(cost.payer),
        "decision": cost.decision,
        "decision_label": label_as_plain(cost.decision_label),
        "fen_before": cost.fen_before,
        "fen_after": cost.fen_after,
        "fen_moved": cost.fen_moved,
    }


def _cells(found: WhatIf, reading: Reading | None) -> list[Plain]:
    rows = found.cells.sort("dimension", "value", "stage", "instrument", nulls_last=True)
    return [row | _names(row, reading) for row in rows.iter_rows(named=True)]


def _names(row: Plain, reading: Reading | None) -> Plain:
    instrument = INSTRUMENTS.get(row["instrument"], Label(row["instrument"], row["instrument"]))
    stage = reading.name_of("stage", row["stage"]) if reading else Label(row["stage"], row["stage"])
    group = Label("", "")
    if row["dimension"]:
        key = row["value"] or ""
        group = reading.name_of(row["dimension"], row["value"]) if reading else Label(key, key)
    return {
        "instrument_label": label_as_plain(instrument),
        "stage_label": label_as_plain(stage),
        "group_label": label_as_plain(group),
    }
