"""`kejin audit`: seal what was recorded, verify that it is as it was, show what was sealed. 审计封存与核验。"""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejin.cli import tracking
from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, printable, results

if TYPE_CHECKING:
    from kejin.records.audit.verifying import Verified

app = typer.Typer(
    name="audit",
    help="The audit of the records: key, seal, verify, show. 记录库审计：密钥、封存、核验、查阅。",
    no_args_is_help=True,
)
SealsOption = Annotated[
    Path | None,
    typer.Option(
        "--seals",
        metavar="DIR",
        help="Folder of the seals. Default: KEJIN_AUDIT_SEALS, else this user's data.",
    ),
]
PublicOption = Annotated[
    Path | None,
    typer.Option(
        "--public", metavar="FILE", help="The keys whose signatures count. Default: beside the signing key."
    ),
]


@app.command("key")
def make_key(
    *,
    renew: Annotated[
        bool,
        typer.Option("--renew", help="A new key in the place of the old one, whose signatures still count."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Make the key that signs seals, for this user alone. 生成签名密钥。

    Keep the file of the public keys where the database's administrators cannot write.
    """
    from kejin.records.audit import keys, places

    made = keys.make_key(places.key_file(), places.public_file(), renew=renew)
    if as_json:
        emit({"key": made, "private": places.key_file(), "public": places.public_file()})
        return
    results().print(f"✓ {made}")
    for path in (places.key_file(), places.public_file()):
        results().print(f"  {printable(str(path))}")


@app.command("seal")
def seal_records(*, seals: SealsOption = None, as_json: JsonFlag = False) -> None:
    """Seal everything that was recorded since the last seal. 封存上次以来的全部记录。"""
    from kejin.records import load

    load()
    from kejin.records.audit import places
    from kejin.records.audit.sealing import seal
    from kejin.records.audit.seals import SealFolder

    folder = SealFolder(seals or places.seals_folder())
    with tracking.step("seal"):
        made = seal(folder, places.key_file(), places.public_file())
    if as_json:
        emit({"sealed": made is not None} | ({"root": made.root} | made.model_dump() if made else {}))
    elif made is None:
        results().print("nothing to seal 无新增记录")
    else:
        results().print(f"✓ seal {made.number} · {made.rows:,} rows · {made.root}")


@app.command("verify")
def verify_records(
    *,
    seals: SealsOption = None,
    public: PublicOption = None,
    root: Annotated[
        list[str] | None,
        typer.Option(
            "--root", metavar="HEX", help="A root noted elsewhere: some seal must have it. May be repeated."
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Whether every sealed row is as it was; names each that is not; exit code 1 if there is one. 核验。"""
    from kejin.records import load

    load()
    from kejin.records.audit import places
    from kejin.records.audit.seals import SealFolder
    from kejin.records.audit.verifying import verify

    folder = SealFolder(seals or places.seals_folder())
    with tracking.gauge("seals", len(folder.numbers())) as told:
        found = verify(folder, public or places.public_file(), roots=tuple(root or ()), progress=told)
    _tell(found, as_json=as_json)


@app.command("show")
def show_trail(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="financing, claim, subsidy, organisation, entry …")
    ],
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The record's number.")],
    *,
    username: AsOption,
    organisation: ForOption,
    reason: Annotated[str, typer.Option("--reason", help="Why it is read; it goes on record.")],
    masked: Annotated[bool, typer.Option("--masked", help="Do not show sensitive values.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """How a record came to be: who did what, when, why, and what it changed; for auditors. 查阅审计轨迹。

    Each reading is itself an act on record.
    """
    from kejin.records import load

    load()
    from kejin.records.audit.trail import read_trail
    from kejin.records.parties.standing import Caller, organisation_named

    caller = Caller(username, organisation_named(organisation).pk, reason, f"cli:{getpass.getuser()}"[:20])
    _, acts = read_trail(caller, kind, number, clear=not masked)
    if as_json:
        emit(
            [
                {name: getattr(act, name) for name in act.__slots__} | {"recorded_at": str(act.recorded_at)}
                for act in acts
            ]
        )
        return
    for act in acts:
        results().print(
            f"{act.business_day}  {act.act_id}  {act.code}  {printable(act.person)} · {printable(act.organisation)}"
        )
        results().print(
            f"    {act.recorded_at:%Y-%m-%d %H:%M:%S} UTC · {printable(act.channel)} · request {act.request_id}"
        )
        if act.reason:
            results().print(f"    {printable(act.reason)}")
        for columns in act.changes.values():
            for name, (before, after) in columns.items():
                results().print(f"    {name}: {printable(str(before))} → {printable(str(after))}")


def _tell(found: "Verified", *, as_json: bool) -> None:
    if as_json:
        emit({"holds": not found.findings} | {name: getattr(found, name) for name in found.__slots__})
    else:
        for finding in found.findings:
            results().print(f"✗ {finding.what}: {printable(finding.where)}")
        mark = "✗" if found.findings else "✓"
        results().print(
            f"{mark} {found.seals} seals · {found.rows:,} rows · {found.unsealed:,} rows not yet sealed"
        )
        results().print(f"  {found.root or 'no seal 尚无封存'}")
    if found.findings:
        raise typer.Exit(1)
