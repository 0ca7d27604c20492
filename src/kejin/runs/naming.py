"""Who of a run meets a decision, by name and place: what a list on public notice is drafted from."""

from dataclasses import dataclass

import polars as pl

from kejin.assessment.standing import tier_decisions
from kejin.assessment.statuses import status_decisions
from kejin.facts import Grain
from kejin.policy import Decision, Ruleset, Verdict, evaluate
from kejin.runs.opening import OpenRun
from kejin.runs.replaying import source_of_run

_COLUMNS = ("enterprise_id", "enterprise_name", "city_code")


@dataclass(frozen=True, slots=True)
class Named:
    """One enterprise: its code, its name, and the code of its city; what is not stated is empty."""

    code: str
    name: str
    city_code: str


def listable(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that lists are drafted of: the tiers of the plan, then the statuses."""
    return (*tier_decisions(ruleset), *status_decisions(ruleset))


def named_by(run: OpenRun, decision: Decision) -> list[Named]:
    """Every enterprise of a run that meets a decision, by code. Raises `FileError` where the run's facts are gone."""
    met = _met(run, decision)
    known = _known(run).join(met, on="enterprise_id", how="semi").sort("enterprise_id")
    return [Named(code, name or "", city or "") for code, name, city in known.select(_COLUMNS).iter_rows()]


def _met(run: OpenRun, decision: Decision) -> pl.DataFrame:
    """The codes of those that meet it."""
    if run.facts is not None:
        frame = evaluate(run.ruleset, run.facts, [decision.key]).frames[Grain.ENTERPRISE]
        return frame.filter(pl.col(decision.key)).select("enterprise_id")
    told = pl.scan_parquet(run.folder / "verdicts" / Grain.ENTERPRISE.value / "*.parquet")
    verdict = pl.col(decision.key).cast(pl.String)
    return told.filter(verdict == Verdict.ELIGIBLE.value).select("enterprise_id").collect()


def _known(run: OpenRun) -> pl.DataFrame:
    if run.facts is not None:
        frame = run.facts.frames[Grain.ENTERPRISE].lazy()
    else:
        source = source_of_run(run.folder, run.manifest, None)
        frame = pl.scan_parquet([source.folder / part.path for part in source.files[Grain.ENTERPRISE]])
    held = frame.collect_schema().names()
    return frame.select(
        pl.col(name) if name in held else pl.lit(None, pl.String).alias(name) for name in _COLUMNS
    ).collect()


__all__ = ["Named", "listable", "named_by"]
