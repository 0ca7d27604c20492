"""What a rule of the packs gives a loan: verdict and amount, worked out from facts as texts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import polars as pl

from kejin.errors import KejinError
from kejin.facts import FactSet, Grain, check_frame
from kejin.packs import load_packs
from kejin.policy import Dates, Explanation, Ruleset, Verdict, evaluate, explain
from kejin.policy.cases import fact_value, facts_frame
from kejin.records.errors import RefusedError

Given = Mapping[str, Sequence[Mapping[str, str | None]]]


def ruled(decision: str, amount: str, law: date, *, facts: Given) -> tuple[int, str]:
    """What the decision gives the one loan among the facts.

    Args:
        decision: `policy.decision` of the packs, on the grain of loans.
        amount: The name of the decision's amount, in fen.
        law: Which day's rules; facts count as of the same day.
        facts: Rows by grain, values as texts as in the cases of a policy.

    Returns:
        Whole fen, above zero, and the SHA-256 of what went in with the ruleset's digest.

    Raises:
        RefusedError: Facts that do not fit, a verdict other than eligible (with the conditions that failed or are
            unknown), or an amount that is unknown or nothing.
    """
    try:
        ruleset = _rules_of(law)
        found = evaluate(ruleset, _factset(facts), [decision])
    except (KejinError, ValueError) as error:
        raise RefusedError(
            "The rule cannot be applied to these facts", "not_ruled", found=str(error)
        ) from error
    verdict = found.verdicts().row(0, named=True)
    if verdict["verdict"] != Verdict.ELIGIBLE.value:
        raise RefusedError(
            "The rule does not give the subsidy", "not_eligible", expected="every condition met",
            found=f"{verdict['verdict']}: failed {verdict['failed']}, unknown {verdict['unknown']}", where=decision,
        )  # fmt: skip
    given = found.amounts().filter(pl.col("name") == amount)
    value = given["value"][0] if given.height else None
    if not value or given["unit"][0] != "fen":
        raise RefusedError(
            "The rule gives no such amount", "not_ruled", found=value, where=f"{decision}.{amount}"
        )
    said = [
        decision,
        amount,
        law.isoformat(),
        ruleset.digest,
        {name: list(rows) for name, rows in facts.items()},
    ]
    return int(value), hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def explained(decision: str, law: date, facts: Given) -> Explanation:
    """The same decision taken apart, condition by condition with its clauses, for people to read.

    Raises:
        RefusedError: Facts that do not fit, or a rule that is not there.
    """
    try:
        ruleset = _rules_alone(decision.partition(".")[0], law)
        subject = {"loan_id": facts[Grain.LOAN.value][0]["loan_id"]}
        return explain(ruleset, _factset(facts), decision, subject=subject)
    except (KejinError, ValueError, LookupError) as error:
        raise RefusedError(
            "The rule cannot be applied to these facts", "not_ruled", found=str(error), where=decision
        ) from error


# One policy compiles in a fraction of the time that all of them take, and explains as they do.
@lru_cache(maxsize=32)
def _rules_alone(policy: str, law: date) -> Ruleset:
    return load_packs().only([policy]).compile(Dates(law, law, law))


def _factset(facts: Given) -> FactSet:
    frames: dict[Grain, pl.DataFrame | pl.LazyFrame] = {
        Grain(name): check_frame(facts_frame(Grain(name), _read(name, rows)), Grain(name))
        for name, rows in facts.items()
    }
    return FactSet(frames)


# A day's rules take a second to compile and never change while the program runs.
@lru_cache(maxsize=8)
def _rules_of(law: date) -> Ruleset:
    return load_packs().compile(Dates(law, law, law))


def _read(grain: str, rows: Sequence[Mapping[str, str | None]]) -> list[Mapping[str, object]]:
    read: list[Mapping[str, object]] = []
    for number, row in enumerate(rows, 1):
        made = {name: fact_value(name, text, f"{grain} {number}") for name, text in row.items()}
        signed = made.get("loan_signed_on")
        if grain == Grain.LOAN.value and isinstance(signed, date):
            made.setdefault("loan_year", signed.year)
        read.append(made)
    return read
