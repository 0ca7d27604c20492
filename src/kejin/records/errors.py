"""The branch of the tree of errors that belongs to the records.

    RecordsError
      DatabaseError         FolderError, ServerError

Everything else about errors is in `kejin.errors`.
"""

from kejin.errors import KejinError


class RecordsError(KejinError):
    """The system of record cannot do what it was asked to."""

    code = "records"


class DatabaseError(RecordsError):
    """The database cannot be set up, started or reached."""

    code = "records.database"


class FolderError(DatabaseError):
    """A folder for the embedded database belongs to somebody else, holds something else, or cannot be reached."""

    code = "records.database.folder"


class ServerError(DatabaseError):
    """The embedded server does not start, does not answer or does not stop."""

    code = "records.database.server"
