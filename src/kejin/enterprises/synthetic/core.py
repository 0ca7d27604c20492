"""The frames that statuses and loans rest on: enterprises, filings, honours, loans and their months."""

from typing import NamedTuple

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.declared import Columns, declared_columns, listing_columns, score_columns
from kejin.enterprises.synthetic.filings import filing_columns
from kejin.enterprises.synthetic.firms import identity_columns
from kejin.enterprises.synthetic.funding import funding_columns
from kejin.enterprises.synthetic.lending import guaranteed, loan_frame, loan_ids
from kejin.enterprises.synthetic.links import chain_leaders, leading_firms, supply_links
from kejin.enterprises.synthetic.made import Made
from kejin.enterprises.synthetic.patents import right_columns
from kejin.enterprises.synthetic.performance import follow
from kejin.enterprises.synthetic.statuses import size_classes, with_titles
from kejin.enterprises.synthetic.streams import Real, dates, frame
from kejin.facts import Grain


class Core(NamedTuple):
    """Unchecked frames of four grains; tables of months, lives and chains; the loans' numbers."""

    facts: dict[Grain, pl.DataFrame]
    tables: dict[str, pl.DataFrame]
    loan_ids: pl.Series


def make_core(made: Made) -> Core:
    """The frames of what was drawn."""
    firms, streams = made.firms, made.streams
    columns, chains = _enterprises(made)
    inventions = made.rights.inventions_by_year(firms.count)
    filings = frame(filing_columns(firms, made.books, streams, inventions=inventions))
    facts = {Grain.ENTERPRISE: frame(columns), Grain.FILING: filings}
    facts[Grain.ENTERPRISE] = facts[Grain.ENTERPRISE].with_columns(size_classes(facts))
    facts[Grain.ENTERPRISE], facts[Grain.HONOUR] = with_titles(
        facts, firms, streams, fitted=made.fitted, ceased=made.ceased
    )
    ids = loan_ids(made.loans, firms)
    months, standing = follow(made.loans, streams, ids)
    sizes = facts[Grain.ENTERPRISE]["sme_class_stated"]
    facts[Grain.LOAN] = loan_frame(made.loans, standing, firms, streams=streams, ids=ids, sizes=sizes)
    facts[Grain.ENTERPRISE] = facts[Grain.ENTERPRISE].with_columns(guaranteed(facts[Grain.LOAN], firms))
    lives = pl.DataFrame({
        "enterprise_id": firms.codes, "founded_on": dates(firms.founded), "ceased_on": dates(made.ceased, ~made.alive)
    })  # fmt: skip
    return Core(facts, {"performance": months, "lives": lives, "chains": chains}, ids)


def _enterprises(made: Made) -> tuple[Columns, pl.DataFrame]:
    firms, streams, alive = made.firms, made.streams, made.alive
    owned = right_columns(made.rights, firms)
    revenue, profit = made.last("revenue_fen"), made.last("net_profit_fen")
    columns = identity_columns(firms, streams) | declared_columns(firms, streams, made.fitted) | owned
    columns |= funding_columns(made.rounds, firms)
    columns |= score_columns(firms, streams, made.fitted, rights=owned, growth=_growth(made.books))
    columns |= listing_columns(firms, streams, revenue=revenue, profit=profit)
    leaders = chain_leaders(firms, streams, revenue=revenue, alive=alive)
    chains, owed = supply_links(firms, streams, leaders=leaders, revenue=revenue, alive=alive)
    columns |= {
        "chain_leader_listed": leaders,
        "leading_enterprise_listed": leading_firms(firms, streams, revenue=revenue, alive=alive),
        "chain_leader_receivables_fen": owed,
        "first_loan_customer": ~made.books.borrows,
    }
    return columns, chains


def _growth(books: Books) -> Real:
    """Mean yearly growth of revenue over the last two years, 0 where they were not all filed."""
    revenue = np.maximum(books.items["revenue_fen"].astype(np.float64), 1.0)
    rates = np.clip(revenue[:, -2:] / revenue[:, -3:-1] - 1, -1, 2)
    growth: Real = np.where(books.filed[:, -3:].all(axis=1), rates.mean(axis=1), 0.0)
    return growth
