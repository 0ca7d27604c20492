"""`kejin explain`: an earlier run's answer for one enterprise, worked out again from the facts that the run kept."""

from pathlib import Path
from typing import Annotated

import typer

from kejin.assessment import answer_for
from kejin.cli.folder import MANIFEST
from kejin.cli.manifest import Manifest, read_manifest
from kejin.cli.options import JsonFlag, LanguageOption, PolicyOption, language_of
from kejin.cli.output import emit, messages, results
from kejin.cli.replaying import all_facts_of_parts, facts_of_parts
from kejin.cli.snapshot import read_facts
from kejin.cli.terminal import print_answer
from kejin.errors import FileError
from kejin.facts import FactSet
from kejin.packs import load_packs
from kejin.policy import Overlay, Ruleset

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
    """A run's ruleset, compiled again at its dates, and its facts.

    Of a run over part files these are the facts of the block that holds the enterprise `code`, with the totals over
    all parts; without a code all its parts, to be read when they are needed. Says so on standard error when the rules
    at hand are no longer those of the run. Raises `FileError` when the folder is not a run or its facts are gone.
    """
    ruleset, manifest = recompiled(folder)
    if manifest.parts is None:
        return ruleset, read_facts(folder / "facts"), manifest
    if code is None:
        return ruleset, all_facts_of_parts(folder, manifest, moved=facts), manifest
    return ruleset, facts_of_parts(folder, ruleset, manifest, code=code, moved=facts), manifest


def recompiled(folder: Path) -> tuple[Ruleset, Manifest]:
    """A run's ruleset, compiled again, and its record; raises and warns as `replayed` does."""
    if not (folder / MANIFEST).is_file():
        raise FileError(
            "There is no run here",
            expected="a folder written by `kejin run`; name it with --run",
            where=str(folder),
        )
    manifest = read_manifest(folder)
    overlay = Overlay.read(folder / manifest.overlay["file"]) if manifest.overlay else None
    store = load_packs([Path(pack) for pack in manifest.packs])
    ruleset = store.compile(manifest.three_dates, overlay)
    if ruleset.digest != manifest.ruleset_digest:
        messages().print(
            f"[yellow]The rules have changed since this run ({manifest.ruleset_digest[:12]} then, "
            f"{ruleset.digest[:12]} now); this explanation uses the present ones.[/]"
        )
    return ruleset, manifest
