"""`kejin tape`: loan tapes from a file to the queue of breaks. 贷款报表：读入、核对、差异清单。"""

import getpass
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejin.cli import tracking
from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.speaking import Speaker

if TYPE_CHECKING:
    from kejin.records.parties.standing import Caller
    from kejin.records.tapes.filing import TapeFile

app = typer.Typer(
    name="tape",
    help="Loan tapes: read, import, reconcile, breaks, report. 贷款报表：读取、报送、核对、差异、履约报送。",
    no_args_is_help=True,
)
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or Parquet.")]
TapeArgument = Annotated[int, typer.Argument(metavar="TAPE", help="The tape's number.")]
ErrorsOption = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", help="Write every wrong cell to this .csv or .xlsx file."),
]


@app.command("columns")
def columns(*, lang: LanguageOption = None, as_json: JsonFlag = False) -> None:
    """The column dictionary: what each column says and how it may be headed. 列字典。"""
    from kejin.records.tapes.dictionary import COLUMNS, names_of

    rows = [
        {
            "name": each.fact.name, "label": each.fact.label, "kind": each.fact.kind, "unit": each.fact.unit,
            "needed": each.needed, "headers": names_of(each.fact),
            "choices": [{"code": one.code, "label": one.label, "synonyms": one.synonyms} for one in each.fact.choices],
        }
        for each in COLUMNS
    ]  # fmt: skip
    if as_json:
        emit(rows)
        return
    say = Speaker(language_of(lang))
    for each in COLUMNS:
        mark = "*" if each.needed else " "
        results().print(
            f"{mark} {each.fact.name:<22} {say(each.fact.label)}  {' · '.join(each.fact.synonyms)}"
        )
        for one in each.fact.choices:
            results().print(f"      {one.code:<20} {say(one.label)}  {' · '.join(one.synonyms)}")


@app.command("check")
def check(file: FileArgument, *, errors: ErrorsOption = None, as_json: JsonFlag = False) -> None:
    """Read a tape and say what is wrong with it; nothing is recorded and no database is needed. 试读。"""
    read = _read(file, errors)
    _show_file(read, as_json=as_json)


