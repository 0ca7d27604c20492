"""CEG and CEC: guarantees and collateral for other contracts, worked out from those contracts' own states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kejin.errors import TermsError
from kejin.instruments.actus.maturing import maturity_of
from kejin.instruments.actus.maturity_contracts import run_maturity_contract
from kejin.instruments.actus.observing import Observations, ObservedEvent
from kejin.instruments.actus.reading import Terms, counted_day, midnight
from kejin.instruments.actus.rows import EnhancementRow
from kejin.instruments.actus.terms import Basics, ContractTerms, Fees, Trade
from kejin.instruments.conventions import cycle_dates, year_fraction
from kejin.instruments.events import EventKind


@dataclass(frozen=True, slots=True)
class Covered:
    """A contract that is covered: by its terms, or by its name alone.

    Attributes:
        identity: Its contractID.
        terms: Its terms, where they are given.
        market_object: The code under which its market value is observed.
    """

    identity: str
    terms: ContractTerms | None
    market_object: str | None


@dataclass(frozen=True, slots=True)
class Enhancement:
    """The terms of a guarantee or a collateral; attributes are ACTUS terms in Python's spelling."""

    basics: Basics
    covered: tuple[Covered, ...]
    covering: tuple[str | None, ...]
    notional_principal: float | None
    coverage: float
    exposure: str
    events_covered: frozenset[str]
    maturity_date: datetime | None
    terms: Terms

    @classmethod
    def of(cls, terms: Terms) -> "Enhancement":
        """The terms, from ACTUS JSON.

        Raises:
            TermsError: A term is missing or cannot be read.
        """
        references = terms.raw.get("contractStructure") or []
        coverage = terms.number("coverageOfCreditEnhancement")
        covered_events = terms.raw.get("creditEventTypeCovered") or "DF"
        if isinstance(covered_events, str):
            covered_events = covered_events.strip("[]").replace(",", " ").split()
        return cls(
            Basics.of(terms),
            tuple(_covered(each, terms.where) for each in references if each.get("referenceRole") == "COVE"),
            tuple(
                each["object"].get("marketObjectCode")
                for each in references
                if each.get("referenceRole") == "COVI"
            ),
            terms.number("notionalPrincipal"),
            1.0 if coverage is None else coverage,
            terms.text("guaranteedExposure") or "NO",
            frozenset(covered_events),
            terms.time("maturityDate"),
            terms,
        )

    def maturity(self) -> datetime:
        """When cover ends: as stated, else with the last of the covered contracts.

        Raises:
            TermsError: Neither says.
        """
        if self.maturity_date is not None:
            return self.maturity_date
        ends = [maturity_of(each.terms) for each in self.covered if each.terms is not None]
        known = [end for end in ends if end is not None]
        if not known:
            raise TermsError(
                "cover has no end", expected="a maturityDate, here or of a covered contract",
                where=f"{self.terms.where}: maturityDate",
            )  # fmt: skip
        return max(known)


def run_enhancement(terms: Terms, seen: Observations, until: datetime | None) -> list[EnhancementRow]:
    """Every event of a guarantee or a collateral, with the state after it.

    Args:
        terms: The contract, of type CEG or CEC.
        seen: Market data, and the credit events of the covered contracts.
        until: The last time that is looked at; None for the contract's whole life.

    Raises:
        TermsError: A term is missing or cannot be read.
        ObservationError: Market data is missing.
    """
    enhancement = Enhancement.of(terms)
    rows = [*_before(enhancement, seen), *_end(enhancement, seen)]
    status = enhancement.basics.status_date
    return [row for row in rows if row.time > status and (until is None or row.time <= until)]


def _before(enhancement: Enhancement, seen: Observations) -> Iterator[EnhancementRow]:
    """Purchase and fees, until cover ends or is claimed."""
    terms, basics = enhancement.terms, enhancement.basics
    trade, ends = Trade.of(terms), _claim(enhancement, seen)
    last = ends.time if ends is not None else enhancement.maturity()
    if trade.purchase_date is not None:
        covered = basics.sign * _amount(enhancement, seen, trade.purchase_date)
        price = -basics.sign * trade.price_at_purchase
        yield EnhancementRow(trade.purchase_date, EventKind.PRD, price, basics.currency, covered)
    yield from (row for row in _fees(enhancement, seen) if row.time <= last)


