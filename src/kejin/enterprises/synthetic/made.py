"""Everything that is drawn for a block, before any of it becomes a frame."""

from dataclasses import dataclass

from kejin.enterprises.synthetic.accounts import NEVER, Books, ceasing_days, make_books
from kejin.enterprises.synthetic.firms import Firms, make_firms
from kejin.enterprises.synthetic.funding import Rounds, make_rounds
from kejin.enterprises.synthetic.grants import Grants, make_grants
from kejin.enterprises.synthetic.loans import Loans, make_loans
from kejin.enterprises.synthetic.parameters import Parameters, parameters
from kejin.enterprises.synthetic.patents import Rights, make_rights
from kejin.enterprises.synthetic.pledges import Pledges, make_pledges
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole


@dataclass(frozen=True, slots=True)
class Made:
    """What was drawn for a block."""

    firms: Firms
    streams: Streams
    books: Books
    rounds: Rounds
    rights: Rights
    grants: Grants
    loans: Loans
    pledges: Pledges
    ceased: Whole
    fitted: Parameters

    @property
    def alive(self) -> Truth:
        """Whether each enterprise trades on the day of looking."""
        living: Truth = self.ceased == NEVER
        return living

    def last(self, item: str) -> Whole:
        """An item of the last year, 0 for those that did not file."""
        return self.books.items[item][:, -1]


def make(streams: Streams, first: int, count: int, *, fitted: Parameters | None = None) -> Made:
    """Draw the enterprises numbered `first` and following, `count` of them, and all that happened to them."""
    values = fitted or parameters()
    firms = make_firms(streams, first, count)
    ceased, hazard = ceasing_days(firms, streams)
    rounds, rights = make_rounds(firms, streams, ceased), make_rights(firms, streams, ceased)
    grants = make_grants(firms, streams)
    raised = rounds.paid_in(count)
    books = make_books(firms, streams, grants, fitted=values, raised=raised, ceased=ceased, hazard=hazard)
    pledgeable = rights.pledgeable()
    ip = rights.per_firm(pledgeable, count)
    loans = make_loans(firms, books, streams, fitted=values, ceased=ceased, ip=ip)
    pledges = make_pledges(loans, rights.owner, rights.value, pledgeable=pledgeable)
    return Made(
        firms=firms, streams=streams, books=books, rounds=rounds, rights=rights, grants=grants, loans=loans,
        pledges=pledges, ceased=ceased, fitted=values,
    )  # fmt: skip
