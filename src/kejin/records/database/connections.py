"""Where the database is: the embedded one by default, another by DATABASE_URL. Read from the environment only here.

KEJIN_DATABASE       folder of the embedded server
DATABASE_URL         another server (PostgreSQL 15 or later), for everything but migrations
DATABASE_OWNER_URL   the login that owns the tables there, for migrations; default: the one of DATABASE_URL

With one login for both, that the ledger is append-only rests on its triggers alone; two logins take the rights away.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kejin.records.database.cluster import APP, DATABASE, OWNER
from kejin.records.database.folders import PORT
from kejin.records.database.server import EmbeddedServer
from kejin.records.errors import DatabaseError

ENGINE = "kejin.records.database.backend"
# The key of Django's settings that marks a connection to the embedded server, and names its folder.
EMBEDDED = "EMBEDDED"
LIMITS = "-c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s"
"""How long an act may take, wait, or stand still: whatever happens to its process, nobody waits for it for ever."""
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
_ROOT_HOME = Path("/var/lib/kejin/postgres")


def embedded_home() -> Path:
    """The folder of the embedded server: KEJIN_DATABASE, else a place for data of this user (root: of the machine)."""
    named = os.environ.get("KEJIN_DATABASE")
    if named:
        return Path(named)
    if os.geteuid() == 0:
        # What lies below /root is closed to the account that root lends the server.
        return _ROOT_HOME
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "kejin" / "postgres"


def embedded_server() -> EmbeddedServer:
    """The embedded server of this environment, whether or not it runs.

    Raises:
        DatabaseError: DATABASE_URL names another server, which is not ours to start or stop.
    """
    if os.environ.get("DATABASE_URL"):
        raise DatabaseError(
            "The database is not the embedded one", expected="no DATABASE_URL in the environment",
            kept="The server that it names is started and stopped by whoever keeps it.",
        )  # fmt: skip
    return EmbeddedServer(embedded_home())


def django_databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` for everything, `owner` for migrations. Opens no connection.

    Raises:
        DatabaseError: DATABASE_URL is not an address of PostgreSQL.
    """
    url = os.environ.get("DATABASE_URL")
    if not url:
        home = embedded_home()
        return {"default": embedded(home, APP), "owner": embedded(home, OWNER)}
    default = _by_url("DATABASE_URL")
    default["OPTIONS"]["options"] = f"{LIMITS} {default['OPTIONS'].get('options', '')}".strip()
    return {"default": default, "owner": _by_url("DATABASE_OWNER_URL", "DATABASE_URL")}


def embedded(home: Path, user: str, database: str = DATABASE) -> dict[str, Any]:
    """Django's settings for one database of the embedded server in `home`. The backend adds socket and password."""
    limits = "" if user == OWNER else LIMITS
    place = {"NAME": database, "USER": user, "PORT": str(PORT), EMBEDDED: str(home)}
    return _common() | place | {"OPTIONS": {"options": limits}}


def _common() -> dict[str, Any]:
    # A connection is kept, and asked whether it still lives before a request uses it: the server may have restarted.
    return {"ENGINE": ENGINE, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def _by_url(*variables: str) -> dict[str, Any]:
    name, url = next((name, url) for name in variables if (url := os.environ.get(name)))
    try:
        parts: Mapping[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        # Neither the address nor psycopg's message, which repeats it: it holds a password.
        raise DatabaseError(
            f"{name} is not an address of PostgreSQL",
            expected="postgresql://user:password@host:port/database",
        ) from error
    options = {key: value for key, value in parts.items() if key not in _DJANGO_NAMES}
    named = {_DJANGO_NAMES[key]: str(value) for key, value in parts.items() if key in _DJANGO_NAMES}
    return _common() | named | {"OPTIONS": options}
