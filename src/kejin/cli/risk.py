"""`kejin risk`: who bears which fen of a loss, and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import risk_price, risk_simulation, tracking
from kejin.cli.options import (
    FactsOption,
    JsonFlag,
    KnownOption,
    LanguageOption,
    LawOption,
    MappingOption,
    OverlayOption,
    PacksOption,
    dates_of,
    language_of,
)
from kejin.cli.output import emit, results
from kejin.cli.risk_agreements import agreement_as_plain, print_agreements
from kejin.cli.risk_text import Shared, print_shared, shared_as_plain
from kejin.cli.speaking import Speaker
from kejin.enterprises.importing import LOCAL_LIMITS, dry_run
from kejin.errors import RiskError
from kejin.facts import FactSet, Grain
from kejin.packs import load_packs
from kejin.policy import Overlay
from kejin.risk.agreements import Arrangement, agreements_in_force
from kejin.risk.book import Book
from kejin.risk.events import Event, years_of
from kejin.risk.explaining import Reasons
from kejin.risk.ledger import Ledger
from kejin.risk.reading import Losses, claimed, read_losses

app = typer.Typer(
    help="Losses and who bears them: list, allocate, simulate, solvency, compare, price, reserve. 风险分担。",
    no_args_is_help=True,
)

# Reasons are worked out loan by loan; of a long tape only for the loan that is asked about.
MOST_EXPLAINED = 200
AgreementOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agreement",
        metavar="NAME",
        help="An agreement, policy.agreement; several apply in the order given. Default: those the file names.",
    ),
]


app.command("simulate")(risk_simulation.simulate)
app.command("solvency")(risk_simulation.solvency)
app.command("compare")(risk_simulation.compare)
app.command("price")(risk_price.price)
app.command("reserve")(risk_price.reserve)


@app.command("allocate")
def allocate(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Losses as YAML, or a table of claims (CSV, XLSX, Parquet)."),
    ],
    *,
    agreement: AgreementOption = None,
    explain: Annotated[
        str, typer.Option("--explain", metavar="LOAN", help="Only this loan, with the tree of reasons.")
    ] = "",
    mapping: MappingOption = None,
    overlay: OverlayOption = None,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Share losses among bank, guarantor, pool and others, to the fen and with the clause behind every part.

    Events come in order of their day; on a day losses before recoveries; else as the file has them.
    """
    losses = _losses(file, mapping)
    document = losses.document if isinstance(losses, Losses) else None
    factset = losses.factset if isinstance(losses, Losses) else losses
    stated = (document.law, document.facts_as_of, document.known_by) if document else (None, None, None)
    dates = dates_of(law or stated[0], facts_as_of or stated[1] or stated[0], known_by or stated[2])
    keys = agreement or (document.agreements if document else [])
    if not keys:
        raise RiskError("No agreement was named", expected="--agreement policy.agreement")
    store = load_packs(packs or ())
    policies = dict.fromkeys(key.partition(".")[0] for key in keys)
    ruleset = store.only(policies).compile(dates, Overlay.read(overlay) if overlay else None)
    arrangement = Arrangement.of(ruleset, keys)
    events = list(losses.events) if isinstance(losses, Losses) else claimed(arrangement, losses)
    shared = _shared(arrangement, factset, events, explain=explain)
    if as_json:
        emit(shared_as_plain(shared))
    else:
        print_shared(results(), shared, Speaker(language_of(lang)))


@app.command("list")
def list_agreements(
    *,
    law: LawOption = None,
    facts_as_of: FactsOption = None,
    known_by: KnownOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List the sharing agreements in force on the law date: who bears what within which limits, and what is unread."""
    dates = dates_of(law, facts_as_of, known_by)
    ruleset = load_packs(packs or ()).compile(dates)
    listed = [Arrangement.of(ruleset, [key]) for key in agreements_in_force(ruleset)]
    if as_json:
        emit(
            {
                "dates": dates,
                "rules_digest": ruleset.digest,
                "agreements": [agreement_as_plain(a) for a in listed],
            }
        )
    else:
        print_agreements(results(), listed, Speaker(language_of(lang)))


def _losses(file: Path, mapping: Path | None) -> Losses | FactSet:
    if file.suffix.lower() in (".yaml", ".yml"):
        return read_losses(file)
    with tracking.step("reading the table"):
        result = dry_run(file, mapping, limits=LOCAL_LIMITS)
    if result.errors is not None:
        raise result.errors
    return result.factset


def _shared(arrangement: Arrangement, factset: FactSet, events: Sequence[Event], *, explain: str) -> Shared:
    book = Book.of(arrangement, factset, years_of(events), losses=True)
    with tracking.step("sharing the losses"):
        ledger = Ledger.of(book, events)
    asked = [explain] if explain else list(dict.fromkeys(e.loan_id for e in events if e.loan_id))
    reasons = None
    if len(asked) <= MOST_EXPLAINED and Grain.LOAN in factset.frames:
        reasons = Reasons(arrangement, factset, asked)
    return Shared(ledger, reasons, explain)
