"""`kejin`: the commands put together, and the one place where an error becomes a message and an exit code."""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kejin import __version__
from kejin.cli import (
    acts,
    contracts,
    database,
    explain,
    facts,
    identify,
    importing,
    ledger,
    linking,
    offers,
    policy,
    reporting,
    risk,
    run,
    synth,
)
from kejin.cli.output import WANTS_JSON, debugging, report
from kejin.errors import KejinError

# 1 is left to commands whose answer is "no" (an invalid code, a lint finding); 2 is "could not be done".
CANNOT = 2


class KejinGroup(TyperGroup):
    """Commands whose deliberate errors end in words and exit code 2, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see the class."""
        WANTS_JSON.set(False)
        try:
            return super().invoke(ctx)
        except KejinError as error:
            if debugging():
                raise
            report(error)
            raise typer.Exit(CANNOT) from None


app = typer.Typer(
    name="kejin",
    cls=KejinGroup,
    help="What finance the law opens to each technology enterprise, and why. 科技金融政策结论与依据。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls back with the value alone
    if wanted:
        typer.echo(f"kejin {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What finance the law opens to each technology enterprise, and why. 科技金融政策结论与依据。"""


app.command("run")(run.run)
app.command("report")(reporting.report_command)
app.command("explain")(explain.explain_command)
app.command("offers")(offers.offers_command)
app.command("matrix")(offers.matrix_command)
app.command("import")(importing.import_command)
app.command("link")(linking.link_command)
app.command("synth")(synth.synth)
app.command("id")(identify.identify)
app.add_typer(facts.app, name="facts")
app.add_typer(policy.app, name="policy")
app.add_typer(risk.app, name="risk")
app.add_typer(database.app, name="db")
app.add_typer(contracts.app, name="contracts")
app.add_typer(acts.app, name="act")
app.add_typer(ledger.app, name="ledger")


def run_app() -> None:
    """Run the command line of this process."""
    # A pipe that closes early (`kejin ... | head`) is not an error of ours.
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
