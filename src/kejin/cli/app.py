"""`kejin`: the commands put together, and the one place where an error becomes a message and an exit code."""

import sys
from types import MappingProxyType
from typing import Annotated, Any

import typer

from kejin import __version__
from kejin.cli.late import Late, LateGroup
from kejin.cli.output import WANTS_JSON, debugging, report
from kejin.errors import KejinError

# 1 is left to commands whose answer is "no" (an invalid code, a lint finding); 2 is "could not be done".
CANNOT = 2

COMMANDS = MappingProxyType(
    {
        "run": Late(
            "run", "run",
            "Import a table, decide every policy for every enterprise, and write the answers into one folder.",
        ),
        "report": Late(
            "reporting", "report_command",
            "Make the report of a run: charts, a map, tables and a workbook, from its aggregates alone.",
        ),
        "explain": Late(
            "explain", "explain_command",
            "Explain one enterprise's answers from a run: verdicts, reasons, clauses, cells, next steps.",
        ),
        "offers": Late(
            "offers", "offers_command",
            "Show the offers made to one enterprise, or how far each product reaches.",
        ),
        "matrix": Late(
            "offers", "matrix_command",
            "Show the matrix: five stages by six instruments, enterprises and money open, nearly open, undetermined.",
        ),
        "import": Late(
            "importing", "import_command",
            "Import a table: propose or follow a mapping, check every cell, all or nothing.",
        ),
        "link": Late(
            "linking", "link_command",
            "Link enterprises between two tables: by credit code, else by name, place and other evidence.",
        ),
        "synth": Late(
            "synth", "synth",
            "Make a synthetic province: invented enterprises with accounts, rights, titles, equity, loans and "
            "their fate.",
        ),
        "id": Late(
            "identify", "identify",
            "Check unified social credit codes: length, letters, authority, both check characters.",
        ),
        "facts": Late("facts", "app", "The fact dictionary: list it, or show one fact."),
        "policy": Late(
            "policy", "app",
            "The policies: list, show, lint, cases, explain, diff, impact, gaps, calendar, handbook, schema.",
        ),
        "risk": Late(
            "risk", "app",
            "Losses and who bears them: list, allocate, simulate, solvency, compare, price, reserve. 风险分担。",
        ),
        "db": Late(
            "database", "app",
            "The database of the records: start, stop, status, migrate, found. "
            "记录库：启动、停止、状态、升级、初始化。",
        ),
        "contracts": Late("contracts", "app", "What terms mean, payment by payment. 合同现金流。"),
        "act": Late(
            "acts", "app",
            "Acts of the records: list, show, do, stream. 记录库的办理事项：列出、查看、办理、连续办理。",
        ),
        "filings": Late(
            "filing", "app",
            "Facts on record: import, history, read, snapshot, check. 事实填报：导入、历史、查阅、快照、核对。",
        ),
        "consent": Late(
            "consents", "app",
            "Consent to reading facts: give, withdraw, list, readings. 查阅授权：授权、撤回、列出、查阅记录。",
        ),
        "work": Late(
            "work", "app", "Work lists with days left, notices, findings. 待办与剩余天数、通知、核查发现。"
        ),
        "ledger": Late(
            "ledger", "app",
            "The ledger of pools and budgets: verify, replay, balances, close, statements. "
            "资金台账：核对、重放、余额、日终、报表。",
        ),
        "token": Late(
            "tokens", "app",
            "Tokens of the API: make a secret, create, list, revoke. 接口令牌：生成、签发、列出、吊销。",
        ),
        "api": Late(
            "calling", "api",
            "Call the API; the token comes from KEJIN_TOKEN. Prints the answer as JSON. 调用接口。",
        ),
        "tape": Late(
            "tapes", "app",
            "Loan tapes: read, import, reconcile, breaks, report. 贷款报表：读取、报送、核对、差异、履约报送。",
        ),
        "backup": Late(
            "backups", "backup",
            "Back up the records with their seals: one consistent moment, with a manifest and digests. 备份记录库。",
        ),
        "restore": Late(
            "backups", "restore",
            "Restore a backup into an empty place, and verify ledger and audit before it counts. 恢复备份并核验。",
        ),
        "audit": Late(
            "auditing", "app", "The audit of the records: key, seal, verify, show. 记录库审计：密钥、封存、核验、查阅。"
        ),
        "web": Late("serving", "web", "Serve the pages, and do the long work beside. 启动网页服务。"),
        "password": Late(
            "serving", "password",
            "Set a person's password, typed in or read from standard input. 设置登录密码。",
        ),
        "demo": Late(
            "demonstration", "app", "Past activity of invented people for a demonstration. 演示用的虚构业务记录。"
        ),
    }
)  # fmt: skip
"""Every command by its name."""


class KejinGroup(LateGroup):
    """Commands whose deliberate errors end in words and exit code 2, without a traceback."""

    late = COMMANDS

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
        except Exception as error:
            known = _of_the_database(error)
            if known is None or debugging():
                raise
            report(known)
            raise typer.Exit(CANNOT) from None


def _of_the_database(error: Exception) -> KejinError | None:
    """What the database said outside of an act, in words; None for a mistake of ours."""
    # Whoever meets such an error has loaded Django; nobody else should wait for it.
    loaded = sys.modules.get("django.db")
    if loaded is None or not isinstance(error, loaded.Error):
        return None
    from kejin.records.actions.translating import translated  # noqa: PLC0415

    told = translated(error)
    return told if isinstance(told, KejinError) else None


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


def run_app() -> None:
    """Run the command line of this process."""
    # A pipe that closes early (`kejin ... | head`) is not an error of ours.
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
