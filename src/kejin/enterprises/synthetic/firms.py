"""Who the enterprises of a block are: code, name, place, industry, birth, and the traits that nobody sees."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    fen,
    logistic,
    pick,
    spread_normal,
    words,
)
from kejin.enterprises.synthetic.world import AS_OF, CITIES, INDUSTRIES, PLATFORMS, PROJECTS
from kejin.identity.scheme import ALPHABET, ORGANISATION_WEIGHTS, VALUES, WEIGHTS

_MARK = "XN"
_PLACES = 6
_ORGANISATION_CHECKS = np.frombuffer(b"0123456789X", dtype=np.uint8)
_LETTERS = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_PROJECT_SIZE = np.log(4e8)
NAME = "合成{}{}{}有限公司"


@dataclass(frozen=True, slots=True)
class Firms:
    """The enterprises of a block, column by column; what is hidden from lenders is in quality, vigour and risk.

    Attributes:
        number: Running number in the province, from 0.
        codes: The credit code, which is the identity too.
        city: Index into `CITIES`.
        district: The six-digit division code.
        platform: The platform or "none".
        industry: Index into `INDUSTRIES`.
        founded: Day of founding, days since 1970.
        quality: How well it is run, standard normal.
        vigour: How much it leans to research, standard normal.
        risk: What drives default beyond the accounts, standard normal, lower with quality.
        niche: How far it leads a niche market, standard normal, higher with quality.
        project: Whether it only holds and runs a project.
        research: Whether it does research year after year.
        size: Log of a full year's revenue in yuan once established.
        private: Whether it is privately held.
    """

    number: Whole
    codes: pl.Series
    city: Whole
    district: pl.Series
    platform: pl.Series
    industry: Whole
    founded: Whole
    quality: Real
    vigour: Real
    risk: Real
    niche: Real
    project: Truth
    research: Truth
    size: Real
    private: Truth

    @property
    def count(self) -> int:
        """How many."""
        return self.number.size

    def of_industry(self, trait: str) -> Real:
        """A number of each enterprise's industry."""
        values: Real = np.array([getattr(one, trait) for one in INDUSTRIES], dtype=np.float64)[self.industry]
        return values

    def word_of_industry(self, trait: str) -> pl.Series:
        """A word of each enterprise's industry."""
        return words([getattr(one, trait) for one in INDUSTRIES], self.industry)


def make_firms(streams: Streams, first: int, count: int) -> Firms:
    """The enterprises numbered `first` and following."""
    place, trait = streams.of("place"), streams.of("traits")
    city = pick(place, [one.weight for one in CITIES], count)
    industry = pick(place, [one.weight for one in INDUSTRIES], count)
    district = _districts(place, city)
    quality, vigour = trait.standard_normal(count), trait.standard_normal(count)
    risk = 0.8 * trait.standard_normal(count) - 0.6 * quality
    age = np.minimum(trait.gamma(1.7, 4.6, count) + 0.05, 34.0)
    founded = (day(AS_OF) - np.rint(age * 365.25)).astype(np.int64)
    shift = np.array([one.size for one in INDUSTRIES])[industry]
    size = (
        np.log(9.8e6)
        + shift
        + 0.75 * np.log1p(age / 4)
        + 1.30 * spread_normal(streams.of("size"), count)
        + 0.25 * quality
    )
    strategic = np.array([one.emerging != "none" for one in INDUSTRIES])[industry]
    project = strategic & chance(trait, PROJECTS, count)
    number = np.arange(first, first + count, dtype=np.int64)
    return Firms(
        number=number,
        codes=credit_codes(city, number),
        city=city,
        district=district,
        platform=_platforms(place, district),
        industry=industry,
        founded=founded,
        quality=quality,
        vigour=vigour,
        risk=risk,
        niche=0.8 * trait.standard_normal(count) + 0.6 * quality,
        project=project,
        research=~project & chance(trait, logistic(2.0 + 0.8 * vigour), count),
        size=np.where(project, np.minimum(size, _PROJECT_SIZE), size),
        private=~chance(trait, 0.04 + 0.10 * (size > np.log(4e8)) + 0.5 * project, count),
    )


