"""The branch of the tree of errors that belongs to the records.

    RecordsError
      DatabaseError         FolderError, ServerError
      BackupError           a backup cannot be made, is not whole, or does not hold
      SealError             nothing can be sealed, or a seal or key cannot be read
      NotPermittedError     this person, for this organisation, may not do this
      RefusedError          permitted, and yet no: with a coded reason
      UnknownRecordError    what an act is about does not exist, or not for the one who asks
      BodyError             an act's parameters do not have the form that they must have
      KeyReusedError        an idempotency key that belongs to another request
      ConstraintError       the database itself refused; nothing of the act was kept
      BusyError             somebody else is at it; the same act may be tried again
      OutcomeUnknownError   the connection broke; the same act with the same key tells what happened

Everything else about errors is in `kejin.errors`.
"""

from typing import Any

from kejin.errors import KejinError

NOTHING_KEPT = "Nothing was recorded."


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


class BackupError(RecordsError):
    """A backup cannot be made, is not whole, or what came out of it does not hold."""

    code = "records.backup"


class SealError(RecordsError):
    """Nothing can be sealed, or a seal or a key cannot be read."""

    code = "records.seal"


class NotPermittedError(RecordsError):
    """This person, acting for this organisation, may not do this. The attempt is on record."""

    code = "records.not_permitted"


class RefusedError(RecordsError):
    """The act is permitted and cannot be done as things stand.

    Args:
        what: As for every error.
        reason: A code of `kejin.records.kept.reasons`, which has its words in both languages.
        parts: The other parts of every error.
    """

    code = "records.refused"

    def __init__(self, what: str, reason: str, **parts: Any) -> None:
        super().__init__(what, **({"kept": NOTHING_KEPT} | parts))
        self.reason = reason

    def as_dict(self) -> dict[str, Any]:
        """The parts as JSON values, with the reason's code."""
        return super().as_dict() | {"reason": self.reason}


class UnknownRecordError(RecordsError):
    """There is no such record, or none that the one who asks may know of."""

    code = "records.unknown"


class BodyError(RecordsError):
    """The parameters of an act do not have the form that they must have."""

    code = "records.body"


class KeyReusedError(RecordsError):
    """An idempotency key was used before for another request, person or body."""

    code = "records.key_reused"


class ConstraintError(RecordsError):
    """A constraint of the database refused the act as a whole.

    Args:
        what: As for every error.
        constraint: The constraint's name, where the database tells it.
        parts: The other parts of every error.
    """

    code = "records.constraint"

    def __init__(self, what: str, constraint: str = "", **parts: Any) -> None:
        super().__init__(what, **({"kept": NOTHING_KEPT} | parts))
        self.constraint = constraint

    def as_dict(self) -> dict[str, Any]:
        """The parts as JSON values, with the constraint's name."""
        return super().as_dict() | {"constraint": self.constraint}


class BusyError(RecordsError):
    """Another act holds what this one needs, for longer than one waits. The same act may be tried again."""

    code = "records.busy"


class OutcomeUnknownError(RecordsError):
    """The connection broke before the database answered. The same act with the same key tells what happened."""

    code = "records.outcome_unknown"
