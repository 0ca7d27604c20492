"""One block of the synthetic province from the seed to checked frames; it needs nothing from any other block."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.activity import Shown, activity, first_defaults
from kejin.enterprises.synthetic.contracts import contract_frames
from kejin.enterprises.synthetic.core import Core, make_core
from kejin.enterprises.synthetic.filings import full_books, last_staff
from kejin.enterprises.synthetic.funding import round_frame
from kejin.enterprises.synthetic.funds import investment_frame
from kejin.enterprises.synthetic.grants import grant_table, grant_truth
from kejin.enterprises.synthetic.lending import loan_truth
from kejin.enterprises.synthetic.links import affiliates, groups
from kejin.enterprises.synthetic.loan_terms import loan_terms
from kejin.enterprises.synthetic.made import Made, make
from kejin.enterprises.synthetic.parameters import Parameters
from kejin.enterprises.synthetic.patents import right_frame
from kejin.enterprises.synthetic.people import talents, visits
from kejin.enterprises.synthetic.right_tables import renewals, right_events
from kejin.enterprises.synthetic.round_terms import round_terms
from kejin.enterprises.synthetic.streams import Streams, years_of
from kejin.enterprises.synthetic.world import YEARS
from kejin.facts import Grain, check_frame


@dataclass(frozen=True, slots=True)
class Block:
    """What one block holds.

    Attributes:
        facts: A frame for each grain that has enterprises' rows; checked in a whole block.
        tables: Tables beside the grains: accounts, months of loans and of activity, terms, events, chains, people.
        truth: What nobody sees: traits, hazards, default probabilities, effects.
    """

    facts: dict[Grain, pl.DataFrame]
    tables: dict[str, pl.DataFrame]
    truth: dict[str, pl.DataFrame]


def make_block(seed: int, number: int, *, first: int, count: int, fitted: Parameters | None = None) -> Block:
    """The block of this number: the enterprises from `first` on, `count` of them, with the calibrated parameters."""
    made = make(Streams(seed, number), first, count, fitted=fitted)
    core = make_core(made)
    facts = core.facts | _further_facts(made, core)
    truth = {
        "loans": loan_truth(made.loans, core.loan_ids),
        "enterprises": _traits(made),
        "effects": grant_truth(made.grants, made.firms),
    }
    checked = {grain: check_frame(rows, grain) for grain, rows in facts.items()}
    return Block(checked, core.tables | _further_tables(made, core), truth)


def make_core_block(
    seed: int, number: int, *, first: int, count: int, fitted: Parameters | None = None
) -> Block:
    """The part of the same block that calibration measures, unchecked; it takes half the time."""
    core = make_core(make(Streams(seed, number), first, count, fitted=fitted))
    return Block(core.facts, core.tables, {})


def _further_facts(made: Made, core: Core) -> dict[Grain, pl.DataFrame]:
    firms, streams = made.firms, made.streams
    enterprises = core.facts[Grain.ENTERPRISE]
    return {
        Grain.FUNDING_ROUND: round_frame(made.rounds, firms),
        Grain.INVESTMENT: investment_frame(made.rounds, firms, streams),
        Grain.PATENT: right_frame(made.rights, made.pledges, firms, streams=streams),
        **contract_frames(
            firms, streams, alive=made.alive, revenue=made.last("revenue_fen"),
            patents=np.asarray(enterprises["invention_patent_count"], dtype=np.int64),
            materials=enterprises["futures_material"],
        ),
    }  # fmt: skip


def _further_tables(made: Made, core: Core) -> dict[str, pl.DataFrame]:
    firms, streams, revenue = made.firms, made.streams, made.last("revenue_fen")
    enterprises = core.facts[Grain.ENTERPRISE]
    staff = last_staff(core.facts[Grain.FILING], firms)
    shown = Shown(made.books, staff, made.ceased, first_defaults(made.loans, firms.count))
    return {
        "accounts": full_books(firms, made.books),
        "activity": activity(firms, streams, shown),
        "loan_terms": loan_terms(made.loans, streams, core.loan_ids),
        "round_terms": round_terms(made.rounds, firms, streams),
        "right_events": right_events(made.rights, firms),
        "renewals": renewals(made.rights, firms),
        "groups": groups(firms, streams, revenue=revenue),
        "affiliates": affiliates(firms, streams, revenue=revenue),
        "grants": grant_table(made.grants, firms),
        "talents": talents(
            firms,
            streams,
            grade=enterprises["talent_grade"],
            founder=enterprises["founded_by_high_level_talent"],
        ),
        "visits": visits(firms, streams, ceased=made.ceased),
    }


def _traits(made: Made) -> pl.DataFrame:
    firms, gone = made.firms, ~made.alive
    hazard = {f"ceases_{YEARS[0] + at}": pl.Series(made.books.hazard[:, at]) for at in range(len(YEARS) + 1)}
    return pl.DataFrame({
        "enterprise_id": firms.codes,
        "quality": pl.Series(firms.quality),
        "vigour": pl.Series(firms.vigour),
        "risk": pl.Series(firms.risk),
        "niche": pl.Series(firms.niche),
        "does_research": pl.Series(firms.research),
        "project_company": pl.Series(firms.project),
        "log_size": pl.Series(firms.size),
        "rd_share": pl.Series(made.books.rd_share),
        "ceased_year": pl.select(pl.when(pl.Series(gone)).then(pl.Series(years_of(made.ceased)))).to_series(),
    } | hazard)  # fmt: skip
