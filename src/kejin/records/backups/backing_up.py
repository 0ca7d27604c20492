"""Making a backup: the manifest and the dump are of the same moment, while everybody goes on working."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from kejin import __version__
from kejin.records.audit.seals import SealFolder
from kejin.records.backups.manifest import DUMP, FORMAT, SEALS, FileSaid, Manifest, said_of, write_manifest
from kejin.records.database import ADMIN, DATABASE, PORT, EmbeddedServer, login
from kejin.records.errors import BackupError

_BALANCES = """
SELECT b.code, a.code, p.currency, sum(p.amount_minor)::bigint FROM ledger_posting p
JOIN ledger_account a ON a.id = p.account_id JOIN ledger_book b ON b.id = a.book_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_CLOCK = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


def back_up(server: EmbeddedServer, target: Path, *, seals: SealFolder, private: Path) -> Manifest:
    """Back up an embedded database with its seals into a folder that does not exist yet.

    The signing key is not in it. Where there is one, it signs the manifest.

    Raises:
        BackupError: The folder is there already or cannot be made, or PostgreSQL says no; nothing is left.
    """
    if target.exists():
        raise BackupError("There is something of this name", where=str(target), kept="It was left as it was.")
    server.ensure()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
    except OSError as error:
        raise _failed(target, str(error)) from error
    try:
        manifest = _fill(server, partial, seals)
        write_manifest(partial, manifest, private)
        partial.rename(target)
        _sync(target.parent)
    except (OSError, psycopg.Error) as error:
        raise _failed(target, str(error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def administrator(server: EmbeddedServer) -> "psycopg.Connection[Any]":
    """A superuser's connection to the usual database of an embedded server."""
    return psycopg.connect(
        host=str(server.folder.sockets), port=PORT, dbname=DATABASE, user=ADMIN,
        password=login(server.folder, ADMIN).password,
    )  # fmt: skip


def run_program(server: EmbeddedServer, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the usual database of an embedded server, as its superuser.

    Raises:
        BackupError: It ends with an error, which the message holds.
    """
    # The password goes by the environment, which only this user can read, and never by an argument.
    environment = {
        "PATH": os.defpath, "LC_ALL": "C", "PGHOST": str(server.folder.sockets), "PGPORT": str(PORT), "PGUSER": ADMIN,
        "PGPASSWORD": login(server.folder, ADMIN).password,
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603 - programs and arguments are ours
        [str(server.programs()[name]), "--no-password", *arguments],
        env=environment,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(
            f"{name} ended with an error", found=done.stderr.decode(errors="replace").strip()[-2000:],
            where=str(server.folder.home), kept="The records were not touched.",
        )  # fmt: skip


def figures(connection: "psycopg.Connection[Any]") -> dict[str, Any]:
    """What a manifest says of the database, in the connection's transaction: form, rows, balances, day."""

    def all_of(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query.encode()).fetchall()

    tables = {}
    for (name,) in all_of(_TABLES):
        count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        tables[name] = int(count[0]) if count else 0
    migrations = (
        all_of("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        if "django_migrations" in tables
        else []
    )
    if "kept_businessday" not in tables or "ledger_posting" not in tables:
        raise BackupError("There are no records to back up", expected="a database after `kejin db migrate`")
    [(day,)] = all_of("SELECT max(day)::text FROM kept_businessday")
    return {
        "migrations": [name for (name,) in migrations],
        "business_day": day,
        "tables": tables,
        "balances": [list(row) for row in all_of(_BALANCES)],
    }


def _fill(server: EmbeddedServer, folder: Path, seals: SealFolder) -> Manifest:
    with administrator(server) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [(snapshot, made_at)] = connection.execute(
            f"SELECT pg_export_snapshot(), ({_CLOCK})".encode()
        ).fetchall()
        said = figures(connection)
        run_program(
            server,
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--file={folder / DUMP}",
            DATABASE,
        )
        noted = connection.execute("SELECT number, root FROM audit_seal ORDER BY number").fetchall()
    _copy_seals(seals, folder / SEALS, noted)
    files: dict[str, FileSaid] = said_of(folder)
    return Manifest(
        format=FORMAT, made_at=made_at, kejin=__version__, postgresql=server.programs().major, files=files,
        seals=len(noted), root=noted[-1][1] if noted else None, **said,
    )  # fmt: skip


def _copy_seals(seals: SealFolder, target: Path, noted: list[tuple[int, str]]) -> None:
    """The seals that the database knows at this moment; one that was made since is not of this backup."""
    target.mkdir()
    for number, root in noted:
        if seals.read(number)[0].root != root:
            raise BackupError(
                "The seals are not those of this database", expected=f"seal {number} with root {root}",
                where=str(seals.path), kept="Nothing was backed up; `kejin audit verify` tells more.",
            )  # fmt: skip
        for path in (seals.document_file(number), seals.leaves_file(number)):
            shutil.copyfile(path, target / path.name)


def _failed(target: Path, found: str) -> BackupError:
    return BackupError(
        "The backup cannot be made", found=found, where=str(target),
        kept="Nothing was left there; the records are as they were.",
    )  # fmt: skip


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
