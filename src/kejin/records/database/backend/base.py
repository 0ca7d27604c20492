"""The module and the class that Django looks for in a database backend."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, features
from psycopg import Connection, Cursor, OperationalError, pq
from psycopg.abc import Params
from typing_extensions import override

from kejin.records.database.cluster import login
from kejin.records.database.connections import EMBEDDED
from kejin.records.database.server import EmbeddedServer


class DatabaseFeatures(features.DatabaseFeatures):
    """PostgreSQL 15 is the oldest that everything is tested on."""

    minimum_database_version = (15,)


class PreparedCursor(Cursor[Any]):
    """Lets the server keep the plan of each statement for as long as the connection lives.

    Django's own cursors put values into the text of a statement, which the server then reads and plans each time.
    """

    @override
    def execute(self, query: Any, params: Params | None = None, **parts: Any) -> "PreparedCursor":
        """Run a statement that is kept under its text."""
        super().execute(query, params, **(parts | {"prepare": True}))
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL. Where it is the embedded server's, a missing server is started and asked again.

    Not for psycopg's pool, which hides that nobody answered behind a timeout of its own.
    """

    features_class = DatabaseFeatures

    def get_connection_params(self) -> dict[str, Any]:
        """Parameters for psycopg; those of the embedded server get its socket, and the password once it has one."""
        params = dict(super().get_connection_params())
        server = self._embedded()
        if server is not None:
            params["host"] = str(server.folder.sockets)
            if server.folder.data.is_dir():
                params["password"] = login(server.folder, str(self.settings_dict["USER"])).password
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """Connect; once more after starting the embedded server, where it was not there or was just starting."""
        try:
            connection: Connection[Any] = super().get_new_connection(conn_params)
        except OperationalError:
            server = self._embedded()
            if server is None or server.answer() == pq.Ping.OK:
                raise
            server.ensure()
            connection = super().get_new_connection(self.get_connection_params())
        return connection

    def prepared_cursor(self) -> Any:
        """A cursor for the few statements that every act runs; errors, logs and wrappers are those of other cursors."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))  # type: ignore[attr-defined] # Django's own

    def _embedded(self) -> EmbeddedServer | None:
        home = self.settings_dict.get(EMBEDDED)
        return EmbeddedServer(Path(str(home))) if home else None
