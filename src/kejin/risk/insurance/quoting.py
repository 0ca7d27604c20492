"""From a cover's file to its price: claims, credible experience, premium, the pool's parts, and a look back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kejin.errors import RiskError
from kejin.money import parse_yuan
from kejin.risk.agreements import Arrangement
from kejin.risk.insurance.aggregate import Aggregate, compound
from kejin.risk.insurance.cover_file import CoverFile, ExperienceDocument, fen
from kejin.risk.insurance.credibility import Credibility, buhlmann_straub
from kejin.risk.insurance.frequency import Exactly, Frequency, NegativeBinomial, Poisson
from kejin.risk.insurance.pool import Member, Part, parts
from kejin.risk.insurance.premium import Priced, price, surprise
from kejin.risk.insurance.severity import Severity
from kejin.risk.insurance.tails import Tail

UNLIKELY = 0.01
"""A year that the model has less often than this is flagged."""


@dataclass(frozen=True, slots=True)
class PastYear:
    """A year that happened, beside what the model makes of it: how likely it is that bad or worse."""

    year: int
    insured_fen: int
    claims_fen: int
    premium_fen: int | None
    expected_fen: int
    chance: float

    @property
    def flagged(self) -> bool:
        """Whether the model hardly has such a year."""
        return self.chance < UNLIKELY

    @property
    def loss_ratio(self) -> float | None:
        """Claims over premium, where one is stated."""
        return self.claims_fen / self.premium_fen if self.premium_fen else None


@dataclass(frozen=True)
class Quote:
    """A priced cover with all that stands behind it.

    Attributes:
        document: The file.
        priced: The year and the premium.
        credibility: Of the experience; None without any.
        place: Of the group that is priced, among the experience's.
        factor: What credible experience does to the expected claims.
        past: The group's own years.
        parts: By member of the pool; empty without an agreement.
        tail: The fitted tail; None where none was fitted.
        insured_fen: The sum insured, as stated or as the book has it; None where nobody says.
    """

    document: CoverFile
    priced: Priced
    credibility: Credibility | None
    place: int
    factor: float
    past: tuple[PastYear, ...]
    parts: tuple[Part, ...]
    tail: Tail | None
    insured_fen: int | None


def quote(
    document: CoverFile,
    claims: tuple[Frequency, Severity],
    *,
    members: Sequence[Member] = (),
    tail: Tail | None = None,
    insured_fen: int | None = None,
) -> Quote:
    """The price of a cover. Raises `RiskError` for claims, experience or members that do not hold together."""
    cover, loads = document.cover.cover(), document.loads.loads()
    experience = document.experience
    credibility = _credibility(experience) if experience is not None else None
    place = list(experience.groups).index(experience.group) if experience is not None else 0
    factor = 1.0
    if credibility is not None and credibility.collective > 0:
        factor = float(credibility.premium[place] / credibility.collective)
    priced = price(*claims, cover, loads=loads, experience=factor)
    most = round(cover.year_limit) if np.isfinite(cover.year_limit) else None
    shared = parts(priced, members, most_fen=most, loads=loads) if members else []
    past = _past(document, priced) if experience is not None else ()
    insured = parse_yuan(document.insured) if document.insured else insured_fen
    return Quote(document, priced, credibility, place, factor, past, tuple(shared), tail, insured)


def _credibility(experience: ExperienceDocument) -> Credibility | None:
    """Credibility of claims over insured; None where one group alone has no others to stand among."""
    groups = list(experience.groups.values())
    if len(groups) < 2:
        return None
    years = sorted({year.year for group in groups for year in group})
    weights = np.full((len(groups), len(years)), np.nan)
    ratios = weights.copy()
    for row, group in enumerate(groups):
        for year in group:
            insured = fen(year.insured)
            if insured > 0:
                column = years.index(year.year)
                weights[row, column], ratios[row, column] = insured, fen(year.claims) / insured
    return buhlmann_straub(ratios, weights)


def _past(document: CoverFile, priced: Priced) -> tuple[PastYear, ...]:
    """The group's years: the model's number of claims scaled to what was insured then."""
    experience = document.experience
    if experience is None:
        return ()
    insured_now = fen(document.insured) if document.insured else 0.0
    if insured_now <= 0:
        raise RiskError("A look back needs what is insured", expected="insured: an amount above 0")
    cover = document.cover.cover()
    found = []
    for year in experience.groups[experience.group]:
        scale = fen(year.insured) / insured_now
        model = _of_size(priced, scale).layer(cover.year_deductible, cover.year_limit)
        found.append(
            PastYear(
                year=year.year,
                insured_fen=parse_yuan(year.insured),
                claims_fen=parse_yuan(year.claims),
                premium_fen=parse_yuan(year.premium) if year.premium else None,
                expected_fen=round(model.mean),
                chance=surprise(model, fen(year.claims)),
            )
        )
    return tuple(found)


def _of_size(priced: Priced, scale: float) -> Aggregate:
    """The model's year for another volume: so many times as many claims, the contagion unchanged."""
    frequency = priced.frequency
    if isinstance(frequency, NegativeBinomial):
        number: Frequency = NegativeBinomial(frequency.mean * scale, frequency.contagion)
    elif isinstance(frequency, Exactly):
        number = Exactly(round(frequency.number * scale))
    else:
        number = Poisson(frequency.mean * scale)
    return compound(number, priced.claim)


def members_of(arrangement: Arrangement, capacities: dict[str, str]) -> list[Member]:
    """The takers of one agreement with the shares that its pack states; `capacities` by the party's own name.

    Raises `RiskError` for a share that is not one for all loans, or a capacity of somebody who is no member.
    """
    (agreement,) = arrangement.agreements
    found = []
    for taker in agreement.takers:
        party = arrangement.parties[taker.party]
        share = _share(arrangement, taker.share)
        name = party.key.rpartition(".")[2]
        capacity = parse_yuan(capacities[name]) if name in capacities else None
        found.append(Member(party.key, party.label, share, capacity))
    strangers = set(capacities) - {member.key.rpartition(".")[2] for member in found}
    if strangers:
        raise RiskError(
            "A capacity of somebody who is no member",
            expected=", ".join(member.key.rpartition(".")[2] for member in found),
            found=", ".join(sorted(strangers)),
        )
    return found


def _share(arrangement: Arrangement, name: str) -> int:
    value = arrangement.ruleset.nodes[name].term.constant if name else None
    if not isinstance(value, int):
        raise RiskError("A member's share is not one for all", expected="a parameter of the pack", found=name)
    return value
