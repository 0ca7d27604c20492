"""Talents of enterprises; technology-finance advisers (科技金融特派员), their stations and whom they visited."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import (
    PROVINCE,
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    masked,
    pick,
    words,
)
from kejin.enterprises.synthetic.world import AS_OF, BANKS, CITIES, INVESTORS

STATIONS = 100
"""Stations of the whole province, each with one adviser from a bank and one from an equity fund."""
_GRADES = ("none", "city", "provincial", "national")
_ROLES = ("founder", "chief_engineer", "researcher", "manager")
_SUBJECTS = ("loan", "equity", "ip_pledge", "insurance", "policy")
_VISITED = 0.04
_SINCE_DAYS = 540


def talents(firms: Firms, streams: Streams, *, grade: pl.Series, founder: pl.Series) -> pl.DataFrame:
    """Persons of note: the graded one that the enterprise's grade rests on, and others without a grade.

    Args:
        firms: The enterprises.
        streams: The block's streams.
        grade: The highest grade of each enterprise, as its facts say.
        founder: Whether a high-level talent founded it, as its facts say; null where unknown.
    """
    draw = streams.of("talents")
    graded = (grade != "none").to_numpy()
    others = draw.poisson(np.where(firms.research, 0.5 * np.exp(0.3 * firms.vigour), 0.05))
    owner = np.repeat(np.arange(firms.count), graded + np.minimum(others, 12))
    serial = np.arange(owner.size) - np.searchsorted(owner, owner, side="left") + 1
    leads: Truth = (serial == 1) & graded[owner]
    founded = founder.fill_null(value=False).to_numpy()[owner]
    grades = grade.replace_strict(list(_GRADES), list(range(len(_GRADES))), return_dtype=pl.Int64).to_numpy()
    founds: Truth = leads & founded
    role = np.where(founds, 0, 1 + pick(draw, (2, 6, 2), owner.size))
    age = np.maximum(day(AS_OF) - firms.founded[owner], 1)
    joined = firms.founded[owner] + np.where(founds, 0, (age * draw.random(owner.size)).astype(np.int64))
    return pl.DataFrame({
        "talent_id": pl.select(
            pl.format("合成人才-{}-{}", firms.codes.gather(owner), pl.Series(serial))
        ).to_series(),
        "enterprise_id": firms.codes.gather(owner),
        "grade": words(_GRADES, np.where(leads, grades[owner], 0)),
        "role": words(_ROLES, role),
        "degree": words(("doctor", "master", "bachelor"), pick(draw, (3, 4, 3), owner.size)),
        "joined_on": dates(joined),
        "holds_equity": pl.Series(founds | chance(draw, 0.25, owner.size)),
    })  # fmt: skip


def advisers(seed: int) -> pl.DataFrame:
    """The registry, which belongs to no block: two advisers at each station, stations where the enterprises are."""
    draw = Streams(seed, PROVINCE).of("advisers")
    city = np.repeat(_station_cities(), 2)
    kind = np.tile([0, 1], STATIONS)
    bank, fund = draw.integers(0, len(BANKS), city.size), draw.integers(0, len(INVESTORS), city.size)
    employer = [BANKS[b] if k == 0 else INVESTORS[f] for k, b, f in zip(kind, bank, fund, strict=True)]
    return pl.DataFrame({
        "adviser_id": [f"合成特派员{number:03d}" for number in range(1, city.size + 1)],
        "kind": words(("bank", "equity_fund"), kind),
        "institution_id": pl.Series(employer, dtype=pl.String),
        "station_id": [f"合成工作站{1 + number // 2:03d}" for number in range(city.size)],
        "city_code": words([one.code for one in CITIES], city),
        "since": dates(day(AS_OF) - draw.integers(200, 1_000, city.size)),
        "visits_per_month": pl.Series(draw.integers(4, 13, city.size)),
    })  # fmt: skip


def _station_cities() -> Whole:
    """Stations by the cities' share of enterprises: each city its whole number, what is left to the largest rests."""
    share = np.array([one.weight for one in CITIES]) / sum(one.weight for one in CITIES) * STATIONS
    whole = np.floor(share).astype(np.int64)
    rest = np.argsort(whole - share, kind="stable")[: STATIONS - int(whole.sum())]
    whole[rest] += 1
    return np.repeat(np.arange(len(CITIES)), whole)


def visits(firms: Firms, streams: Streams, *, ceased: Whole) -> pl.DataFrame:
    """Which enterprises of the block were visited by an adviser of their city since 2025, about what, to what end."""
    draw = streams.of("visits")
    cities = np.repeat(_station_cities(), 2)
    first = np.searchsorted(cities, np.arange(len(CITIES)), side="left")
    number = np.bincount(cities, minlength=len(CITIES))
    likely = _VISITED * np.exp(0.3 * firms.vigour) * (number[firms.city] > 0)
    often = np.where(chance(draw, likely, firms.count), 1 + draw.poisson(1.0, firms.count), 0)
    owner = np.repeat(np.arange(firms.count), often)
    on = day(AS_OF) - draw.integers(0, _SINCE_DAYS, owner.size)
    there = (on >= firms.founded[owner]) & (on < ceased[owner])
    owner, on = owner[there], on[there]
    rows = owner.size
    adviser = first[firms.city[owner]] + (draw.random(rows) * number[firms.city[owner]]).astype(np.int64)
    result = pick(draw, (55, 25, 12, 8), rows)
    return pl.DataFrame({
        "adviser_id": pl.select(
            pl.format("合成特派员{}", pl.Series(adviser + 1).cast(pl.String).str.zfill(3))
        ).to_series(),
        "enterprise_id": firms.codes.gather(owner),
        "visited_on": dates(on),
        "way": words(("on_site", "online"), pick(draw, (7, 3), rows)),
        "subject": words(_SUBJECTS, pick(draw, (40, 20, 15, 10, 15), rows)),
        "result": words(("advised", "referred", "applied", "financed"), result),
        "financed_fen": masked((1 + draw.poisson(30, rows)).astype(np.int64) * 10_000_000, result == 3),
    })  # fmt: skip
