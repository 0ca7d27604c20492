"""Whose account the embedded server runs under. PostgreSQL refuses to run as root, so root lends it another one."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kejin.records.errors import FolderError, ServerError

ACCOUNT_VARIABLE = "KEJIN_DATABASE_ACCOUNT"
# Accounts that root lends in this order; `nobody` is everywhere, and shared with whatever else runs under it.
_LENT = ("postgres", "nobody")
_ROOT = 0


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system: its name, user id and first group id."""

    name: str
    uid: int
    gid: int
    # Descriptors that its programs inherit: see ServerFolder.locked.
    keep: tuple[int, ...] = ()

    @property
    def is_mine(self) -> bool:
        """Whether this process runs under it already."""
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str | Path], *, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a program under this account to its end, in `/`, with a bare environment and `given` as its input.

        Everything in a folder of the account is done through here: what root itself wrote there could be led
        elsewhere by a link that the account had laid. A program that the account cannot reach ends with 126, as in
        a shell.
        """
        words = [str(part) for part in command]
        try:
            return subprocess.run(  # noqa: S603 - programs and paths are ours
                words, input=given, capture_output=True, check=False, pass_fds=self.keep, **self.as_options()
            )
        except PermissionError as error:
            return subprocess.CompletedProcess(words, 126, b"", str(error).encode())

    def as_options(self) -> Mapping[str, Any]:
        """How `subprocess` starts a program under this account, without the groups and variables of the caller.

        A language that is not installed makes PostgreSQL stop, and its own variables lead it elsewhere, hence the
        bare environment.
        """
        options: dict[str, Any] = {
            "cwd": "/",
            "env": {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/", "TZ": "UTC"},
        }
        if not self.is_mine:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def account_for(home: Path) -> Account:
    """The account of the server in `home`: the owner of the folder; for a new one the caller, or what root lends.

    Raises:
        FolderError: The folder belongs to another account, and the caller is not root.
        ServerError: Root has no account to lend, or the one named does not exist.
    """
    me = os.geteuid()
    try:
        owner = home.stat().st_uid
    except FileNotFoundError:
        return _lent() if me == _ROOT else _by_uid(me)
    except PermissionError as error:
        raise _not_mine(home, "somebody else") from error
    if owner not in {me, _ROOT} and me != _ROOT:
        raise _not_mine(home, _by_uid(owner).name)
    if owner == _ROOT:
        raise FolderError(
            "The folder for the embedded database belongs to root, and PostgreSQL does not run as root",
            expected="a folder that does not exist yet, or one that belongs to an ordinary account",
            where=str(home), kept="The folder was left as it was.",
        )  # fmt: skip
    return _by_uid(owner)


def _lent() -> Account:
    named = os.environ.get(ACCOUNT_VARIABLE)
    for name in (named,) if named else _LENT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != _ROOT:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerError(
        "Root has no account to run PostgreSQL under",
        expected=f"an ordinary account in {ACCOUNT_VARIABLE}" if named else f"one of {', '.join(_LENT)}",
        found=named,
        kept="Nothing was set up.",
    )


def _by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ServerError(
            "PostgreSQL needs an account with a name", expected=f"user {uid} in the list of accounts",
            kept="Nothing was set up.",
        ) from None  # fmt: skip
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _not_mine(home: Path, owner: str) -> FolderError:
    return FolderError(
        "The embedded database belongs to another account",
        expected="your own folder in KEJIN_DATABASE, or a server in DATABASE_URL",
        found=owner,
        where=str(home),
        kept="Nothing was changed there.",
    )
