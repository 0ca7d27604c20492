"""The checks behind `kejin policy`: lint, cases with their generated boundaries, comparison of two states."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from kejin.cli import completion, tracking
from kejin.cli.options import FactsOption, JsonFlag, KnownOption, LawOption, PacksOption, dates_of, day_of
from kejin.cli.output import emit, printable, results
from kejin.packs import load_packs
from kejin.policy import Dates, Overlay, PolicyStore
from kejin.policy.boundaries import BoundaryReport, run_boundaries
from kejin.policy.cases import CaseResult, run_cases
from kejin.policy.diff import Change, diff_rulesets
from kejin.policy.lint import lint_store

PolicyNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[POLICY]...", help="Policies; all without any.", autocompletion=completion.policies
    ),
]


def lint(
    names: PolicyNames = None,
    *,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Check the policies: citations, quotations, periods, tables, figures in rules, overflow.

    Ends with exit code 1 when an error is found; warnings do not change it.
    """
    store = _chosen(load_packs(packs or ()), names)
    with tracking.step("looking through the policies"):
        findings = lint_store(store, dates_of(law, facts_as_of, known_by))
    errors = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        emit({"policies": list(store.policies), "errors": len(errors), "findings": findings})
    else:
        for one in findings:
            style = "bold red" if one.severity == "error" else "yellow"
            line = Text(f"{one.severity:<8}", style=style).append(
                f"{one.policy}  {one.code}  {printable(one.where)}", style="default"
            )
            results().print(line)
            results().print(Text(f"        {printable(one.message)}"))
        results().print(
            Text(
                f"{len(store.policies)} policies, {len(errors)} errors, {len(findings) - len(errors)} warnings"
            )
        )
    if errors:
        raise typer.Exit(1)


def cases(
    names: PolicyNames = None,
    *,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Run the written cases, each with its outside source, and the boundaries generated for every threshold and date.

    Ends with exit code 1 when one does not hold.
    """
    store, dates = load_packs(packs or ()), dates_of(law, facts_as_of, known_by)
    policies = list(_chosen(store, names).policies.values())
    with tracking.counted("cases", len(policies)) as done:
        written = [result for policy in done(policies) for result in run_cases(store, policy)]
    with tracking.counted("boundaries", len(policies)) as done:
        generated = [run_boundaries(store, policy, dates) for policy in done(policies)]
    broken = [result for result in written if not result.held]
    failures = sum(len(report.failures) for report in generated)
    if as_json:
        emit({"dates": dates, "written": written, "generated": generated})
    else:
        _print_cases(written, generated)
    if broken or failures:
        raise typer.Exit(1)


def _print_cases(written: Sequence[CaseResult], generated: Sequence[BoundaryReport]) -> None:
    console = results()
    for result in written:
        mark = "✓" if result.held else "✗"
        console.print(Text(f"{mark} {result.policy}  {result.case}  {result.kind}  {printable(result.why)}"))
        for problem in result.problems:
            console.print(Text(f"    {printable(problem)}", style="red"))
    for report in generated:
        mark, skipped = "✗" if report.failures else "✓", len(report.skipped)
        console.print(
            Text(f"{mark} {report.policy}  {report.count} boundaries generated, {skipped} out of reach")
        )
        for failure in report.failures:
            console.print(Text(f"    {printable(failure)}", style="red"))
    broken = sum(not result.held for result in written)
    count, failures = sum(r.count for r in generated), sum(len(r.failures) for r in generated)
    console.print(Text(f"{len(written)} cases, {broken} broken; {count} boundaries, {failures} broken"))


@dataclass(frozen=True, slots=True)
class Against:
    """What the present state is compared with: an earlier law date, other folders, or itself under an overlay."""

    law: str | None
    packs: tuple[Path, ...]
    overlay: Overlay | None


def changes_between(store: PolicyStore, dates: Dates, *, against: Against) -> list[Change]:
    """The differences that lead to the present state, or from it to the overlay."""
    if against.law is None and not against.packs and against.overlay is None:
        raise typer.BadParameter("name what to compare with: --before-law, --before-packs or --overlay")
    earlier = PolicyStore.read(against.packs) if against.packs else store
    law = day_of(against.law) if against.law else dates.law
    before = earlier.compile(Dates(law, dates.facts_as_of, dates.known_by))
    return diff_rulesets(before, store.compile(dates, against.overlay))


def _chosen(store: PolicyStore, names: list[str] | None) -> PolicyStore:
    return store.only(names) if names else store
