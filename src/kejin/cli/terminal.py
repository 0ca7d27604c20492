"""The answer in a terminal: the same order and the same words as the page, reasons as a tree below each verdict."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from kejin.assessment import ORDER, DecisionAnswer, EnterpriseAnswer, SubjectAnswer, Summary, conditions_of
from kejin.cli.options import ShownLanguage
from kejin.cli.output import printable
from kejin.cli.pages.wording import CONFIDENCE, MARKS, VERDICTS, headline, word
from kejin.cli.speaking import Speaker
from kejin.policy import ClauseRef, Dates, ExplainedCondition, ExplainedInput, InputKind, Verdict

STYLES = {
    Verdict.ELIGIBLE: "bold green",
    Verdict.NEARLY: "bold yellow",
    Verdict.UNDETERMINED: "bold blue",
    Verdict.NOT_ELIGIBLE: "bold red",
}
_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "blue")}
# More decisions than this fill a screen twice over.
MANY_DECISIONS = 40
_FROM_POLICY = (InputKind.PARAMETER, InputKind.TABLE)


def print_answer(
    console: Console, answer: EnterpriseAnswer, *, language: ShownLanguage, reasons: bool = True
) -> None:
    """Print one enterprise's answer; without `reasons` only verdicts, sentences and next steps."""
    say = Speaker(language)
    console.print(
        Text(f"{printable(answer.name)}  ", style="bold").append(printable(answer.enterprise_id), style="dim")
    )
    if answer.identity:
        console.print(Text(" · ".join(f"{say(f.label)} {say(f.text)}" for f in answer.identity), style="dim"))
    console.print(Text(say(headline({verdict: answer.count(verdict) for verdict in ORDER})), style="bold"))
    console.print(Text(dates_line(answer.dates, answer.ruleset_digest, say), style="dim"))
    for decision in answer.decisions:
        console.print()
        console.print(_decision(decision, say, reasons=reasons))


def dates_line(dates: Dates, digest: str, say: Speaker) -> str:
    """The three dates and the rules' digest in one line."""
    days = [("law", dates.law), ("facts_as_of", dates.facts_as_of), ("known_by", dates.known_by)]
    told = [f"{say.named(key)} {day.isoformat()}" for key, day in days]
    return " · ".join([*told, f"{say.named('rules_version')} {digest[:12]}"])


def print_summary(console: Console, summary: Summary, *, language: ShownLanguage) -> None:
    """Print how often each verdict was given, one line per decision; of very many only how many there are."""
    say = Speaker(language)
    if len(summary.decisions) > MANY_DECISIONS:
        tops = sum(not decision.part_of for decision in summary.decisions)
        console.print(Text(say(word("so_many_decisions", tops)), style="dim"))
        return
    for decision in summary.decisions:
        # A decision about things that the table does not hold says nothing.
        if not decision.total:
            continue
        line = Text("  ")
        for verdict in ORDER:
            count = decision.counts.get(verdict, 0)
            line.append(f"{MARKS[verdict]} {count:>6}  ", style=STYLES[verdict] if count else "dim")
        line.append(("  └ " if decision.part_of else "") + say(decision.title))
        console.print(line)
    console.print(Text("  " + "   ".join(f"{MARKS[v]} {say(VERDICTS[v])}" for v in ORDER), style="dim"))


def _decision(decision: DecisionAnswer, say: Speaker, *, reasons: bool) -> RenderableType:
    parts: list[RenderableType] = [_headed(decision.verdict, say(decision.title), say)]
    for answer in decision.answers:
        body = list(_body(answer, say, reasons=reasons))
        if answer.subject is not None:
            parts.append(Padding(_headed(answer.explanation.verdict, say(answer.subject), say), (0, 0, 0, 2)))
        parts.append(Padding(Group(*body), (0, 0, 0, 4)))
    parts.extend(Padding(_decision(part, say, reasons=reasons), (0, 0, 0, 4)) for part in decision.parts)
    parts.extend(Padding(Text(f"⚠ {say(c.text)}", style="yellow"), (0, 0, 0, 4)) for c in decision.cautions)
    return Group(*parts)


def _headed(verdict: Verdict, title: str, say: Speaker) -> Text:
    return Text(f"{MARKS[verdict]} {say(VERDICTS[verdict])}", style=STYLES[verdict]).append(
        f"  {title}", style="bold default"
    )


def _body(answer: SubjectAnswer, say: Speaker, *, reasons: bool) -> Iterable[RenderableType]:
    explanation = answer.explanation
    yield Text(say(answer.reason))
    for amount in answer.money:
        yield Text(f"{say(amount.label)}: ").append(say(amount.value.text), style="bold")
    if explanation.steps:
        yield Text(
            say.named("next_step" if explanation.verdict is Verdict.NEARLY else "to_change"), style="dim"
        )
        for step in explanation.steps:
            far = say.named("far") if step.far else ""
            yield Text(f"  → {say(step.label)}: {say(step.sentence)}{far}")
    if explanation.ask:
        yield Text(say.named("to_supply"), style="dim")
        for ask in explanation.ask:
            yield Text(f"  + {say(ask.label)}{f' {ask.year}' if ask.year else ''}")
    if reasons:
        tree = Tree(Text(say.named("why"), style="dim"), guide_style="dim")
        for condition in conditions_of(explanation.tree):
            grow(tree, condition, say)
        yield tree


def grow(tree: Tree, condition: ExplainedCondition, say: Speaker) -> None:
    """Add a condition to a tree, with all that it rests on."""
    mark, style = _MARKS[condition.verdict]
    line = Text(f"{mark} ", style=style).append(say(condition.label), style="default")
    branch = tree.add(line.append(f"  {say(condition.sentence)}", style="dim"))
    for child in condition.children:
        grow(branch, child, say)
    for read in condition.inputs:
        _grow_input(branch, read, say)
    for clause in condition.clauses:
        branch.add(Text(clause_text(clause, say), style="dim"))


def _grow_input(branch: Tree, read: ExplainedInput, say: Speaker) -> None:
    key = "rules_from" if read.kind in _FROM_POLICY else "facts_from"
    year = f" {read.year}" if read.year else ""
    line = Text(f"{say(read.label)}{year} = ").append(say(read.value.text), style="bold")
    if read.row_label is not None:
        line.append(f"  ({say(read.row_label)})")
    if read.source is not None:
        place = (read.source.file, read.source.sheet, read.source.cell, read.source.header)
        line.append("  " + printable(" › ".join(part for part in place if part)), style="dim")
    elif key == "facts_from" and read.kind is InputKind.FACT and read.value.value is None:
        line.append(f"  {say.named('not_supplied')}", style="dim")
    if read.since is not None:
        line.append(f"  {say(word('since', read.since.isoformat()))}", style="dim")
    if read.confidence is not None:
        line.append(f"  [{say(CONFIDENCE[read.confidence])}]", style="dim")
    twig = branch.add(line)
    for clause in read.clauses:
        twig.add(Text(clause_text(clause, say), style="dim"))
    for inner in read.inputs:
        _grow_input(twig, inner, say)


def clause_text(clause: ClauseRef, say: Speaker) -> str:
    """A clause in one line: document, number, place, quotation."""
    parts = [say(clause.title), printable(clause.number), printable(clause.at) or say.named("no_place")]
    text = " · ".join(part for part in parts if part)
    if clause.unread:
        text += f" [{say.named('unread')}]"
    return text + (f" “{printable(clause.quote)}”" if clause.quote else "")
