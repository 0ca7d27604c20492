"""The policies that ship with Kejin over a synthetic register: how many enterprises a second each one answers for."""

from collections.abc import Iterable, Mapping
from datetime import date
from time import perf_counter

import polars as pl

from benchmarks.figures import Figure, Section
from benchmarks.register import register
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from kejin.facts import Fact, FactSet
from kejin.packs import shipped
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate

DAY = date(2026, 6, 30)
DATES = Dates(DAY, DAY, DAY)
TITLE = "The policies that ship with Kejin"
ALL = "all policies together"
READING = "one pass over their columns"
SLOWEST = 10


def read() -> PolicyStore:
    """The policies that ship with Kejin."""
    return shipped()


def measure(sizes: Sizes) -> list[Section]:
    """Verdicts, masks, nearness and amounts of policies, alone and together, beside one pass over the columns."""
    store = read()
    rulesets = {name: store.only([name]).compile(DATES) for name in store.policies}
    rulesets = {name: ruleset for name, ruleset in rulesets.items() if ruleset.decisions}
    together = store.only(rulesets).compile(DATES)
    facts = register(sorted(fact_names(together)), enterprises=sizes.enterprises)
    once = {name: _once(ruleset, facts) for name, ruleset in rulesets.items()}
    slowest = sorted(once, key=lambda name: -once[name])[:SLOWEST]
    chosen = {name: rulesets[name] for name in slowest} | {ALL: together}
    figures: list[Figure] = []
    for name, ruleset in chosen.items():
        figures += _figures(name, ruleset, facts, sizes=sizes)
    about = (
        f"A register of {sizes.enterprises:,} enterprises with three years of filings each and a loan each, every "
        "value synthetic: verdicts, masks, nearness and amounts. The baseline adds up every column that the policy "
        f"reads, once. Of {len(rulesets)} policies the {len(slowest)} that take longest stand here, and all of them "
        "together."
    )
    remarks = [_rate(figure) for figure in figures if figure.detail]
    return [Section(TITLE, about, tuple(figures), (*remarks, _others(once, slowest)))]


def _once(ruleset: Ruleset, facts: FactSet) -> float:
    start = perf_counter()
    evaluate(ruleset, facts)
    return perf_counter() - start


def _others(once: Mapping[str, float], slowest: Iterable[str]) -> str:
    rest = sorted(seconds for name, seconds in once.items() if name not in set(slowest))
    if not rest:
        return "There are no others."
    return (
        f"The other {len(rest)} took {rest[0] * 1000:.0f} to {rest[-1] * 1000:.0f} ms, measured once each, half of "
        f"them less than {rest[len(rest) // 2] * 1000:.0f} ms."
    )


def _figures(name: str, ruleset: Ruleset, facts: FactSet, *, sizes: Sizes) -> list[Figure]:
    reading = f"{READING}: {name}"
    timings = in_turns(
        {name: lambda: evaluate(ruleset, facts), reading: lambda: _added_up(facts, fact_names(ruleset))},
        repetitions=sizes.slow_repetitions,
        warm_up=1,
    )
    detail = {
        "decisions": len(ruleset.decisions),
        "enterprises_per_second": round(sizes.enterprises / timings[name].middle),
    }
    ratio = timings[name].over(timings[reading])
    return [Figure(name, timings[name], reading, ratio, detail=detail), Figure(reading, timings[reading])]


def fact_names(ruleset: Ruleset) -> set[str]:
    """The facts that a ruleset reads."""
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
