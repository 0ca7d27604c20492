"""Making a cluster: complete with settings, logins and database, or not at all.

Three logins, each with a password of its own (SCRAM), and no trust, not even over the private socket:

    kejin_admin   superuser; the supervisor, backups
    kejin_owner   owns the database; migrations
    kejin_app     everything else; the append-only tables let it read and add, never change or delete
"""

import json
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kejin.records.database.accounts import Account
from kejin.records.database.binaries import Programs
from kejin.records.database.folders import PORT, ServerFolder
from kejin.records.errors import ServerError

DATABASE = "kejin"
ADMIN, OWNER, APP = "kejin_admin", "kejin_owner", "kejin_app"
PASSWORDS = "kejin.json"
# Alphabet of token_urlsafe, so that no quoting is ever needed.
_PASSWORD_BYTES = 32

_HBA = "# Only through the socket, and only with a password.\nlocal all all scram-sha-256\n"
_SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
max_wal_size = '512MB'
# Acknowledged means written to the disk: the ledger's promise rests on these three.
synchronous_commit = on
fsync = {durable}
full_page_writes = {durable}
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = '0'
"""


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password for the database."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password, so that no log holds it."""
        return f"Login({self.user!r})"


def login(folder: ServerFolder, user: str) -> Login:
    """The login of one of the three roles of an embedded server.

    Raises:
        ServerError: The cluster has not been made, or its passwords cannot be read.
    """
    try:
        held = json.loads((folder.data / PASSWORDS).read_text(encoding="utf-8"))
        return Login(user, str(held[user]))
    except (OSError, ValueError, KeyError) as error:
        raise ServerError(
            "The passwords of the embedded database cannot be read",
            expected=f"a password for {user}", found=str(error), where=str(folder.data / PASSWORDS),
            kept="The database was not touched.",
        ) from error  # fmt: skip


def write_settings(folder: ServerFolder, data: Path, account: Account, *, durable: bool) -> None:
    """Write the settings that differ from PostgreSQL's own; at every start, since the folder may have been moved."""
    sockets = str(folder.sockets).replace("'", "''")
    text = _SETTINGS.format(port=PORT, sockets=sockets, durable="on" if durable else "off")
    write_private(account, data / "kejin.conf", text)


def make_cluster(folder: ServerFolder, programs: Programs, account: Account, *, durable: bool) -> None:
    """Make `folder.data`. What an earlier attempt left unfinished is thrown away first.

    Raises:
        ServerError: PostgreSQL says no; nothing is left behind that looks like a cluster.
    """
    target = folder.unfinished
    _done(account.run(["/bin/rm", "-rf", "--", target]), "The unfinished cluster cannot be removed", target)
    passwords = {user: secrets.token_urlsafe(_PASSWORD_BYTES) for user in (ADMIN, OWNER, APP)}
    _initialise(target, programs, account, password=passwords[ADMIN])
    write_private(account, target / "pg_hba.conf", _HBA)
    write_private(account, target / PASSWORDS, json.dumps(passwords))
    write_settings(folder, target, account, durable=durable)
    _done(
        account.run(["/bin/sh", "-c", "echo \"include 'kejin.conf'\" >>\"$1\"", "sh", target / "postgresql.conf"]),
        "The settings cannot be written", target,
    )  # fmt: skip
    _add_logins(target, programs, account, passwords=passwords)
    if durable:
        synced = account.run([programs["initdb"], "--sync-only", f"--pgdata={target}"])
        _done(synced, "The new cluster cannot be written to the disk", target)
    _done(
        account.run(["/bin/mv", "--", target, folder.data]), "The new cluster cannot be put in place", target
    )


def write_private(account: Account, path: Path, text: str) -> None:
    """Write a file that only the account may read, replacing it in one step.

    Raises:
        ServerError: It cannot be written.
    """
    script = 'umask 077; cat >"$1.new" && mv -- "$1.new" "$1"'
    done = account.run(["/bin/sh", "-c", script, "sh", path], given=text.encode())
    _done(done, "A file of the embedded database cannot be written", path)


def _initialise(target: Path, programs: Programs, account: Account, *, password: str) -> None:
    # The password goes in by a file that is gone again before anything else happens; never by an argument, which
    # every user of the machine could read.
    script = (
        'umask 077; file="$1.password"; cat >"$file" && "$2" --pgdata="$1" --pwfile="$file" --username="$3"'
        " --auth=scram-sha-256 --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        " --no-instructions --no-sync"
        ' >&2; code=$?; rm -f -- "$file"; exit $code'
    )
    done = account.run(
        ["/bin/sh", "-c", script, "sh", target, programs["initdb"], ADMIN], given=password.encode()
    )
    _done(done, "PostgreSQL cannot make a new cluster", target)


def _add_logins(target: Path, programs: Programs, account: Account, *, passwords: dict[str, str]) -> None:
    """Roles and database, by the single-user server: one statement per line, and no moment with half of them."""
    statements = [
        *(f"CREATE ROLE {user} LOGIN PASSWORD '{passwords[user]}'" for user in (OWNER, APP)),
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}",
    ]
    done = account.run(
        [programs["postgres"], "--single", "-j", "-D", target, "-c", "exit_on_error=true", "postgres"],
        given=";\n\n".join([*statements, ""]).encode(),
    )
    _done(done, "The logins of the new cluster cannot be made", target)


def _done(done: subprocess.CompletedProcess[bytes], what: str, where: Path) -> None:
    if done.returncode != 0:
        raise ServerError(
            what, found=done.stderr.decode(errors="replace").strip()[-2000:], where=str(where),
            kept="There is no half-made database; the next start begins anew.",
        )  # fmt: skip
