"""Rights one by one: kind, filing, grant, lapse, transfer, pledge; and what enterprises count of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.pledges import Pledges
from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    fen,
    frame,
    masked,
    pick,
    words,
    years_of,
)
from kejin.enterprises.synthetic.world import AS_OF, YEARS

KINDS = ("invention", "utility_model", "design", "software", "trademark")
_TERM_YEARS = np.array([20, 10, 15, 50, 10])
_LAG_DAYS = np.array([700, 240, 180, 45, 300])
_LAPSE = np.array([0.035, 0.09, 0.08, 0.0, 0.0])
GRACE_DAYS = 182
"""How long a fee that fell due may still be paid; until then the right is in force."""
_YEAR = 365.25
_TITLES = tuple(f"合成{word}" for word in ("发明", "实用新型", "外观设计", "软件著作权", "商标"))


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of a block, one row each, by enterprise; days are since 1970.

    Attributes:
        lapsed: The day on which the first fee falls due that is not paid, maybe long after the term.
        force: Granted, neither lapsed with its grace run out nor expired, on the day of looking.
        acquired: When it came to its owner, where it is not the owner's own filing.
        seller: The enterprise of this block that it came from, -1 for somebody else.
    """

    owner: Whole
    kind: Whole
    applied: Whole
    granted: Whole
    lapsed: Whole
    expires: Whole
    refused: Truth
    own: Truth
    force: Truth
    used: Truth
    acquired: Whole
    seller: Whole
    value: Real

    @property
    def overdue(self) -> Truth:
        """In force, with a fee due that has not been paid."""
        late: Truth = self.force & (self.lapsed <= day(AS_OF))
        return late

    def in_force(self, kind: int) -> Truth:
        """In force, of this kind."""
        force: Truth = self.force & (self.kind == kind)
        return force

    def pledgeable(self) -> Truth:
        """In force, paid for, and of a kind that is pledged: software copyrights are left out."""
        able: Truth = self.force & ~self.overdue & (self.kind != 3)
        return able

    def numbers(self, codes: pl.Series, at: Whole | None = None) -> pl.Series:
        """The numbers of all rights, or of some of them: the owner's code and a running number."""
        serial = np.arange(self.owner.size) - np.searchsorted(self.owner, self.owner, side="left") + 1
        rows = np.arange(self.owner.size) if at is None else at
        return pl.select(
            pl.format("合成-{}-{}", codes.gather(self.owner[rows]), pl.Series(serial[rows]))
        ).to_series()

    def per_firm(self, chosen: Truth, count: int) -> Whole:
        """How many of the chosen each enterprise has."""
        return np.bincount(self.owner[chosen], minlength=count).astype(np.int64)

    def inventions_by_year(self, count: int) -> Whole:
        """Invention applications by enterprise and year of accounts, its own only."""
        found = np.zeros((count, len(YEARS)), dtype=np.int64)
        at = years_of(self.applied) - YEARS[0]
        own = (self.kind == 0) & self.own & (at >= 0) & (at < len(YEARS))
        np.add.at(found, (self.owner[own], at[own]), 1)
        return found


def make_rights(firms: Firms, streams: Streams, ceased: Whole) -> Rights:
    """Counts grow with research, size and age; a third of all rights are inventions in research-heavy industries."""
    draw = streams.of("rights")
    today = day(AS_OF)
    end = np.minimum(ceased, today)
    age = np.maximum(end - firms.founded, 1) / _YEAR
    mean = np.exp(
        1.25
        + 0.8 * firms.research
        + 0.35 * firms.vigour
        + 0.16 * (firms.size - 16.5)
        + 0.1 * firms.quality
        + 0.45 * firms.niche
        + 3 * firms.of_industry("rd")
    )
    mean = np.minimum(mean * np.minimum(0.35 + age / 5, 1.6), 300.0) * draw.gamma(3.0, 1 / 3.0, firms.count)
    owner = np.repeat(np.arange(firms.count), draw.poisson(mean))
    rows = owner.size
    software = (firms.word_of_industry("sector") == "software").to_numpy()[owner]
    kind = np.where(software, pick(draw, (24, 4, 3, 60, 9), rows), pick(draw, (31, 44, 12, 4, 9), rows))
    span = (end - firms.founded)[owner]
    applied = end[owner] - (span * draw.random(rows) ** 1.3).astype(np.int64)
    granted = applied + np.rint(_LAG_DAYS[kind] * (0.6 + 0.8 * draw.random(rows))).astype(np.int64)
    expires = applied + np.rint(_TERM_YEARS[kind] * _YEAR).astype(np.int64)
    # A fee falls due on each anniversary of the filing after the grant; the first one not paid ends the right.
    held = np.minimum(draw.exponential(1.0, rows) / np.maximum(_LAPSE[kind], 1e-9), 60.0)
    paid_years = np.ceil((granted - applied) / _YEAR) + np.floor(held)
    lapsed = applied + np.rint(paid_years * _YEAR).astype(np.int64)
    own = ~chance(draw, 0.10, rows)
    refused = chance(draw, np.where(kind == 0, 0.35, 0.05), rows)
    force = ~refused & (granted <= today) & (lapsed + GRACE_DAYS > today) & (expires > today)
    acquired = np.minimum(granted + draw.integers(30, 900, rows), today)
    seller = draw.integers(0, firms.count, rows)
    seller = np.where(~own & (firms.founded[seller] < applied) & (seller != owner), seller, -1)
    return Rights(
        owner=owner,
        kind=kind,
        applied=applied,
        granted=granted,
        lapsed=lapsed,
        expires=expires,
        refused=refused,
        own=own,
        force=force,
        used=force & chance(draw, 0.72, rows),
        acquired=acquired,
        seller=seller,
        value=np.exp(
            11.9 + 0.7 * (kind == 0) + 0.8 * draw.standard_normal(rows) + 0.2 * firms.quality[owner]
        ),
    )


