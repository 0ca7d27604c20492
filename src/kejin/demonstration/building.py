"""The whole demonstration, for a database that holds nothing else. Begun again, it goes on where it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.diary import Diary, Progress
from kejin.demonstration.filings import filings
from kejin.demonstration.financings import POOL_BOOK, Fate, Financing, Plan, financing
from kejin.demonstration.firms import Firm, register
from kejin.demonstration.lists import Listed, announced, on_notice
from kejin.demonstration.players import HOUSES, OFFICE, Cast, first_day, found_office, gather
from kejin.demonstration.pledges import pledge
from kejin.demonstration.subsidies import BUDGET_BOOK, DECISION, NOTICE_DAYS, PROGRAMME, Office, payment
from kejin.demonstration.tapes import months_until, tapes
from kejin.facts import FactSet

# Nine months of business. Some firms come in its first days, so that losses and subsidies reach their ends; some over
# all of it; and a third in its last weeks, so that financings stand at every step in the end.
_LENGTH = timedelta(days=265)
_LATE = timedelta(days=21)
_FILED_BEFORE = timedelta(days=28)
_LENDERS = ("bank", "branch", "bank2")
_REPAYMENTS = ("bullet", "equal_principal", "equal_instalment")
_FATES = (
    Fate.PAID,
    Fate.SUBSIDISED,
    Fate.DEFAULTED,
    Fate.REFUSED,
    Fate.SUBSIDISED,
    Fate.PAID,
    Fate.WITHDRAWN,
)
# A list that has come to its end, and one that is open: so many days before the last one.
_LISTS = ((announced, 60), (on_notice, 10))
_POOL_FEN, _BUDGET_FEN = 50_000_000_00, 30_000_000_00
_TWO_ABOVE_FEN = 5_000_000_00


DAYS = _LENGTH.days
"""How many days of business there are."""


@dataclass(frozen=True, slots=True)
class Built:
    """What there is in the end.

    Attributes:
        day: The business day that is open.
        people: Login names, each with the organisation that the person acts for.
    """

    day: date
    people: Mapping[str, str]


def build(
    firms: Sequence[Firm],
    until: date,
    progress: Progress,
    *,
    facts: FactSet | None = None,
    lists: Sequence[Listed] = (),
) -> Built:
    """Nine months of business up to a day, all by acts of the records.

    Args:
        firms: The enterprises that take part.
        until: The business day that is open in the end.
        progress: Told how far it is.
        facts: What the office files about them, towards the end; nothing where there is none.
        lists: What the office puts on public notice: the first is announced, the second still open in the end.

    Raises:
        RefusedError: The records were founded for something else; nothing was changed.
    """
    founding = first_day(until - _LENGTH)
    administrator = found_office(founding)
    cast = gather(administrator)
    _open_books(Script("books"), cast)
    diary = Diary(cast.of("office", "handler"), founding)
    office = Office(diary, cast)
    diary.begin(founding, payment(Script("payment"), office))
    diary.begin(founding, tapes(Script("tapes"), cast, months_until(until)))
    chiefs: dict[str, str] = {}
    actors: list[Actor] = []
    for place, firm in enumerate(firms):
        username = f"firm{place + 1:03d}.cfo"
        chief = register(Script(f"firm-{place + 1}"), cast, firm, username=username)
        chiefs[username] = firm.name
        actors.append(chief)
        _begin(office, firm, chief, at=(place, len(firms)))
    if facts is not None:
        diary.begin(until - _FILED_BEFORE, filings(Script("filings"), cast, facts, chiefs=actors))
    for place, (listed, (story, days)) in enumerate(zip(lists, _LISTS, strict=False)):
        diary.begin(until - timedelta(days=days), story(Script(f"list-{place + 1}"), cast, listed))
    diary.run(until, progress)
    return Built(diary.today, _people(cast, chiefs))


def _open_books(script: Script, cast: Cast) -> None:
    """A pool and a budget with money in them, a programme, and from which amount on two people approve."""
    for house, book, kind, fen in (
        ("pool", (POOL_BOOK, "演示风险补偿资金池", "pool"), "pool.contribution", _POOL_FEN),
        ("office", (BUDGET_BOOK, "演示贴息预算", "budget"), "budget.appropriation", _BUDGET_FEN),
    ):
        code, name, template = book
        script.act(
            cast.of(house, "administrator"), "ledger.open_book", book=code, name=name, template=template
        )
        script.act(
            cast.of(house, "treasurer"),
            "ledger.post",
            reason="首期出资",
            book=code,
            kind=kind,
            amount_minor=fen,
        )
    decision, amount = DECISION
    script.act(
        cast.of("office", "administrator"), "subsidy.open_programme", programme=PROGRAMME, name="演示贷款贴息",
        book=BUDGET_BOOK, decision=decision, amount=amount, notice_days=NOTICE_DAYS,
    )  # fmt: skip
    limits = (
        *((lender, "financing") for lender in _LENDERS),
        ("pool", "compensation"),
        ("office", "subsidy"),
    )
    for house, kind in limits:
        script.act(
            cast.of(house, "administrator"), "approval.set_limit", reason="演示内控制度", kind=kind,
            above_minor=_TWO_ABOVE_FEN,
        )  # fmt: skip


def _begin(office: Office, firm: Firm, chief: Actor, *, at: tuple[int, int]) -> None:
    """Enter the stories of a firm, at its place among so many, into the diary."""
    place, count = at
    diary = office.diary
    fate, lender = _FATES[place % len(_FATES)], _LENDERS[place % len(_LENDERS)]
    if fate is Fate.SUBSIDISED and not firm.subsidised:
        fate = Fate.PAID
    plan = Plan(firm, lender, _REPAYMENTS[place % len(_REPAYMENTS)], fate)
    day = diary.today + _delay(place, count)
    diary.begin(day, financing(Financing(Script(f"financing-{place + 1}"), office, plan, chief)))
    if firm.rights and place % 4 == 0:
        sides = (chief, office.cast.of(lender, "handler"))
        diary.begin(day + timedelta(days=14), pledge(Script(f"pledge-{place + 1}"), diary, firm, sides=sides))


def _delay(place: int, count: int) -> timedelta:
    """After how many days the need of the firm at a place comes up."""
    third, rest = divmod(place * 3, max(count, 1))
    share = rest / max(count, 1)
    if third == 0:
        return timedelta(days=place)
    if third == 1:
        return _LENGTH * share
    return _LENGTH - _LATE * (1 - share)


def _people(cast: Cast, chiefs: Mapping[str, str]) -> Mapping[str, str]:
    houses = {"office": OFFICE, **{house.short: house.name for house in HOUSES}}
    people = {actor.username: houses[house] for house, team in cast.houses.items() for actor in team.values()}
    return {**people, **chiefs}
