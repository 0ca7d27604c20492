"""What a what-if changes: each value with what it was, where that stands, and how well it is known; and its effects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.risk_numbers import estimate, percent, points, times
from kejin.cli.risk_results import W, bound_labels, print_head
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.policy import Confidence, Overlay, Policy, PolicyStore
from kejin.risk.simulation.measures import Estimate
from kejin.risk.simulation.results import carried
from kejin.risk.simulation.running import Run
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


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of a policy that a what-if changes, with the clause behind the value in force."""

    target: str
    label: Label
    before: str | None
    after: str | None
    source: Label
    at: str
    quote: str
    unread: bool
    confidence: Confidence


def changed_values(store: PolicyStore, overlay: Overlay) -> list[ChangedValue]:
    """What the what-if changes, in its order."""
    return [
        _changed(store.policy(policy_id), leaf, _text(change.value))
        for change in overlay.changes
        for policy_id, _, leaf in [change.target.partition(".")]
    ]


def _changed(policy: Policy, leaf: str, after: str | None) -> ChangedValue:
    name, _, row_id = leaf.partition("#")
    if row_id:
        table = policy.tables[name]
        version = table.versions[-1]
        row = next(r for r in version.rows if r.id == row_id)
        label = Label(f"{table.label.zh}：{row.label.zh}", f"{table.label.en}: {row.label.en}")
        before, clause, confidence = row.value, version.clause, version.confidence
    else:
        parameter = policy.parameters[name]
        last = parameter.versions[-1]
        label = parameter.label.label
        before, clause, confidence = _text(last.value), last.clause, last.confidence
        before = f"{before} {parameter.unit}".strip() if before is not None else None
        after = f"{after} {parameter.unit}".strip() if after is not None else None
    return ChangedValue(
        target=f"{policy.id}.{leaf}",
        label=label,
        before=before,
        after=after,
        source=policy.sources[clause.doc].title.label,
        at=clause.at,
        quote=clause.quote,
        unread=clause.unread,
        confidence=confidence,
    )


def _text(value: str | list[str] | None) -> str | None:
    return ", ".join(value) if isinstance(value, list) else value


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
