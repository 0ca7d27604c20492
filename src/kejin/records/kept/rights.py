"""What the application's login may do to a table; the owner's login is bound by triggers to the same."""

from enum import Enum


class Rights(Enum):
    """How a table may change. Of the records nothing is ever deleted."""

    APPEND = ("SELECT", "INSERT")
    """Rows are added and never change: corrections are new rows."""

    CHANGE = ("SELECT", "INSERT", "UPDATE")
    """Rows change, and then point at the act that changed them last."""

    DERIVED = ("SELECT",)
    """Rows are written by the database's own triggers alone."""

    WORK = ("SELECT", "INSERT", "UPDATE", "DELETE")
    """Rows come and go: sessions, jobs, what can be made anew. No record is kept so."""
