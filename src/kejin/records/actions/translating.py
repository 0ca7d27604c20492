"""What the database says, in our own errors. SQLSTATE codes are those of PostgreSQL's appendix A."""

from django.db import Error

from kejin.records.errors import (
    BodyError,
    BusyError,
    ConstraintError,
    DatabaseError,
    OutcomeUnknownError,
    RecordsError,
)

# The network failed, somebody ended the session, or it stood still for too long: then PostgreSQL ends it.
_BROKEN = ("08", "57P", "25P03", "25P04")
_DEADLOCK, _SERIALISATION = "40P01", "40001"
_LOCK_NOT_AVAILABLE, _CANCELLED = "55P03", "57014"
_DATA_CLASS, _INTEGRITY_CLASS = "22", "23"
_RAISED = "P0001"
# A table, a column or a function that is not there.
_UNDEFINED = {"42P01", "42703", "42883"}


def is_passing(error: Exception) -> bool:
    """Whether the database ended a transaction for no fault of its own, so that it may be tried again at once."""
    return sqlstate(error) in {_DEADLOCK, _SERIALISATION}


def sqlstate(error: Exception) -> str | None:
    """The five characters by which PostgreSQL names an error; None where the connection broke."""
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return str(state) if state else None


def translated(error: Error) -> RecordsError | Error:
    """The error as one of ours; itself, where it is a mistake in our own code."""
    state = sqlstate(error)
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    if state is None or state.startswith(_BROKEN):
        return OutcomeUnknownError(
            "The connection to the database broke",
            expected="the same act again, with the same key",
            kept="If the act had been recorded, its key brings back its reply; else nothing of it was.",
        )
    if state in {_LOCK_NOT_AVAILABLE, _CANCELLED, _DEADLOCK, _SERIALISATION}:
        return BusyError(
            "Another act holds what this one needs",
            expected="a moment's patience",
            kept="Nothing was recorded.",
        )
    if state in _UNDEFINED:
        return DatabaseError(
            "The database is not at the version of this program",
            expected="`kejin db migrate` to have been run",
            found=str(getattr(diagnosis, "message_primary", None) or error),
            kept="Nothing was recorded.",
        )
    if state.startswith(_DATA_CLASS):
        return BodyError(
            "A value does not fit into the records",
            found=str(getattr(diagnosis, "message_primary", None) or error),
            kept="Nothing was recorded.",
        )
    if state.startswith(_INTEGRITY_CLASS) or state == _RAISED:
        said = str(getattr(diagnosis, "message_primary", None) or error)
        return ConstraintError(
            "The database refused it", str(getattr(diagnosis, "constraint_name", "") or ""), found=said
        )
    return error
