"""`kejin policy`: the policies as law: list and show them, check them, run their cases, compare two states."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from kejin.assessment import answer_for
from kejin.cli import completion, policy_checks, policy_office
from kejin.cli.explain import DEFAULT_RUN, replayed
from kejin.cli.handbook.command import handbook_command
from kejin.cli.options import (
    FactsOption,
    JsonFlag,
    KnownOption,
    LanguageOption,
    LawOption,
    OverlayOption,
    PacksOption,
    dates_of,
    language_of,
)
from kejin.cli.output import emit, results
from kejin.cli.policy_text import known_text, print_policy
from kejin.cli.speaking import Speaker
from kejin.cli.terminal import dates_line, print_answer
from kejin.errors import UnknownFactError
from kejin.packs import load_packs
from kejin.policy import Overlay
from kejin.policy.schemas import SCHEMAS, json_schema
from kejin.policy.standing import confidences_of

app = typer.Typer(
    help="The policies: list, show, lint, cases, explain, diff, impact, gaps, calendar, handbook, schema.",
    no_args_is_help=True,
)
app.command("lint")(policy_checks.lint)
app.command("cases")(policy_checks.cases)
app.command("impact")(policy_office.impact_command)
app.command("gaps")(policy_office.gaps_command)
app.command("calendar")(policy_office.calendar_command)
app.command("handbook")(handbook_command)


@app.command("list")
def list_policies(
    *,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List the policies, how well their values are known, and which decisions are in force on the law date (✓)."""
    store, dates = load_packs(packs or ()), dates_of(law, facts_as_of, known_by)
    ruleset = store.compile(dates)
    awake = {decision.key for decision in ruleset.decisions}
    rows = [
        {
            "policy": policy.id,
            "jurisdiction": policy.head.jurisdiction,
            "label": policy.label,
            "checked_through": policy.head.checked_through,
            "values": confidences_of(policy),
            "decisions": [
                {
                    "key": f"{policy.id}.{decision.id}",
                    "label": decision.label.label,
                    "grain": decision.grain,
                    "in_force": f"{policy.id}.{decision.id}" in awake,
                }
                for decision in policy.decisions.values()
            ],
        }
        for policy in store.policies.values()
    ]
    if as_json:
        emit({"dates": dates, "rules_digest": ruleset.digest, "policies": rows})
        return
    say, console = Speaker(language_of(lang)), results()
    console.print(Text(dates_line(dates, ruleset.digest, say), style="dim"))
    for policy in store.policies.values():
        known = known_text(confidences_of(policy), say)
        console.print(
            Text(f"{policy.id}  ", style="bold").append(say(policy.label)).append(f"  {known}", style="dim")
        )
        for decision in policy.decisions.values():
            mark = "✓" if f"{policy.id}.{decision.id}" in awake else "–"
            console.print(Text(f"  {mark} {policy.id}.{decision.id}  {say(decision.label.label)}"))


@app.command("show")
def show_policy(
    name: Annotated[
        str,
        typer.Argument(metavar="POLICY", help="The policy's name.", autocompletion=completion.policies),
    ],
    *,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show one policy: what it decides, its figures with their dates, clauses and confidence, its sources."""
    policy = load_packs(packs or ()).policy(name)
    if as_json:
        emit(
            {
                "head": policy.head.model_dump(mode="json"),
                "parameters": [p.model_dump(mode="json", by_alias=True) for p in policy.parameters.values()],
                "tables": [t.model_dump(mode="json", by_alias=True) for t in policy.tables.values()],
                "sources": [s.model_dump(mode="json") for s in policy.sources.values()],
            }
        )
        return
    print_policy(results(), policy, Speaker(language_of(lang)))


@app.command("explain")
def explain_decision(
    name: Annotated[
        str,
        typer.Argument(
            metavar="DECISION", help="policy or policy.decision", autocompletion=completion.decisions
        ),
    ],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The enterprise's identifier.")],
    *,
    run: Annotated[Path, typer.Option("--run", metavar="DIR", help="The folder of the run.")] = DEFAULT_RUN,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Explain one decision of a run for one enterprise, down to clause, version and cell."""
    ruleset, factset, _ = replayed(run)
    answer = answer_for(ruleset, factset, code.strip(), decisions=ruleset.chosen([name]))
    if not answer.decisions:
        raise UnknownFactError("This decision does not concern the enterprise", found=code, where=name)
    if as_json:
        emit([one.explanation for decision in answer.decisions for one in decision.answers])
    else:
        print_answer(results(), answer, language=language_of(lang))


@app.command("diff")
def diff(
    *,
    before_law: Annotated[
        str | None, typer.Option("--before-law", metavar="DATE", help="Compare with the law of this day.")
    ] = None,
    overlay: OverlayOption = None,
    before_packs: Annotated[
        list[Path] | None,
        typer.Option("--before-packs", metavar="DIR", help="Compare with these folders of policies alone."),
    ] = None,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Say what changes: between two law dates, under a what-if overlay, or against another set of packs."""
    changes, say = (
        policy_checks.changes_between(
            load_packs(packs or ()),
            dates_of(law, facts_as_of, known_by),
            against=policy_checks.Against(
                before_law, tuple(before_packs or ()), Overlay.read(overlay) if overlay else None
            ),
        ),
        Speaker(language_of(lang)),
    )
    if as_json:
        emit(changes)
        return
    console = results()
    for change in changes:
        console.print(
            Text(f"{change.name}  ", style="bold")
            .append(say(change.label))
            .append(f"  [{change.what}]", style="dim")
        )
        console.print(Text(f"    {say(change.before)}  →  {say(change.after)}"))
        if change.clause or change.touches:
            console.print(
                Text(
                    "    " + " · ".join(part for part in (change.clause, ", ".join(change.touches)) if part),
                    style="dim",
                )
            )
    console.print(Text(f"{len(changes)} changes", style="dim"))


@app.command("schema")
def schema(
    kind: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(SCHEMAS)}; all of them without it.")
    ] = None,
    *,
    as_json: JsonFlag = False,  # noqa: ARG001 - the answer is JSON either way; scripts may say so
) -> None:
    """Print the JSON Schema of a pack's documents, for editors that complete and check the YAML."""
    emit(json_schema(kind) if kind else {name: json_schema(name) for name in SCHEMAS})
