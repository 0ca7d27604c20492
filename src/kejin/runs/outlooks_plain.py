"""An outlook as plain values for JSON, with words for every figure and its error beside it."""

import math
from collections.abc import Iterator
from datetime import timedelta

from kejin.facts import Label
from kejin.risk.simulation.measures import Estimate
from kejin.risk.simulation.outlook import FAN
from kejin.risk.simulation.results import ALL, bearing, by_year, lent_fen, losses, summary
from kejin.risk.simulation.telling import amount, estimate, interval, percent
from kejin.runs.manifest import dates_as_text
from kejin.runs.outlooks import Outlook
from kejin.runs.whatif_plain import Plain, label_as_plain

_ALL = Label("合计", "All together")
_UNSHARED = Label("分担待定的损失", "Losses whose sharing is open")
_SUSPENDED = Label("期末暂缓未付", "Suspended at the end")
_DEFAULTS = Label("违约笔数", "Defaults")
_BORNE = ("mean", "var95", "var99")


def outlook_as_plain(found: Outlook) -> Plain:
    """All of an outlook."""
    run = found.run
    ruleset = run.book.arrangement.ruleset
    return {
        "agreements": [
            {"key": one.key, "label": label_as_plain(one.label)} for one in run.book.arrangement.agreements
        ],
        "dates": dates_as_text(ruleset.dates),
        "rules": ruleset.digest,
        "ends": _ends(found),
        "scenarios": run.scenarios,
        "seed": run.seed,
        "loans": run.book.loans.height,
        "lent_fen": lent_fen(run),
        "lent": label_as_plain(amount(lent_fen(run))),
        "summary": list(_summary(found)),
        "parties": list(_parties(found)),
        "years": list(_years(found)),
        "bounds": list(_bounds(found)),
    }


def _ends(found: Outlook) -> str:
    """The day from which on nobody knows yet who shares in new loans, where it is within the years; else empty."""
    arrangement = found.run.book.arrangement
    heads = [arrangement.ruleset.policies[one.policy].head.until for one in arrangement.agreements]
    document = found.prepared.document
    last = document.starts.replace(year=document.starts.year + document.years)
    return min((end.isoformat() for end in heads if end is not None and end < last), default="")


def _summary(found: Outlook) -> Iterator[Plain]:
    """Defaults, and what stays open where any does."""
    told = summary(found.run)
    defaults = told["defaults"]
    text = f"{defaults.value:,.1f} ± {defaults.error:,.1f}"
    yield _figure("defaults", _DEFAULTS, defaults, text=Label(text, text))
    for key, label in (("suspended_fen", _SUSPENDED), ("unshared_fen", _UNSHARED)):
        if told[key].value:
            yield _figure(key, label, told[key], text=estimate(told[key]))


def _figure(key: str, label: Label, one: Estimate, *, text: Label) -> Plain:
    return {
        "key": key,
        "label": label_as_plain(label),
        "text": label_as_plain(text),
        "numbers": numbers(one),
    }


def numbers(one: Estimate) -> list[float | None]:
    """Value and error; None for what is not finite."""
    return [value if math.isfinite(value) else None for value in (one.value, one.error)]


def _parties(found: Outlook) -> Iterator[Plain]:
    """Who bears what over all years: expected, and what is not passed in 95 and in 99 of 100 courses."""
    run = found.run
    labels = {party.key: party.label for party in run.book.arrangement.parties} | {ALL: _ALL}
    able = bearing(run)
    for row in losses(run).iter_rows(named=True):
        if row["party"] not in able and row["party"] != ALL:
            continue
        three = {
            name: Estimate(*(row[f"{name}{end}_fen"] for end in ("", "_error", "_low", "_high")))
            for name in _BORNE
        }
        yield {
            "key": row["party"],
            "label": label_as_plain(labels[row["party"]]),
            "public": row["public"],
            **{name: label_as_plain(estimate(one)) for name, one in three.items()},
            "numbers": {name: numbers(one) for name, one in three.items()},
        }


def _years(found: Outlook) -> Iterator[Plain]:
    """Year by year: added, paid, left with its fan, and how likely the money has run out."""
    for row in found.means.iter_rows(named=True):
        figures = {
            name: Estimate(row[f"{name}_fen"], row[f"{name}_error_fen"], 0, 0)
            for name in ("paid", "left", *(f"left_p{step}" for step in FAN))
        }
        dry = Estimate(row["dry"], row["dry_error"], row["dry_low"], row["dry_high"])
        yield {
            "year": row["year"],
            "until": _until(found, row["year"]),
            "added_fen": row["added_fen"],
            "added": label_as_plain(amount(row["added_fen"])),
            **{name: label_as_plain(estimate(one)) for name, one in figures.items()},
            "dry": percent(dry.value),
            "dry_interval": interval(dry),
            "numbers": {name: numbers(one) for name, one in (figures | {"dry": dry}).items()},
        }


def _bounds(found: Outlook) -> Iterator[Plain]:
    """Each limit and stop line: how likely it has been reached by the end of each year."""
    arrangement = found.run.book.arrangement
    labels = {one.key: one.label for one in arrangement.limits}
    labels |= {one.key: one.label for one in arrangement.stop_lines}
    frame = by_year(found.run)
    last = found.prepared.document.starts.year + found.prepared.document.years
    for (kind, key), rows in frame.group_by("kind", "key", maintain_order=True):
        yield {
            "kind": kind,
            "key": key,
            "label": label_as_plain(labels[str(key)]),
            "years": [
                {**_chance(row, found.run.scenarios), "until": _until(found, row["year"])}
                for row in rows.iter_rows(named=True)
                if row["year"] < last
            ],
        }


def _until(found: Outlook, year: int) -> str:
    """The last day of a year: twelve months are counted from the first day of the book."""
    starts = found.prepared.document.starts
    return (starts.replace(year=year + 1) - timedelta(days=1)).isoformat()


def _chance(row: Plain, count: int) -> Plain:
    chance = row["chance"]
    one = Estimate(chance, math.sqrt(chance * (1 - chance) / count), row["chance_low"], row["chance_high"])
    return {
        "year": row["year"],
        "chance": percent(chance),
        "interval": interval(one),
        "numbers": numbers(one),
    }
