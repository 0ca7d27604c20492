"""`kejin filings`: facts on record: import a table, history, read on a basis, snapshots. 事实填报与快照。"""

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kejin.cli import tracking
from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag, MappingOption, day_of
from kejin.cli.output import emit, printable, results
from kejin.errors import FileError

if TYPE_CHECKING:
    from kejin.records.parties.standing import Caller

app = typer.Typer(
    name="filings",
    help="Facts on record: import, history, read, snapshot, check. 事实填报：导入、历史、查阅、快照、核对。",
    no_args_is_help=True,
)
ReasonOption = Annotated[str, typer.Option("--reason", help="Why. Corrections ask for it.")]
EnterpriseArgument = Annotated[
    str, typer.Argument(metavar="ENTERPRISE", help="A credit code or an organisation's number.")
]


@app.command("import")
def import_filings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or Parquet.")],
    *,
    username: AsOption,
    organisation: ForOption,
    origin: Annotated[
        str, typer.Option("--origin", help="Where the source has it from: self, tax, annual_report.")
    ] = "self",
    register: Annotated[
        bool, typer.Option("--register", help="Register enterprises that are not known; offices only.")
    ] = False,
    mapping: MappingOption = None,
    reason: ReasonOption = "",
    as_json: JsonFlag = False,
) -> None:
    """File a table, all or nothing; rows that were filed before are left alone or corrected. 批量填报。"""
    from kejin.enterprises.importing import LOCAL_LIMITS, import_file

    caller = _caller(username, organisation, reason)
    from kejin.records.filings.batches import file_factset

    with tracking.step("reading the table"):
        imported = import_file(file, mapping, limits=LOCAL_LIMITS)
    with tracking.step("filing"):
        done = file_factset(caller, imported.factset, file.name, origin=origin, register_enterprises=register)
    if as_json:
        emit(done)
        return
    said = done.content
    again = " (as before 与前次相同)" if done.repeated else ""
    results().print(
        f"✓ batch {said['batch_id']} · {printable(file.name)}{again}\n"
        f"  new 新增 {said['new']} · corrected 更正 {said['corrected']} · registered 新登记企业 {said['registered']}"
    )


@app.command("history")
def history(
    enterprise: EnterpriseArgument, *, username: AsOption, organisation: ForOption, as_json: JsonFlag = False
) -> None:
    """Every filing about one's own enterprise, or by one's own organisation, with disputes. 填报历史与异议。"""
    caller = _caller(username, organisation)
    from kejin.records.filings.showing import history_of
    from kejin.records.parties.standing import organisation_named

    rows = history_of(caller, organisation_named(enterprise))
    if as_json:
        emit(rows)
        return
    for row in rows:
        corrects = f" corrects 更正 {row['corrects']}" if row["corrects"] else ""
        results().print(
            f"{row['filing']:>8}  {row['known_since']}  {row['grain']} {printable(row['subject'])}  "
            f"{printable(row['source'])}/{row['origin']}{corrects}"
        )
        for name, value in row["facts"].items():
            results().print(f"          {name} = {printable(str(value))}")
        for dispute in row["disputes"]:
            state = dispute["outcome"] or f"answer by 答复期限 {dispute['answer_by']}"
            results().print(f"          ⚑ {dispute['dispute']} {dispute['fact'] or '*'} {state}")
    if not rows:
        results().print("nothing filed 无填报记录")


@app.command("read")
def read_filings(
    enterprise: EnterpriseArgument,
    items: Annotated[
        list[str], typer.Argument(metavar="ITEM...", help="Grains and facts: filing, filing.revenue_fen.")
    ],
    *,
    username: AsOption,
    organisation: ForOption,
    purpose: Annotated[
        str, typer.Option("--purpose", help="matching, financing, monitoring, subsidy, compensation.")
    ],
    known_by: Annotated[
        date | None, typer.Option("--known-by", parser=day_of, metavar="DATE", help="As known on this day.")
    ] = None,
    reason: ReasonOption = "",
    as_json: JsonFlag = False,
) -> None:
    """Read another's facts on a basis; the reading is logged, or refused with what is lacking. 凭依据查阅。"""
    caller = _caller(username, organisation, reason)
    from kejin.records.access.purposes import Purpose
    from kejin.records.access.reading import ReadFacts, read_facts_of
    from kejin.records.parties.standing import organisation_named

    if purpose not in Purpose.values:
        raise typer.BadParameter(f"no such purpose; one of {', '.join(Purpose.values)}")
    action = ReadFacts(
        enterprise_id=organisation_named(enterprise).pk,
        purpose=Purpose(purpose),
        items=items,
        known_by=known_by,
    )
    given = read_facts_of(caller, action)
    frames = {grain.value: _known(frame.to_dicts()) for grain, frame in given.frames.items()}
    if as_json:
        emit(
            {
                "reading": given.reading_id,
                "basis": given.basis,
                "facts": frames,
                "disputed": list(given.disputed),
            }
        )
        return
    results().print(f"reading 查阅 {given.reading_id} · basis 依据 {given.basis}")
    for grain, rows in frames.items():
        for row in rows:
            results().print(f"  {grain}")
            for name, value in row.items():
                results().print(f"    {name} = {printable(str(value))}")
    for dispute in given.disputed:
        results().print(f"  ⚑ disputed 存在异议: {printable(' '.join(dispute))}")


@app.command("snapshot")
def snapshot(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder; `kejin run DIR` reads it.")],
    *,
    username: AsOption,
    organisation: ForOption,
    known_by: Annotated[
        date, typer.Option("--known-by", parser=day_of, metavar="DATE", help="A business day that is past.")
    ],
    basis: Annotated[
        Literal["consent", "statistics"],
        typer.Option("--basis", help="consent: who consented, by name; statistics: all, without names."),
    ],
    origin: Annotated[
        list[str] | None, typer.Option("--origin", help="Which origins go first; may be given several times.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write what was known on a past day as Parquet, registered by its digest. 生成并登记事实快照。"""
    caller = _caller(username, organisation)
    from kejin.records.snapshots.making import make_snapshot

    with tracking.step("writing the snapshot"):
        made = make_snapshot(caller, out, known_by=known_by, basis=basis, origins=origin or ())
    if as_json:
        emit(made)
        return
    rows = ", ".join(f"{count} {grain}" for grain, count in sorted(made.rows.items()))
    again = " (made before 与前次相同)" if made.again else ""
    results().print(f"✓ {printable(str(out))} · {made.digest}{again}\n  {rows}")


@app.command("check")
def check_snapshot(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a snapshot.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Whether a folder is a registered snapshot, by its content; exit code 1 when it is none. 核对快照。"""
    from kejin.records import load

    load()
    from kejin.records.snapshots.making import registered

    if not folder.is_dir():
        raise FileError("There is no such folder", expected="the folder of a snapshot", where=str(folder))
    with tracking.step("reading the snapshot"):
        found = registered(folder)
    if as_json:
        emit(
            {"registered": None}
            if found is None
            else {"registered": found.pk, "digest": found.digest, "known_by": found.order.known_by}
        )
    elif found is None:
        results().print("✗ no registered snapshot 未登记的快照")
    else:
        results().print(f"✓ snapshot {found.pk} · known by 截至 {found.order.known_by} · {found.digest}")
    if found is None:
        raise typer.Exit(1)


def _caller(username: str, organisation: str, reason: str = "") -> "Caller":
    from kejin.records import load

    load()
    from kejin.records.parties.standing import Caller, organisation_named

    return Caller(username, organisation_named(organisation).pk, reason, f"cli:{getpass.getuser()}"[:20])


def _known(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value is not None} for row in rows]