def _districts(draw: np.random.Generator, city: Whole) -> pl.Series:
    luck, found = draw.random(city.size), np.empty(city.size, dtype="U6")
    for at, place in enumerate(CITIES):
        here = city == at
        steps = np.cumsum([share for _, share in place.districts])
        chosen = np.searchsorted(steps / steps[-1], luck[here], side="right")
        names = np.array([name for name, _ in place.districts])
        found[here] = names[np.minimum(chosen, names.size - 1)]
    return pl.Series(found, dtype=pl.String)


def _platforms(draw: np.random.Generator, district: pl.Series) -> pl.Series:
    luck = pl.Series(draw.random(district.len()))
    column = pl.lit("none")
    for name, where, share in PLATFORMS:
        column = (
            pl.when((pl.lit(district) == where) & (pl.lit(luck) < share)).then(pl.lit(name)).otherwise(column)
        )
    return pl.select(column).to_series()


def credit_codes(city: Whole, number: Whole) -> pl.Series:
    """Invented codes with right check characters: XN (虚拟, virtual) stands where real ones have digits or MA."""
    rows = number.size
    digits = np.empty((rows, 18), dtype=np.uint8)
    regions = np.array([[int(c) for c in f"{one.code}00"] for one in CITIES], dtype=np.uint8)
    digits[:, 0], digits[:, 1], digits[:, 2:8] = 9, 1, regions[city]
    digits[:, 8], digits[:, 9] = VALUES[_MARK[0]], VALUES[_MARK[1]]
    rest = number.copy()
    for place in range(9 + _PLACES, 9, -1):
        digits[:, place], rest = rest % 31, rest // 31
    values = np.array([int(c, 36) for c in ALPHABET], dtype=np.int64)[digits[:, 8:16]]
    check = (11 - values @ np.array(ORGANISATION_WEIGHTS, dtype=np.int64) % 11) % 11
    digits[:, 16] = np.where(check == 10, VALUES["X"], check)
    total = digits[:, :17].astype(np.int64) @ np.array(WEIGHTS, dtype=np.int64)
    digits[:, 17] = (31 - total % 31) % 31
    return pl.Series(
        np.ascontiguousarray(_LETTERS[digits]).view("S18").ravel().astype("U18"), dtype=pl.String
    )


def identity_columns(firms: Firms, streams: Streams) -> dict[str, pl.Series | Whole | Truth]:
    """What a register says of them."""
    draw = streams.of("register")
    running = pl.Series(firms.number + 1).cast(pl.String).str.zfill(7)
    word, city = firms.word_of_industry("word"), words([one.name for one in CITIES], firms.city)
    name = pl.select(pl.format(NAME, city, word, running)).to_series()
    capital = fen(
        np.rint(np.exp(0.55 * firms.size + 5.6 + 0.6 * draw.standard_normal(firms.count)) / 1e5) * 1e5 + 1e5
    )
    paid = (capital // 100 * np.clip(draw.integers(20, 131, firms.count), 0, 100)).astype(np.int64)
    emerging = firms.word_of_industry("emerging")
    return {
        "enterprise_id": firms.codes,
        "credit_code": firms.codes,
        "enterprise_name": name,
        "founded_on": dates(firms.founded),
        "registered_capital_fen": capital,
        "paid_in_capital_fen": paid,
        "city_code": words([one.code for one in CITIES], firms.city),
        "district_code": firms.district,
        "platform": firms.platform,
        "industry_code": firms.word_of_industry("code"),
        "sme_sector": firms.word_of_industry("sector"),
        "is_manufacturer": firms.word_of_industry("sector") == "industry",
        "key_industry": firms.word_of_industry("key"),
        "strategic_emerging_class": emerging,
        "in_strategic_emerging": emerging != "none",
        "high_tech_services_class": firms.word_of_industry("services"),
        "private_enterprise": firms.private,
        "resident_enterprise": np.ones(firms.count, dtype=np.bool_),
    }
