"""Restoring a backup: into an empty place, which gets its name once everything in it was verified."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kejin.records.audit.seals import SealFolder
from kejin.records.audit.verifying import verify as verify_audit
from kejin.records.backups.backing_up import administrator, figures, run_program
from kejin.records.backups.manifest import DUMP, SEALS, Manifest, read_manifest, signed_by
from kejin.records.database import DATABASE, EmbeddedServer
from kejin.records.database.folders import ServerFolder
from kejin.records.database.pointing import pointed_at
from kejin.records.errors import BackupError, FolderError
from kejin.records.kept.findings import Finding
from kejin.records.kept.migrating import form, migrate
from kejin.records.ledger.verifying import replay
from kejin.records.ledger.verifying import verify as verify_ledger

Telling = Callable[[str], None]
_ENDING = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        manifest: What the backup says of itself.
        key: Fingerprint of the known key that signed it; None where nobody did.
        findings: What does not hold in it; empty unless findings were accepted.
        seals_placed: Whether its seals were put into the folder of the seals, which was empty.
        seals_later: Seals there that are not in the backup: what they speak of was recorded after it and is not there.
    """

    manifest: Manifest
    key: str | None
    findings: tuple[Finding, ...]
    seals_placed: bool
    seals_later: int


def restore(
    source: Path, home: Path, *, seals: SealFolder, public: Path, accept_findings: bool = False,
    tell: Telling = lambda _: None,
) -> Restored:  # fmt: skip
    """Restore a backup into a new embedded database, and verify ledger and audit before it gets its place.

    Args:
        source: The backup's folder.
        home: Folder of the new database; must not exist, or be empty.
        seals: Where the seals are to lie; the backup's are put there if nothing is.
        public: File of the keys whose signatures count.
        accept_findings: Whether to go on where the backup's records were not in order already.
        tell: Told what is being done.

    Raises:
        BackupError: It is not whole, or what came out of it does not hold; nothing is left at `home`.
        FolderError: The place is not empty.
    """
    tell("digests")
    manifest = read_manifest(source)
    key = signed_by(source, public)
    server = EmbeddedServer(_staged(home))
    try:
        server.ensure()
        tell("rows")
        _load(server, source, manifest)
        tell("verification")
        with pointed_at(server):
            found = _verified(source, manifest, public)
        if found and not accept_findings:
            raise BackupError(
                "What was restored does not hold", found="; ".join(f"{one.what}: {one.where}" for one in found[:5]),
                expected="records that ledger and audit verify", where=str(source),
                kept="Nothing was put in place. --accept-findings restores it all the same.",
            )  # fmt: skip
        server.stop()
        if home.exists():
            home.rmdir()
        server.folder.home.rename(home)
    finally:
        _discard(server)
    placed = _place_seals(source / SEALS, seals)
    later = sum(number > manifest.seals for number in seals.numbers())
    return Restored(manifest, key, tuple(found), placed, later)


def _staged(home: Path) -> Path:
    """The place beside `home` where it is put together; what a killed restoring left there is thrown away."""
    if home.exists() and any(home.iterdir()):
        raise FolderError(
            "A backup is restored into an empty place only", expected="a folder that does not exist, in KEJIN_DATABASE",
            found=", ".join(sorted(path.name for path in home.iterdir())[:3]), where=str(home),
            kept="It was left as it was.",
        )  # fmt: skip
    staged = home.with_name(home.name + _ENDING)
    if staged.exists():
        if not ServerFolder(staged).is_claimed:
            raise FolderError(
                "The place beside it is in use", where=str(staged), kept="It was left as it was."
            )
        _discard(EmbeddedServer(staged))
    return staged


def _load(server: EmbeddedServer, source: Path, manifest: Manifest) -> None:
    if manifest.postgresql > server.programs().major:
        raise BackupError(
            "The backup was made by a later PostgreSQL", expected=f"at most {server.programs().major}",
            found=manifest.postgresql, kept="Nothing was restored.",
        )  # fmt: skip
    run_program(
        server,
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={DATABASE}",
        os.fspath(source / DUMP),
    )
    with administrator(server) as connection:
        said = figures(connection)
    wrong = [name for name, value in said.items() if value != getattr(manifest, name)]
    if wrong:
        raise BackupError(
            "What was restored is not what the manifest says", found=", ".join(wrong), kept="Nothing was put in place."
        )  # fmt: skip


def _verified(source: Path, manifest: Manifest, public: Path) -> list[Finding]:
    """Bring the tables to this version's form, and verify everything."""
    migrate()
    if not form().is_right:
        raise BackupError(
            "The backup is of a form that this version does not know", expected=f"Kejin {manifest.kejin} or later",
            kept="Nothing was put in place.",
        )  # fmt: skip
    found = [*verify_ledger(), *replay()]
    if manifest.seals:
        found += verify_audit(SealFolder(source / SEALS), public, roots=(str(manifest.root),)).findings
    return found


def _place_seals(copies: Path, seals: SealFolder) -> bool:
    if seals.numbers() or not any(copies.iterdir()):
        return False
    seals.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in copies.iterdir():
        shutil.copyfile(path, seals.path / path.name)
    return True


def _discard(server: EmbeddedServer) -> None:
    if server.folder.is_claimed:
        server.stop()
        shutil.rmtree(server.folder.home)
