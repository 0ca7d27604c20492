"""`kejin policy impact`, `gaps` and `calendar`: for the people who keep the rules."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from kejin.assessment.impact import Impact, Mover, dimension_label, group_label, impact
from kejin.assessment.waiting import Waiting, waiting_for
from kejin.cli import tracking
from kejin.cli.given_facts import read_facts
from kejin.cli.options import (
    FactsOption,
    JsonFlag,
    KnownOption,
    LanguageOption,
    LawOption,
    PacksOption,
    dates_of,
    day_of,
    language_of,
)
from kejin.cli.output import emit, printable, results
from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.packs import load_packs
from kejin.policy import Confidence, Dates, Overlay
from kejin.policy.gaps import GapKind, gaps
from kejin.policy.timetable import LegalEvent, by_day, timetable
from kejin.policy.wording import number_text

FactsFile = Annotated[
    Path | None,
    typer.Option("--facts", metavar="FILE", help="A table to count over, or the folder of an earlier run."),
]
KIND_LABELS = {
    GapKind.MISSING: Label("没有数值", "No value"),
    GapKind.UNCONFIRMED: CONFIDENCE[Confidence.UNCONFIRMED],
    GapKind.WEAK: CONFIDENCE[Confidence.WEAK],
    GapKind.QUESTION: Label("待问清", "To be asked"),
}
_W = {
    "blocks": Label("影响", "bears on"),
    "waiting": Label("因此待定", "undecided for it"),
    "enterprises": Label("家企业", "enterprises"),
    "subjects": Label("项", "subjects"),
    "gained": Label("新增", "gained"),
    "lost": Label("退出", "lost"),
    "more": Label("金额增加", "get more"),
    "less": Label("金额减少", "get less"),
    "eligible": Label("符合", "eligible"),
    "money": Label("金额", "money"),
    "movers": Label("变化最大的", "Largest movers"),
    "nothing": Label("对这些企业没有影响。", "Nothing changes for anybody in these facts."),
}


def gaps_command(
    *,
    facts: FactsFile = None,
    kind: Annotated[
        list[GapKind] | None,
        typer.Option("--kind", help="Only gaps of this kind. May be given several times."),
    ] = None,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List what the policies do not know: missing and unconfirmed values, and what rests on them.

    With --facts the list says how many enterprises each missing value leaves undecided, those with most first.
    """
    ruleset = load_packs(packs or ()).compile(dates_of(law, facts_as_of, known_by))
    found = [gap for gap in gaps(ruleset) if not kind or gap.kind in kind]
    counted: Sequence[Waiting] = [Waiting(gap, 0, 0) for gap in found]
    if facts is not None:
        factset = read_facts(facts)
        with tracking.step("counting whom the gaps leave undecided"):
            counted = waiting_for(ruleset, factset, found)
    if as_json:
        emit([_gap_as_plain(one) for one in counted])
        return
    say, console = Speaker(language_of(lang)), results()
    for one in counted:
        _print_gap(console, one, say)
    totals = ", ".join(
        f"{sum(gap.kind is kind for gap in found)} {say(label)}" for kind, label in KIND_LABELS.items()
    )
    console.print(Text(totals, style="dim"))


def _gap_as_plain(one: Waiting) -> dict[str, object]:
    gap = one.gap
    return {
        "kind": gap.kind,
        "policy": gap.policy,
        "name": gap.name,
        "label": gap.label,
        "value": gap.value,
        "clause": gap.clause,
        "decisions": [decision.key for decision in gap.decisions],
        "subjects_undecided": one.subjects,
        "enterprises_undecided": one.enterprises,
    }


def _print_gap(console: Console, one: Waiting, say: Speaker) -> None:
    gap = one.gap
    head = Text(
        f"{say(KIND_LABELS[gap.kind])}  ", style="bold yellow" if gap.kind is GapKind.MISSING else "bold"
    )
    head.append(gap.name, style="default")
    if one.subjects:
        head.append(
            f"  {say(_W['waiting'])}: {one.enterprises} {say(_W['enterprises'])}, {one.subjects} {say(_W['subjects'])}",
            style="bold red",
        )
    console.print(head)
    value = f" = {say(gap.value)}" if gap.value is not None else ""
    console.print(Text(f"    {say(gap.label)}{value}"))
    if gap.clause is not None:
        place = " · ".join(p for p in (say(gap.clause.title), gap.clause.number, gap.clause.at) if p)
        console.print(Text(f"    {printable(place)}", style="dim"))
    if gap.kind is not GapKind.QUESTION:
        names = ", ".join(say(decision.label) for decision in gap.decisions)
        console.print(Text(f"    {say(_W['blocks'])}: {names}", style="dim"))


