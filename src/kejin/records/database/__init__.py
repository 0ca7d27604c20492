"""Where the records are kept: an embedded PostgreSQL server under a supervisor of our own, or one by DATABASE_URL.

The supervisor takes PostgreSQL's programs from a wheel and nothing else. The server listens on a private socket only,
asks everybody for a password, runs under an ordinary account even where root calls it, and is started by whichever
process needs it first. Nothing in this package reads or changes a folder that it did not make.
"""

from kejin.records.database.accounts import ACCOUNT_VARIABLE, Account
from kejin.records.database.binaries import Programs
from kejin.records.database.cluster import ADMIN, APP, DATABASE, OWNER, Login, login
from kejin.records.database.connections import django_databases, embedded, embedded_home, embedded_server
from kejin.records.database.folders import PORT, ServerFolder
from kejin.records.database.server import EmbeddedServer, State, Status

__all__ = [
    "ACCOUNT_VARIABLE",
    "ADMIN",
    "APP",
    "DATABASE",
    "OWNER",
    "PORT",
    "Account",
    "EmbeddedServer",
    "Login",
    "Programs",
    "ServerFolder",
    "State",
    "Status",
    "django_databases",
    "embedded",
    "embedded_home",
    "embedded_server",
    "login",
]
