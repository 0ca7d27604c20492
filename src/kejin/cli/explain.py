"""`kejin explain`: an earlier run's answer for one enterprise, worked out again from the facts that the run kept."""

from pathlib import Path
from typing import Annotated

import typer

from kejin.assessment import answer_for
from kejin.cli.options import JsonFlag, LanguageOption, PolicyOption, language_of
from kejin.cli.output import emit, messages, results
from kejin.cli.terminal import print_answer
from kejin.facts import FactSet
from kejin.policy import Ruleset
from kejin.runs.manifest import Manifest
from kejin.runs.replaying import replayed as read_again

DEFAULT_RUN = Path("kejin-out")
FactsFolderOption = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        metavar="DIR",
        help="Of a run over part files: where they lie now. Default: where they lay.",
    ),
]


def explain_command(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The enterprise's credit code or other identifier.")
    ],
    *,
    run: Annotated[Path, typer.Option("--run", metavar="DIR", help="The folder of the run.")] = DEFAULT_RUN,
    policy: PolicyOption = None,
    short: Annotated[bool, typer.Option("--short", help="Without the tree of reasons.")] = False,
    facts: FactsFolderOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Explain one enterprise's answers from a run: verdicts, reasons, clauses, cells, next steps."""
    ruleset, factset, _ = replayed(run, code.strip(), facts=facts)
    decisions = ruleset.chosen(policy) if policy else ruleset.decisions
    answer = answer_for(ruleset, factset, code.strip(), decisions=decisions)
    if as_json:
        emit(answer)
    else:
        print_answer(results(), answer, language=language_of(lang), reasons=not short)


def replayed(
    folder: Path, code: str | None = None, *, facts: Path | None = None
) -> tuple[Ruleset, FactSet, Manifest]:
    """A run's rules and facts as `kejin.runs` reads them again; says so where the rules are no longer those of then."""
    ruleset, factset, manifest = read_again(folder, code, facts=facts)
    if ruleset.digest != manifest.ruleset_digest:
        messages().print(
            f"[yellow]The rules have changed since this run ({manifest.ruleset_digest[:12]} then, "
            f"{ruleset.digest[:12]} now); this explanation uses the present ones.[/]"
        )
    return ruleset, factset, manifest