def right_frame(rights: Rights, pledges: Pledges, firms: Firms, *, streams: Streams) -> pl.DataFrame:
    """The frame of the grain patent."""
    today, draw, rows = day(AS_OF), streams.of("right-details"), rights.owner.size
    granted = ~rights.refused & (rights.granted <= today)
    status = np.select(
        [rights.refused & (rights.granted <= today), ~granted, rights.force, rights.expires <= rights.lapsed],
        [0, 1, 4, 2], default=3,
    )  # fmt: skip
    pledged = pledges.pledged
    cents = fen(np.rint(rights.value / 100) * 100)
    return frame({
        "right_no": rights.numbers(firms.codes),
        "enterprise_id": firms.codes.gather(rights.owner),
        "right_title": words(_TITLES, rights.kind),
        "right_kind": words(KINDS, rights.kind),
        "right_status": words(("withdrawn", "applied", "expired", "lapsed", "granted"), status),
        "right_applied_on": dates(rights.applied),
        "right_granted_on": dates(rights.granted, granted),
        "right_expires_on": dates(np.where(status == 3, rights.lapsed, rights.expires), granted),
        "right_own_filing": rights.own,
        "right_in_use": rights.used,
        "right_pledged": pledged,
        "right_valuation_fen": masked(cents, pledged | (rights.kind == 0)),
        "right_secured_debt_due_on": dates(pledges.due, pledged),
        "right_pledge_registered_on": dates(pledges.registered, pledged),
        "right_holder_registered": np.ones(rows, dtype=np.bool_),
        "right_fee_paid": rights.force & ~rights.overdue,
        **_formalities(pledged, draw),
        "right_frozen": chance(draw, 0.003, rows),
        "right_co_owned": (co := chance(draw, 0.05, rows)),
        "right_co_owners_agree": co & chance(draw, 0.8, rows),
        "right_invalidation_pending": (pending := chance(draw, 0.004, rows)),
        "right_invalidation_accepted": pending & chance(draw, 0.5, rows),
        "right_same_day_invention": (same := (rights.kind == 1) & chance(draw, 0.04, rows)),
        "right_same_day_accepted": same & chance(draw, 0.9, rows),
    })  # fmt: skip


_USUAL = {
    "right_contract_conforms": 0.97, "right_form_signed": 0.99, "right_contract_filed": 0.98,
    "right_identity_filed": 0.98, "right_by_agent": 0.6, "right_proxy_filed": 0.95, "right_valuation_cited": 0.7,
    "right_valuation_filed": 0.9,
}  # fmt: skip


def _formalities(pledged: Truth, draw: np.random.Generator) -> dict[str, pl.Series]:
    """Papers and valuation of a pledge, unknown where nothing is pledged."""
    rows = pledged.size
    papers = {name: masked(chance(draw, share, rows), pledged) for name, share in _USUAL.items()}
    values = {
        name: masked(draw.integers(30, 96, rows) * 10_000_000, pledged)
        for name in ("right_legal_value", "right_technical_value", "right_economic_value")
    }
    return papers | values


def right_columns(rights: Rights, firms: Firms) -> dict[str, Whole | pl.Series]:
    """What an enterprise can count of its rights."""
    rows = firms.count
    invention, model, design, software, trademark = (rights.in_force(kind) for kind in range(5))
    first, second = invention, model | design | software
    own, used = rights.own, rights.used
    count = rights.per_firm(first, rows)
    return {
        "owns_core_ip": pl.Series(rights.per_firm((first | second) & used, rows) > 0),
        "class1_ip_count": count,
        "class2_ip_count": rights.per_firm(second, rows),
        "class1_ip_in_use_count": rights.per_firm(first & used, rows),
        "class1_ip_own_in_use_count": rights.per_firm(first & used & own, rows),
        "class1_self_developed_count": rights.per_firm(first & own, rows),
        "class1_high_value_count": rights.per_firm(first & used & (rights.value > 4e5), rows),
        "invention_patent_count": count,
        "core_business_invention_count": rights.per_firm(first & used, rows),
        "utility_model_count": rights.per_firm(model, rows),
        "software_copyright_count": rights.per_firm(software, rows),
        "owns_patent_trademark_or_gi": pl.Series(rights.per_firm(first | second | trademark, rows) > 0),
    }
