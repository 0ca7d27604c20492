"""`kejin backup` and `kejin restore`: the records in one folder, and back into an empty place. 备份与恢复。"""

from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, messages, printable, results


def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The backup's folder; must not exist.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Back up the records with their seals: one consistent moment, with a manifest and digests. 备份记录库。

    Everybody goes on working meanwhile. The folder gets its name when it is whole; the signing key is not in it.
    """
    from kejin.records import load

    load()
    from kejin.records.audit import places
    from kejin.records.audit.seals import SealFolder
    from kejin.records.backups.backing_up import back_up
    from kejin.records.database import embedded_server

    with tracking.step("backup"):
        made = back_up(
            embedded_server(),
            target.resolve(),
            seals=SealFolder(places.seals_folder()),
            private=places.key_file(),
        )
    if as_json:
        emit({"folder": target, **made.model_dump()})
        return
    size = sum(file.bytes for file in made.files.values())
    results().print(f"✓ {sum(made.tables.values()):,} rows · {made.seals} seals · {size / 10**6:,.1f} MB")
    results().print(f"  {printable(str(target))}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A backup's folder.")],
    *,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="The new database's folder. Default: KEJIN_DATABASE."),
    ] = None,
    public: Annotated[
        Path | None, typer.Option("--public", metavar="FILE", help="The keys whose signatures count.")
    ] = None,
    accept_findings: Annotated[
        bool,
        typer.Option("--accept-findings", help="Restore records that do not hold, and say what does not."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Restore a backup into an empty place, and verify ledger and audit before it counts. 恢复备份并核验。"""
    from kejin.records import load

    load()
    from kejin.records.audit import places
    from kejin.records.audit.seals import SealFolder
    from kejin.records.backups import restoring
    from kejin.records.database import embedded_home

    home = (into or embedded_home()).absolute()
    with tracking.step("restore"):
        done = restoring.restore(
            source.resolve(), home, seals=SealFolder(places.seals_folder()), public=public or places.public_file(),
            accept_findings=accept_findings, tell=lambda name: messages().print(f"{name} …"),
        )  # fmt: skip
    if as_json:
        emit(
            {
                "folder": home, "holds": not done.findings, "findings": done.findings, "signed_by": done.key,
                "seals_placed": done.seals_placed, "seals_later": done.seals_later,
                "manifest": done.manifest.model_dump(),
            }
        )  # fmt: skip
    else:
        for finding in done.findings:
            results().print(f"✗ {finding.what}: {printable(finding.where)}")
        made = done.manifest
        results().print(
            f"✓ {sum(made.tables.values()):,} rows of {made.made_at} · signed by {done.key or 'nobody 无签名'}"
        )
        results().print(f"  {printable(str(home))}")
        if done.seals_later:
            results().print(f"  {done.seals_later} seals are later than this backup 有晚于备份的封存")
    if done.findings:
        raise typer.Exit(1)
