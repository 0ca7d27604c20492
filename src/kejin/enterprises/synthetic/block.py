"""One block of the synthetic province from the seed to checked frames; it needs nothing from any other block."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.accounts import NEVER, Books, ceasing_days, make_books
from kejin.enterprises.synthetic.contracts import contract_frames
from kejin.enterprises.synthetic.declared import declared_columns, listing_columns, score_columns
from kejin.enterprises.synthetic.filings import filing_columns, full_books
from kejin.enterprises.synthetic.firms import Firms, identity_columns, make_firms
from kejin.enterprises.synthetic.funding import Rounds, funding_columns, make_rounds, round_frame
from kejin.enterprises.synthetic.funds import investment_frame
from kejin.enterprises.synthetic.lending import guaranteed, loan_frame, loan_ids, loan_truth
from kejin.enterprises.synthetic.links import chain_leaders, groups, leading_firms, supply_links
from kejin.enterprises.synthetic.loans import Loans, make_loans
from kejin.enterprises.synthetic.patents import Rights, make_rights, right_columns, right_events, right_frame
from kejin.enterprises.synthetic.performance import follow
from kejin.enterprises.synthetic.statuses import size_classes, with_titles
from kejin.enterprises.synthetic.streams import Real, Streams, Truth, Whole, dates, frame, years_of
from kejin.enterprises.synthetic.world import YEARS
from kejin.facts import Grain, check_frame


@dataclass(frozen=True, slots=True)
class Block:
    """What one block holds.

    Attributes:
        facts: A checked frame for each grain that has enterprises' rows.
        tables: Tables beside the grains: full accounts, performance of loans, events of rights, chains, groups, lives.
        truth: What nobody sees: traits, hazards, default probabilities.
    """

    facts: dict[Grain, pl.DataFrame]
    tables: dict[str, pl.DataFrame]
    truth: dict[str, pl.DataFrame]


def make_block(seed: int, number: int, *, first: int, count: int) -> Block:
    """The block of this number: the enterprises from `first` on, `count` of them."""
    streams = Streams(seed, number)
    firms = make_firms(streams, first, count)
    ceased, hazard = ceasing_days(firms, streams)
    rounds, rights = make_rounds(firms, streams, ceased), make_rights(firms, streams, ceased)
    raised = rounds.paid_in(count)
    books = make_books(firms, streams, raised=raised, ceased=ceased, hazard=hazard)
    made = _Made(firms, streams, books, rounds, rights, ceased)
    facts, tables = _enterprises(made)
    lent, lending_tables, truth = _lending(made, facts)
    facts |= lent
    facts[Grain.ENTERPRISE] = facts[Grain.ENTERPRISE].with_columns(guaranteed(lent[Grain.LOAN], firms))
    tables |= lending_tables
    truth["enterprises"] = _traits(made)
    checked = {grain: check_frame(rows, grain) for grain, rows in facts.items()}
    return Block(checked, tables, truth)


@dataclass(frozen=True, slots=True)
class _Made:
    firms: Firms
    streams: Streams
    books: Books
    rounds: Rounds
    rights: Rights
    ceased: Whole

    @property
    def alive(self) -> Truth:
        living: Truth = self.ceased == NEVER
        return living

    def last(self, item: str) -> Whole:
        """An item of the last year, 0 for those that did not file."""
        return self.books.items[item][:, -1]


def _enterprises(made: _Made) -> tuple[dict[Grain, pl.DataFrame], dict[str, pl.DataFrame]]:
    firms, streams, alive = made.firms, made.streams, made.alive
    inventions = made.rights.inventions_by_year(firms.count)
    filings = frame(filing_columns(firms, made.books, streams, inventions=inventions))
    owned = right_columns(made.rights, firms)
    revenue, profit = made.last("revenue_fen"), made.last("net_profit_fen")
    columns = identity_columns(firms, streams) | declared_columns(firms, streams) | owned
    columns |= funding_columns(made.rounds, firms)
    columns |= score_columns(firms, streams, rights=owned, growth=_growth(made.books))
    columns |= listing_columns(firms, streams, revenue=revenue, profit=profit)
    leaders = chain_leaders(firms, revenue=revenue, alive=alive)
    links, owed = supply_links(firms, streams, leaders=leaders, revenue=revenue, alive=alive)
    columns |= {
        "chain_leader_listed": leaders,
        "leading_enterprise_listed": leading_firms(firms, revenue=revenue, alive=alive),
        "chain_leader_receivables_fen": owed,
        "first_loan_customer": ~made.books.borrows,
    }
    facts = {Grain.ENTERPRISE: frame(columns), Grain.FILING: filings}
    facts[Grain.ENTERPRISE] = facts[Grain.ENTERPRISE].with_columns(size_classes(facts))
    facts[Grain.ENTERPRISE], facts[Grain.HONOUR], _ = with_titles(facts, streams, alive=alive)
    facts[Grain.FUNDING_ROUND] = round_frame(made.rounds, firms)
    facts[Grain.INVESTMENT] = investment_frame(made.rounds, firms, streams)
    facts[Grain.PATENT] = right_frame(made.rights, firms, streams)
    materials = facts[Grain.ENTERPRISE]["futures_material"]
    patents = np.asarray(owned["invention_patent_count"], dtype=np.int64)
    facts |= contract_frames(
        firms, streams, alive=alive, revenue=revenue, patents=patents, materials=materials
    )
    tables = {
        "accounts": full_books(firms, made.books),
        "right_events": right_events(made.rights, firms),
        "chains": links,
        "groups": groups(firms, streams, revenue=revenue),
        "lives": pl.DataFrame({
            "enterprise_id": firms.codes, "founded_on": dates(firms.founded), "ceased_on": dates(made.ceased, ~alive)
        }),
    }  # fmt: skip
    return facts, tables


def _lending(
    made: _Made, facts: dict[Grain, pl.DataFrame]
) -> tuple[dict[Grain, pl.DataFrame], dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    pledgeable = np.bincount(made.rights.owner[made.rights.pledged], minlength=made.firms.count).astype(
        np.int64
    )
    loans: Loans = make_loans(made.firms, made.books, made.streams, ceased=made.ceased, ip=pledgeable)
    ids = loan_ids(loans, made.firms)
    months, standing = follow(loans, made.streams, ids)
    sizes = facts[Grain.ENTERPRISE]["sme_class_stated"]
    rows = loan_frame(loans, standing, made.firms, streams=made.streams, ids=ids, sizes=sizes)
    return {Grain.LOAN: rows}, {"performance": months}, {"loans": loan_truth(loans, ids)}


def _growth(books: Books) -> Real:
    """Mean yearly growth of revenue over the last two years, 0 where they were not all filed."""
    revenue = np.maximum(books.items["revenue_fen"].astype(np.float64), 1.0)
    rates = np.clip(revenue[:, -2:] / revenue[:, -3:-1] - 1, -1, 2)
    growth: Real = np.where(books.filed[:, -3:].all(axis=1), rates.mean(axis=1), 0.0)
    return growth


def _traits(made: _Made) -> pl.DataFrame:
    firms, gone = made.firms, ~made.alive
    hazard = {f"ceases_{YEARS[0] + at}": pl.Series(made.books.hazard[:, at]) for at in range(len(YEARS) + 1)}
    return pl.DataFrame({
        "enterprise_id": firms.codes,
        "quality": pl.Series(firms.quality),
        "vigour": pl.Series(firms.vigour),
        "risk": pl.Series(firms.risk),
        "log_size": pl.Series(firms.size),
        "rd_share": pl.Series(made.books.rd_share),
        "ceased_year": pl.select(pl.when(pl.Series(gone)).then(pl.Series(years_of(made.ceased)))).to_series(),
    } | hazard)  # fmt: skip
