"""Rights one by one: kind, filing, grant, renewal or lapse, transfer, pledge; and what enterprises count of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
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
_YEAR = 365.25
_TITLES = tuple(f"合成{word}" for word in ("发明", "实用新型", "外观设计", "软件著作权", "商标"))


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of a block, one row each, by enterprise; days are since 1970."""

    owner: Whole
    kind: Whole
    applied: Whole
    granted: Whole
    lapsed: Whole
    expires: Whole
    refused: Truth
    own: Truth
    used: Truth
    acquired: Whole
    pledged: Truth
    value: Real

    def in_force(self, kind: int) -> Truth:
        """Granted, neither lapsed nor expired, of this kind."""
        today = day(AS_OF)
        force: Truth = (
            (self.kind == kind)
            & ~self.refused
            & (self.granted <= today)
            & (np.minimum(self.lapsed, self.expires) > today)
        )
        return force

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
        1.55
        + 0.5 * firms.vigour
        + 0.42 * (firms.size - 16.5)
        + 0.2 * firms.quality
        + 4 * firms.of_industry("rd")
    )
    mean = np.minimum(mean * np.minimum(0.2 + age / 5, 1.6), 400.0) * draw.gamma(1.6, 1 / 1.6, firms.count)
    owner = np.repeat(np.arange(firms.count), draw.poisson(mean))
    rows = owner.size
    software = (firms.word_of_industry("sector") == "software").to_numpy()[owner]
    kind = np.where(software, pick(draw, (22, 4, 3, 62, 9), rows), pick(draw, (24, 50, 12, 5, 9), rows))
    span = (end - firms.founded)[owner]
    applied = end[owner] - (span * draw.random(rows) ** 1.3).astype(np.int64)
    granted = applied + np.rint(_LAG_DAYS[kind] * (0.6 + 0.8 * draw.random(rows))).astype(np.int64)
    expires = applied + np.rint(_TERM_YEARS[kind] * _YEAR).astype(np.int64)
    held = draw.exponential(1.0, rows) / np.maximum(_LAPSE[kind], 1e-9)
    lapsed = np.minimum(granted + 365 * np.minimum(np.ceil(held), 60), granted + 60 * 365).astype(np.int64)
    own = ~chance(draw, 0.10, rows)
    refused = chance(draw, np.where(kind == 0, 0.35, 0.05), rows)
    force = ~refused & (granted <= today) & (lapsed > today) & (expires > today)
    pledged = force & (kind != 3) & chance(draw, 0.025 + 0.02 * (kind == 0), rows)
    return Rights(
        owner=owner,
        kind=kind,
        applied=applied,
        granted=granted,
        lapsed=lapsed,
        expires=expires,
        refused=refused,
        own=own,
        used=force & chance(draw, 0.68, rows),
        acquired=np.minimum(granted + draw.integers(30, 900, rows), today),
        pledged=pledged,
        value=np.exp(
            11.9 + 0.7 * (kind == 0) + 0.8 * draw.standard_normal(rows) + 0.2 * firms.quality[owner]
        ),
    )


def right_frame(rights: Rights, firms: Firms, streams: Streams) -> pl.DataFrame:
    """The frame of the grain patent."""
    today, draw, rows = day(AS_OF), streams.of("right-details"), rights.owner.size
    granted = ~rights.refused & (rights.granted <= today)
    status = np.select(
        [rights.refused & (rights.granted <= today), ~granted, rights.expires <= today, rights.lapsed <= today],
        [0, 1, 2, 3], default=4,
    )  # fmt: skip
    serial = np.arange(rows) - np.searchsorted(rights.owner, rights.owner, side="left")
    number = pl.select(
        pl.format("合成-{}-{}", firms.codes.gather(rights.owner), pl.Series(serial + 1))
    ).to_series()
    due = today + draw.integers(60, 900, rows)
    pledged = rights.pledged
    cents = fen(np.rint(rights.value / 100) * 100)
    return frame({
        "right_no": number,
        "enterprise_id": firms.codes.gather(rights.owner),
        "right_title": words(_TITLES, rights.kind),
        "right_kind": words(KINDS, rights.kind),
        "right_status": words(("withdrawn", "applied", "expired", "lapsed", "granted"), status),
        "right_applied_on": dates(rights.applied),
        "right_granted_on": dates(rights.granted, granted),
        "right_expires_on": dates(np.minimum(rights.expires, rights.lapsed), granted),
        "right_own_filing": rights.own,
        "right_in_use": rights.used,
        "right_pledged": pledged,
        "right_valuation_fen": masked(cents, pledged | (rights.kind == 0)),
        "right_secured_debt_due_on": dates(due, pledged),
        "right_pledge_registered_on": dates(today - draw.integers(1, 700, rows), pledged),
        "right_holder_registered": np.ones(rows, dtype=np.bool_),
        "right_fee_paid": status == 4,
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


def right_events(rights: Rights, firms: Firms) -> pl.DataFrame:
    """Grant, lapse and transfer of each right with its day, as far as it has come."""
    today = day(AS_OF)
    granted = ~rights.refused & (rights.granted <= today)
    lapsed = granted & (rights.lapsed <= today)
    moved = ~rights.own & granted
    serial = np.arange(rights.owner.size) - np.searchsorted(rights.owner, rights.owner, side="left")
    parts = [
        (np.flatnonzero(chosen), name, days)
        for name, chosen, days in (("granted", granted, rights.granted), ("lapsed", lapsed, rights.lapsed),
            ("transferred_in", moved, rights.acquired))
    ]  # fmt: skip
    at = np.concatenate([rows for rows, _, _ in parts])
    number = pl.select(
        pl.format("合成-{}-{}", firms.codes.gather(rights.owner[at]), pl.Series(serial[at] + 1))
    ).to_series()
    names = [name for rows, name, _ in parts for _ in range(rows.size)]
    days = np.concatenate([days[rows] for rows, _, days in parts])
    return pl.DataFrame({"right_no": number, "event": pl.Series(names, dtype=pl.String), "on": dates(days)})


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