def _fees(enhancement: Enhancement, seen: Observations) -> Iterator[EnhancementRow]:
    terms, basics, fees = enhancement.terms, enhancement.basics, Fees.of(enhancement.terms)
    if not fees.rate or fees.anchor is None:
        return
    sticks = basics.dates.sticks_to_month_end
    end = enhancement.maturity().date()
    days = cycle_dates(fees.anchor, fees.cycle, end, end_of_month=sticks) if fees.cycle else [fees.anchor]
    before = counted_day(basics.status_date)
    for day in days:
        moment = basics.dates.moment(day)
        covered = _amount(enhancement, seen, midnight(moment.paid))
        amount = fees.rate
        if fees.basis == "N":
            count = terms.needed("dayCountConvention", basics.day_count)
            amount = fees.rate * covered * float(year_fraction(count, before, moment.counted))
        before = moment.counted
        yield EnhancementRow(
            midnight(moment.paid), EventKind.FP, basics.sign * amount, basics.currency, basics.sign * covered
        )


def _end(enhancement: Enhancement, seen: Observations) -> Iterator[EnhancementRow]:
    """The claim and its settlement, or the maturity without one."""
    basics, claim = enhancement.basics, _claim(enhancement, seen)
    if claim is None:
        yield EnhancementRow(enhancement.maturity(), EventKind.MD, 0.0, basics.currency, 0.0)
        return
    amount = basics.sign * _amount(enhancement, seen, claim.time)
    yield EnhancementRow(claim.time, EventKind.XD, 0.0, basics.currency, amount, amount, claim.time)
    period = enhancement.terms.cycle("settlementPeriod")
    due = period.after(claim.time.date()) if period is not None else claim.time.date()
    paid = midnight(basics.dates.moment(due).paid)
    yield EnhancementRow(paid, EventKind.STD, amount, basics.currency, 0.0, amount, claim.time)


def _claim(enhancement: Enhancement, seen: Observations) -> ObservedEvent | None:
    """The first covered credit event of a covered contract while there is cover."""
    names = {each.identity for each in enhancement.covered}
    for event in seen.of_kind("CE"):
        performance = event.states.get("contractPerformance")
        within = enhancement.basics.status_date < event.time <= enhancement.maturity()
        if event.contract in names and performance in enhancement.events_covered and within:
            return event
    return None


def _amount(enhancement: Enhancement, seen: Observations, time: datetime) -> float:
    """What cover is worth at a time: its share of the exposure, and no more than what covers it."""
    if enhancement.notional_principal is not None:
        exposure = enhancement.notional_principal
    else:
        exposure = sum(_exposure(each, enhancement, seen, time=time) for each in enhancement.covered)
    amount = enhancement.coverage * exposure
    if enhancement.basics.kind == "CEC":
        amount = min(amount, sum(seen.at(code, time) for code in enhancement.covering))
    return amount


def _exposure(covered: Covered, enhancement: Enhancement, seen: Observations, *, time: datetime) -> float:
    """Of one covered contract: its notional (NO), that with accrued interest (NI), or its market value (MV)."""
    if enhancement.exposure == "MV":
        return seen.at(covered.market_object, time)
    if covered.terms is None:
        raise TermsError(
            "the exposure of a covered contract is not known", expected="its terms, or a notionalPrincipal here",
            found=covered.identity, where=f"{enhancement.terms.where}: contractStructure",
        )  # fmt: skip
    look = Observations(seen.series, [ObservedEvent(time, "AD", 0.0)])
    row = run_maturity_contract(covered.terms, look, time)[-1]
    return abs(row.notional_principal) + (abs(row.accrued_interest) if enhancement.exposure == "NI" else 0.0)


def _covered(reference: Mapping[str, Any], where: str) -> Covered:
    kept = reference.get("object") or {}
    if isinstance(kept, str):
        kept = {"contractIdentifier": kept}
    names = ("contractID", "contractIdentifier", "legalEntityIdentifier")
    identity = next((str(kept[name]) for name in names if kept.get(name)), "")
    terms = Terms(kept, f"{where} / {identity}")
    whole = ContractTerms.of(terms) if reference.get("referenceType") == "CNT" else None
    return Covered(identity, whole, terms.text("marketObjectCode"))
