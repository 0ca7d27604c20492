"""The policies that ship with Kejin over a synthetic register: how many enterprises a second each one answers for."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from benchmarks.figures import Figure, Section
from benchmarks.register import register
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from kejin.facts import Fact, FactSet
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate

DATES = Dates(date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 30))
TITLE = "The policies that ship with Kejin"
ALL = "all policies together"
READING = "one pass over their columns"


def measure(sizes: Sizes) -> list[Section]:
    """Verdicts, masks, nearness and amounts of every policy, alone and together, beside one pass over the columns."""
    about = (
        f"A register of {sizes.enterprises:,} enterprises with three years of filings each and a loan each, every "
        "value synthetic: verdicts, masks, nearness and amounts. The baseline adds up every column that the "
        "policy reads, once."
    )
    store = PolicyStore.read([HOME])
    rulesets = {name: store.only([name]).compile(DATES) for name in store.policies}
    rulesets = {name: ruleset for name, ruleset in rulesets.items() if ruleset.decisions}
    if not rulesets:
        return [Section(TITLE, about, skipped="no policy is in force on the law date.")]
    rulesets[ALL] = store.only(rulesets).compile(DATES)
    facts = register(sorted(_facts(rulesets[ALL])), enterprises=sizes.enterprises)
    figures: list[Figure] = []
    for name, ruleset in rulesets.items():
        figures += _figures(name, ruleset, facts, sizes=sizes)
    return [
        Section(TITLE, about, tuple(figures), tuple(_rate(figure) for figure in figures if figure.detail))
    ]


def _figures(name: str, ruleset: Ruleset, facts: FactSet, *, sizes: Sizes) -> list[Figure]:
    reading = f"{READING}: {name}"
    timings = in_turns(
        {name: lambda: evaluate(ruleset, facts), reading: lambda: _added_up(facts, _facts(ruleset))},
        repetitions=sizes.slow_repetitions,
        warm_up=1,
    )
    detail = {
        "decisions": len(ruleset.decisions),
        "enterprises_per_second": round(sizes.enterprises / timings[name].middle),
    }
    ratio = timings[name].over(timings[reading])
    return [Figure(name, timings[name], reading, ratio, detail=detail), Figure(reading, timings[reading])]


def _facts(ruleset: Ruleset) -> set[str]:
    return {node.name for node in ruleset.nodes.values() if isinstance(node.spec, Fact)}


def _added_up(facts: FactSet, names: Iterable[str]) -> list[pl.DataFrame]:
    wanted = set(names)
    queries = []
    for frame in facts.frames.values():
        schema = frame.lazy().collect_schema()
        columns = [name for name in schema if name in wanted]
        queries.append(frame.lazy().select(_added(name, schema[name]) for name in columns))
    return pl.collect_all(queries)


def _added(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.String:
        return pl.col(name).str.len_bytes().sum()
    return pl.col(name).max() if dtype == pl.Date else pl.col(name).sum()


def _rate(figure: Figure) -> str:
    rate, decisions = figure.detail["enterprises_per_second"], figure.detail["decisions"]
    return f"{figure.name}: {decisions} decision(s), {rate:,} enterprises a second."
