"""What a what-if changes: each value with what it was, where that stands, and how well it is known; and its effects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.risk_results import W, bound_labels, print_head
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.policy.changed import ChangedValue
from kejin.risk.simulation.measures import Estimate
from kejin.risk.simulation.results import carried
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.telling import estimate, percent, points, times
from kejin.risk.simulation.whole import Change, Prepared, compared

_W = {
    "value": Label("改动", "Changed"),
    "was": Label("现行", "In force"),
    "assumed": Label("假设", "Supposed"),
    "assumption": Label("其他假设", "Other assumptions"),
    "figure": Label("指标（预期）", "Figure (expected)"),
    "difference": Label("差", "Difference"),
    "public": Label("财政合计", "Public money together"),
    "suspended": W["suspended_fen"],
    "none": Label("未知", "unknown"),
    "binds": Label("触及概率：{0}", "Chance that it binds: {0}"),
    "noise": Label("两边用同样的随机数模拟。", "The same numbers were drawn for both sides."),
}  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Two runs of one book: under the rules in force, and under a what-if or other assumptions."""

    before: Prepared
    first: Run
    second: Run
    values: Sequence[ChangedValue]
    assumed: Sequence[str]

    @property
    def changes(self) -> list[Change]:
        """The figures before and after."""
        return compared(self.first, self.second)


def comparison_as_plain(found: Comparison) -> dict[str, object]:
    """A comparison for JSON."""
    return {
        "title": found.before.document.title.label,
        "dates": found.first.book.arrangement.ruleset.dates,
        "scenarios": found.first.scenarios,
        "seed": found.first.seed,
        "values": found.values,
        "assumed": found.assumed,
        "changes": found.changes,
        "carried": {"before": carried(found.first), "after": carried(found.second)},
    }


def print_comparison(console: Console, found: Comparison, say: Speaker) -> None:
    """Print what was changed, on what its value in force rests, and what the change does."""
    print_head(console, found.before, found.first, say=say)
    for value in found.values:
        console.print()
        for line in _value(value, say):
            console.print(line)
    if found.assumed:
        console.print(Text(f"{say(_W['assumption'])}: {', '.join(found.assumed)}"))
    console.print()
    console.print(_table(found, say))
    console.print(Text(say(_W["noise"]), style="dim"))
    console.print(Text(say(W["error"]), style="dim"))


def _value(value: ChangedValue, say: Speaker) -> Iterator[Text]:
    unknown = say(_W["none"])
    line = Text(f"{say(_W['value'])}: {say(value.label)}  ", style="bold")
    yield line.append(f"{value.before or unknown} → {value.after or unknown}")
    place = f"{say(value.source)} · {value.at}"
    quote = f" “{value.quote}”" if value.quote else ""
    yield Text(f"    {say(_W['was'])} [{say(CONFIDENCE[value.confidence])}]  {place}{quote}", style="dim")


def _table(found: Comparison, say: Speaker) -> Table:
    run = found.first
    parties = {party.key: party.label for party in run.book.arrangement.parties}
    bounds = bound_labels(run)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("figure", "was", "assumed", "difference"):
        table.add_column(say(_W[key]), justify="left" if key == "figure" else "right")
    for change in found.changes:
        if change.key in bounds:
            label = _W["binds"]
            zh, en = label.zh.format(bounds[change.key].zh), label.en.format(bounds[change.key].en)
            cells = [percent(change.before.value), percent(change.after.value), points(change.difference)]
            table.add_row(say(Label(zh, en)), *cells)
        else:
            label = parties.get(change.key) or _W[change.key]
            cells = [
                say(estimate(change.before)),
                say(estimate(change.after)),
                say(estimate(change.difference, signed=True)),
            ]
            table.add_row(say(label), *cells, style="bold" if change.key == "public" else None)
    ratios = [carried(one)["per_expected"] for one in (found.first, found.second)]
    shown = [times(ratio) for ratio in ratios if isinstance(ratio, Estimate)]
    table.add_row(say(W["per_expected"]), *shown, "")
    return table
