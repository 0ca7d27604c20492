"""Invented loan tapes for the packs' tests: rows of several grains in, rows with verdicts and amounts out."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.packs.firms import Value

from kejin.facts import GRAINS, FactSet, Grain
from kejin.packs import HOME
from kejin.policy import Dates, Overlay, PolicyStore, Ruleset, evaluate
from kejin.policy.cases import facts_frame

Row = dict[str, Value]
# Background packs that others borrow from.
BORROWED = ("cn/sme_size", "cn/asset_classes", "cn_gd/places")
Tape = Mapping[Grain, Sequence[Row]]


@cache
def read(folder: str) -> PolicyStore:
    """The pack in one folder below `packs`; size classes and places are there to borrow."""
    folders = dict.fromkeys(HOME / Path(name) for name in (folder, *BORROWED))
    own = PolicyStore.read([HOME / Path(folder)])
    return PolicyStore.read(folders).only(own.policies)


@cache
def rules_of(folder: str, law: date) -> Ruleset:
    """The pack at a law date, facts as of the same day."""
    return read(folder).compile(Dates(law, law, law))


def what_if(folder: str, law: date, changes: Mapping[str, str | None]) -> Ruleset:
    """The pack with some values exchanged."""
    return read(folder).compile(Dates(law, law, law), Overlay.of("what if", changes))


def run(rules: Ruleset, tape: Tape) -> dict[str, dict[tuple[Value, ...], Row]]:
    """For each decision its subjects by key: "verdict" and, by their leaf names, the amounts."""
    frames = {grain: facts_frame(grain, list(rows)) for grain, rows in tape.items() if rows}
    found = evaluate(rules, FactSet(frames), near=False).frames
    results: dict[str, dict[tuple[Value, ...], Row]] = {}
    for decision in rules.decisions:
        rows = found[decision.grain].to_dicts()
        results[decision.id] = {
            tuple(row[key] for key in GRAINS[decision.grain].keys): {
                "verdict": row[decision.key],
                **{name.split(".", 1)[1]: row[name] for name in decision.amounts},
            }
            for row in rows
        }
    return results


def half_up(exact: Fraction) -> int:
    """To the nearest whole number, a half upwards (amounts here are never negative)."""
    return int(exact + Fraction(1, 2))
