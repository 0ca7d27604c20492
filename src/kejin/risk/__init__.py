"""Who bears a loss: sharing agreements as data, one allocation code to the fen, and what may happen to the parties."""

from kejin.risk.agreements import Agreement, Arrangement, Limit, Party, StopLine, agreements_in_force
from kejin.risk.book import Book
from kejin.risk.events import Event, EventKind, in_order, years_of
from kejin.risk.explaining import AgreementReasons, Reasons, basis_of
from kejin.risk.ledger import Allocation, Ledger, Line
from kejin.risk.reading import Losses, claimed, read_losses
from kejin.risk.words import line_words

__all__ = [
    "Agreement",
    "AgreementReasons",
    "Allocation",
    "Arrangement",
    "Book",
    "Event",
    "EventKind",
    "Ledger",
    "Limit",
    "Line",
    "Losses",
    "Party",
    "Reasons",
    "StopLine",
    "agreements_in_force",
    "basis_of",
    "claimed",
    "in_order",
    "line_words",
    "read_losses",
    "years_of",
]