def impact_command(
    overlay: Annotated[
        Path, typer.Argument(metavar="OVERLAY", help="The what-if: a YAML file of new values.")
    ],
    *,
    facts: Annotated[
        Path, typer.Option("--facts", metavar="FILE", help="A table, or the folder of an earlier run.")
    ],
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Say what a change of the rules would do: who gains and loses, money by place and industry, largest movers."""
    store, dates = load_packs(packs or ()), dates_of(law, facts_as_of, known_by)
    what_if = Overlay.read(overlay)
    factset = read_facts(facts)
    with tracking.step("working out the change"):
        found = impact(store.compile(dates), store.compile(dates, what_if), factset)
    if as_json:
        emit(_impact_as_plain(found, dates))
    else:
        print_impact(results(), found, Speaker(language_of(lang)))


def _impact_as_plain(found: Impact, dates: Dates) -> dict[str, object]:
    return {
        "title": found.title,
        "dates": dates,
        "decisions": [
            {
                "decision": shift.decision.key,
                "label": shift.decision.label,
                "eligible_before": shift.eligible_before,
                "eligible_after": shift.eligible_after,
                "gained": shift.gained,
                "lost": shift.lost,
                "more": shift.more,
                "less": shift.less,
                "newly_undetermined": shift.opened,
                "fen_before": shift.fen_before,
                "fen_after": shift.fen_after,
            }
            for shift in found.shifts
        ],
        "groups": found.groups,
        "movers": [
            {
                "decision": mover.decision.key,
                "subject": mover.subject,
                "name": mover.name,
                "fen_before": mover.fen_before,
                "fen_after": mover.fen_after,
                "before": mover.before,
                "after": mover.after,
            }
            for mover in found.movers
        ],
    }


def print_impact(console: Console, found: Impact, say: Speaker) -> None:
    """Print what changes, decision by decision, then the largest movers."""
    console.print(Text(say(found.title), style="bold"))
    if not found.shifts:
        console.print(Text(say(_W["nothing"])))
    for shift in found.shifts:
        console.print()
        console.print(
            Text(say(shift.decision.label), style="bold").append(f"  {shift.decision.key}", style="dim")
        )
        console.print(
            Text(f"  {say(_W['eligible'])} {shift.eligible_before} → {shift.eligible_after}   ")
            .append(f"+{shift.gained} {say(_W['gained'])}  ", style="green")
            .append(f"-{shift.lost} {say(_W['lost'])}  ", style="red")
            .append(f"↑{shift.more} {say(_W['more'])}  ↓{shift.less} {say(_W['less'])}", style="dim")
        )
        if shift.fen_before or shift.fen_after:
            money = f"{_yuan(shift.fen_before, say)} → {_yuan(shift.fen_after, say)}"
            console.print(Text(f"  {say(_W['money'])} {money} ({_yuan(shift.fen_moved, say)})"))
        _print_groups(console, found, shift.decision.key, say=say)
    if found.movers:
        console.print()
        console.print(Text(say(_W["movers"]), style="bold"))
    for mover in found.movers:
        _print_mover(console, mover, say)


def _print_groups(console: Console, found: Impact, key: str, *, say: Speaker) -> None:
    for row in found.groups.filter(decision=key).iter_rows(named=True):
        name = group_label(found.ruleset, row["dimension"], row["value"])
        moved = row["fen_after"] - row["fen_before"]
        money = f"  {_yuan(moved, say)}" if moved else ""
        dimension = say(dimension_label(row["dimension"]))
        console.print(
            Text(f"    {dimension} {say(name)}: +{row['gained']} -{row['lost']}{money}", style="dim")
        )


def _print_mover(console: Console, mover: Mover, say: Speaker) -> None:
    subject = " ".join(str(value) for value in mover.subject.values())
    head = Text("  ").append(printable(mover.name or subject), style="bold")
    console.print(head.append(f"  {say(mover.decision.label)}  {printable(subject)}", style="dim"))
    verdicts = f"{mover.before.verdict.value} → {mover.after.verdict.value}"
    money = ""
    if mover.fen_before is not None and mover.fen_after is not None and (mover.fen_before or mover.fen_after):
        money = f"  {_yuan(mover.fen_before, say)} → {_yuan(mover.fen_after, say)}"
    console.print(Text(f"    {verdicts}{money}"))
    console.print(Text(f"    {say(mover.after.tree.sentence)}", style="dim"))


def _yuan(fen: int, say: Speaker) -> str:
    return say(number_text(fen, "fen"))


def calendar_command(
    *,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day_of, metavar="DATE", help="Only changes on or after this day."),
    ] = None,
    policy: Annotated[
        list[str] | None, typer.Option("--policy", metavar="NAME", help="Only this policy. May be repeated.")
    ] = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List every day on which the law changes: policies, decisions, figures and formulas that begin or end."""
    store = load_packs(packs or ())
    first = since or date.min
    changes = [change for change in timetable(store.only(policy) if policy else store) if change.day >= first]
    if as_json:
        emit(changes)
        return
    say, console = Speaker(language_of(lang)), results()
    for day, of_day in by_day(changes).items():
        console.print(Text(day.isoformat(), style="bold"))
        for line in _calendar_lines(of_day, say):
            console.print(line)


def _calendar_lines(changes: Iterable[LegalEvent], say: Speaker) -> Iterable[Text]:
    for change in changes:
        text = Text(
            f"  {change.policy}.{change.name}  " if change.name != change.policy else f"  {change.policy}  "
        )
        text.append(f"{say(change.label)}: {say(change.text)}")
        yield text.append(f"  {change.clause.doc} {change.clause.at}".rstrip(), style="dim")