@app.command("import")
def import_tape(
    file: FileArgument,
    *,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month that is reported.")],
    username: AsOption,
    organisation: ForOption,
    kind: Annotated[
        str, typer.Option("--kind", help="monthly, or take_on for a book that is taken on.")
    ] = "monthly",
    corrects: Annotated[
        int | None, typer.Option("--corrects", metavar="TAPE", help="The tape that this one replaces.")
    ] = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only read it; record nothing.")] = False,
    errors: ErrorsOption = None,
    key: Annotated[
        str, typer.Option("--key", help="An idempotency key. Default: the digest of the tape.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Bring a tape: all of it, or nothing and every wrong cell. 报送报表：要么全部读入，要么全部不读并列出错误。"""
    read = _read(file, errors)
    if dry:
        _show_file(read, as_json=as_json)
        return
    from kejin.records import load

    load()
    from kejin.records.actions.performing import perform
    from kejin.records.tapes.filing import tape_digest
    from kejin.records.tapes.submitting import submission

    parts = {"month": month, "kind": kind, "corrects": corrects}
    caller = _caller(username, organisation)
    with tracking.step("recording the tape"):
        action = submission(file, read.frame, parts)
        done = perform(action, caller, key=key or f"tape-{tape_digest(read.frame)}-{month}-{kind}")
    if as_json:
        emit(done)
        return
    again = " (as before 与前次相同)" if done.repeated else ""
    results().print(
        f"✓ tape {done.content['tape_id']} · {done.content['rows']} rows 行 · {done.content['sha256'][:16]}{again}"
    )


@app.command("list")
def list_tapes(
    *,
    organisation: Annotated[str, typer.Option("--for", metavar="BANK", help="Only of this bank.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """The tapes that came, the latest first. 已报送的报表。"""
    from kejin.records import load

    load()
    from kejin.records.tapes.queue import tapes_of

    rows = [
        {
            "tape_id": tape.pk, "institution": tape.institution.name, "kind": tape.kind, "month": f"{tape.month:%Y-%m}",
            "status": tape.status, "rows": tape.rows_count, "sha256": tape.sha256, "corrects": tape.corrects_id,
        }
        for tape in tapes_of(_number(organisation))
    ]  # fmt: skip
    if as_json:
        emit(rows)
        return
    for row in rows:
        results().print(
            f"{row['tape_id']:>6}  {row['month']}  {row['kind']:<8} {row['status']:<11} {row['rows']:>8}  "
            f"{printable(str(row['institution']))}"
        )


@app.command("reconcile")
def reconcile(
    tape: TapeArgument,
    *,
    username: AsOption,
    organisation: ForOption,
    tolerance: Annotated[
        int,
        typer.Option("--interest-tolerance", metavar="FEN", min=0, help="By how much interest may be off."),
    ] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Compare a tape with what should have happened; differences go into the queue. 核对报表。"""
    from kejin.records import load

    load()
    from kejin.records.actions.performing import perform
    from kejin.records.tapes.reasons import BREAKS
    from kejin.records.tapes.reconciling import ReconcileTape

    caller = _caller(username, organisation)
    with tracking.step("reconciling"):
        done = perform(
            ReconcileTape(tape_id=tape, interest_tolerance_minor=tolerance), caller, key=uuid.uuid4().hex
        )
    if as_json:
        emit(done)
        return
    said = done.content
    results().print(
        f"✓ {said['rows']} rows 行 · {said['loans']} loans 笔 · {said['differences']} differences 差异 · "
        f"{said['opened']} opened 新增 · {said['closed']} closed 关闭"
    )
    for code, number in said["by_code"].items():
        label = BREAKS[code].label
        results().print(f"  {number:>8}  {code:<26} {label.zh} {label.en}")


@app.command("breaks")
def breaks(
    *,
    organisation: Annotated[str, typer.Option("--for", metavar="BANK", help="Only of this bank.")] = "",
    tape: Annotated[int | None, typer.Option("--tape", help="Only those that this tape had.")] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help="open, explained, accepted, closed. Default: the first two."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 1000,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The queue of breaks: what differs, by how much, who has to move by when. 差异清单。"""
    from kejin.records import load

    load()
    from kejin.records.tapes.queue import breaks_of, counts_by_code, open_day, queue, shown
    from kejin.records.tapes.steps import STANDING

    states = tuple(state) if state else tuple(map(str, STANDING))
    rows = breaks_of(institution_id=_number(organisation), states=states, tape_id=tape)
    items = list(queue(rows[:limit], open_day()))
    counts = counts_by_code(rows)
    if as_json:
        emit({"total": sum(counts.values()), "by_code": counts, "breaks": items})
        return
    say = Speaker(language_of(lang))
    for item in items:
        results().print(
            f"B{item.break_id} {printable(item.contract_number)} · {say(item.label)} · "
            f"{printable(shown(item.expected, item.unit))} → {printable(shown(item.reported, item.unit))} · "
            f"{item.state} · {printable(item.owner)} · {item.due_on} ({item.days_left})"
        )
    results().print(f"{sum(counts.values())} breaks 差异")


@app.command("report")
def report(
    tape: TapeArgument, *, username: AsOption, organisation: ForOption, as_json: JsonFlag = False
) -> None:
    """Report the performance of every financing that the tape tells of and no break puts in doubt. 履约报送。"""
    from kejin.records import load

    load()
    from kejin.records.tapes.performing import report_performance

    caller = _caller(username, organisation)
    with tracking.step("reporting"):
        told = list(report_performance(caller, tape))
    if as_json:
        emit(told)
        return
    for each in told:
        mark = "✗" if each.refused else "✓"
        results().print(
            f"{mark} {printable(each.contract_number)} F{each.financing_id} {each.refused or each.state}"
        )
    if not told:
        results().print("no financing in this tape 报表中没有登记的融资")


def _read(file: Path, errors: Path | None) -> "TapeFile":
    from kejin.enterprises.importing import write_error_file
    from kejin.records.tapes.filing import read_tape

    with tracking.step("reading the tape"):
        read = read_tape(file)
    if read.errors is not None:
        if errors is not None:
            write_error_file(read.errors, errors)
            messages().print(f"{read.errors.total} problems → {printable(str(errors))}")
        raise read.errors
    return read


def _show_file(read: "TapeFile", *, as_json: bool) -> None:
    from kejin.records.tapes.filing import tape_digest

    digest = tape_digest(read.frame)
    if as_json:
        emit({"rows": read.frame.height, "sha256": digest, "notices": read.notices})
        return
    results().print(f"✓ {read.frame.height} rows 行 · {digest[:16]}")
    for notice in read.notices:
        results().print(f"  {notice.where}: {notice.text.zh} {notice.text.en}")


def _caller(username: str, organisation: str) -> "Caller":
    from kejin.records.parties.standing import Caller, organisation_named

    return Caller(username, organisation_named(organisation).pk, channel=f"cli:{getpass.getuser()}"[:20])


def _number(organisation: str) -> int | None:
    from kejin.records.parties.standing import organisation_named

    return organisation_named(organisation).pk if organisation else None
