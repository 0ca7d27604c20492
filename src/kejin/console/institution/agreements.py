"""The sharing agreements that a loss may be claimed under, and the facts that each of them asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kejin.console.institution.lending import plain_yuan
from kejin.facts import Fact, FactKind, Grain, Label, dictionary
from kejin.packs import load_packs
from kejin.policy import Dates, InputKind
from kejin.records.financing.models import Claim, Contract
from kejin.records.statements.book_on_record import KNOWN
from kejin.risk import Agreement, Arrangement, agreements_in_force
from kejin.risk.citing import names_of
from kejin.web.fields import Field, Shape
from kejin.web.words import word

_FLAGS = ("true", "false")
_LOAN_KEYS = ("loan_id", "enterprise_id", "institution_id")
_GRAINS = (Grain.ENTERPRISE, Grain.LOAN, Grain.INSTITUTION_YEAR)


@dataclass(frozen=True, slots=True)
class Offered:
    """An agreement in force: its key, its words."""

    key: str
    label: Label


@lru_cache(maxsize=8)
def pool_agreements(law: date) -> tuple[Offered, ...]:
    """The agreements in force on a day by which a pool, and nobody else, bears part of a lender's loss."""
    ruleset = load_packs().compile(Dates(law, law, law))
    found = []
    for key, (_, document) in agreements_in_force(ruleset).items():
        arrangement = Arrangement.of(ruleset, [key])
        (agreement,) = arrangement.agreements
        takers = {arrangement.parties[taker.party].kind for taker in agreement.takers}
        if arrangement.parties[agreement.bearer].kind == "lender" and takers <= {"pool"}:
            found.append(Offered(key, document.label.label))
    return tuple(sorted(found, key=lambda one: one.key))


@lru_cache(maxsize=32)
def facts_asked(agreement: str, law: date) -> tuple[tuple[Grain, Fact], ...]:
    """The facts that an agreement's rules, shares, limits and stop lines read, in the order of the rules."""
    ruleset = load_packs().only([agreement.partition(".")[0]]).compile(Dates(law, law, law))
    arrangement = Arrangement.of(ruleset, [agreement])
    names = [name for one in arrangement.agreements for name in _names(arrangement, one)]
    found = {
        node.name: (node.grain, dictionary()[node.leaf])
        for node in ruleset.closure([name for name in names if name])
        if node.kind is InputKind.FACT and node.grain in _GRAINS and node.leaf in dictionary()
    }
    return tuple((Grain(str(grain)), fact) for grain, fact in found.values())


@lru_cache(maxsize=32)
def facts_supposed(agreement: str, law: date) -> tuple[tuple[Grain, Fact], ...]:
    """The facts that an agreement reads of a loan before it turns bad, and that the records do not hold themselves."""
    ruleset = load_packs().only([agreement.partition(".")[0]]).compile(Dates(law, law, law))
    found = {
        node.name: (Grain(str(node.grain)), dictionary()[node.leaf])
        for node in ruleset.closure(names_of(Arrangement.of(ruleset, [agreement])))
        if node.kind is InputKind.FACT and node.grain in _GRAINS and node.leaf in dictionary()
    }
    return tuple((grain, fact) for grain, fact in found.values() if fact.name not in KNOWN)


def fact_field(grain: Grain, fact: Fact, *, suggested: str, hint: Label) -> Field:
    """A field for a fact, which may be left empty."""
    return Field(
        f"{grain.value}.{fact.name}",
        fact.label,
        _shape(fact),
        _options(fact),
        hint,
        required=False,
        suggested=suggested,
    )


def fact_text(fact: Fact, value: object) -> str:
    """What was typed for a fact, as the text that facts are given by."""
    return _text(fact, value)


def typed_text(text: str) -> str:
    """A fact's text as it would be typed into its field."""
    return text.removesuffix("元").removesuffix("%").strip()


def _names(arrangement: Arrangement, agreement: Agreement) -> Iterator[str]:
    names = agreement.names
    yield from (names.covers, names.when, names.covered, names.opens, names.years, names.ceiling)
    yield from (taker.share for taker in agreement.takers)
    for limit in arrangement.limits:
        yield from (limit.amount, limit.share)
    for stop in arrangement.stop_lines:
        yield from (stop.share, stop.over, stop.reported)


def fact_fields(agreement: str, law: date, contract: Contract) -> tuple[Field, ...]:
    """A field for each fact that the agreement asks for; what contract or an earlier claim says stands there."""
    known = _known(contract) | _of_the_year(_earlier(contract))
    return tuple(
        Field(
            f"{grain.value}.{fact.name}", fact.label, _shape(fact), _options(fact),
            word(f"institution.of_{grain.value}"), required=False, suggested=known.get(fact.name, ""),
        )
        for grain, fact in facts_asked(agreement, law)
        if fact.name not in _LOAN_KEYS
    )  # fmt: skip


def given_facts(
    values: Mapping[str, object], contract: Contract, year: int
) -> dict[Grain, list[dict[str, str | None]]]:
    """The facts of a claim as texts, by grain: what was filled in, with the keys of the contract."""
    code, earlier = contract.financing.enterprise.credit_code or "", _earlier(contract)
    institution = _institution(earlier) or f"org-{contract.institution_id}"
    rows: dict[Grain, dict[str, str | None]] = {
        Grain.ENTERPRISE: {"enterprise_id": code},
        Grain.LOAN: {
            "loan_id": contract.number, "enterprise_id": code, "institution_id": institution,
            "loan_signed_on": contract.signed_on.isoformat(),
        },
        Grain.INSTITUTION_YEAR: {"institution_id": institution, "year": str(year), "institution_kind": "bank"},
    }  # fmt: skip
    for name, value in values.items():
        grain, point, fact = name.partition(".")
        if point and value is not None:
            rows[Grain(grain)][fact] = _text(dictionary()[fact], value)
    return {grain: [row] for grain, row in rows.items()}


def _known(contract: Contract) -> dict[str, str]:
    return {
        "loan_principal_fen": plain_yuan(contract.offer.principal_minor),
        "loan_signed_on": contract.signed_on.isoformat(),
        "loan_mode": "bank",
    }


def _earlier(contract: Contract) -> Claim | None:
    """The institution's latest claim. What it said of itself is said again: two claims may not say it differently."""
    mine = Claim.objects.filter(financing__institution_id=contract.institution_id)
    return mine.select_related("act").order_by("-pk").first()


def _institution(claim: Claim | None) -> str:
    loans = claim.facts.get(Grain.LOAN.value, []) if claim is not None else []
    return str(loans[0].get("institution_id") or "") if loans else ""


def _of_the_year(claim: Claim | None) -> dict[str, str]:
    rows = claim.facts.get(Grain.INSTITUTION_YEAR.value, []) if claim is not None else []
    return {name: str(text).removesuffix("元") for row in rows for name, text in row.items() if text}


def _shape(fact: Fact) -> Shape:
    shapes = {
        FactKind.MONEY: Shape.MONEY,
        FactKind.DATE: Shape.DAY,
        FactKind.RATIO: Shape.PERCENT,
        FactKind.FLAG: Shape.CHOICE,
        FactKind.CHOICE: Shape.CHOICE,
        FactKind.COUNT: Shape.COUNT,
    }
    return shapes.get(fact.kind, Shape.LINE)


def _options(fact: Fact) -> tuple[tuple[str, Label], ...]:
    if fact.kind is FactKind.FLAG:
        return tuple((value, word("web.yes" if value == "true" else "web.no")) for value in _FLAGS)
    return tuple((choice.code, choice.label) for choice in fact.choices)


def _text(fact: Fact, value: object) -> str:
    if fact.kind is FactKind.MONEY and isinstance(value, int):
        return f"{plain_yuan(value)}元"
    if fact.kind is FactKind.RATIO and isinstance(value, int):
        whole, part = divmod(value, 10_000_000)
        return f"{whole}.{part:07d}%"
    return value.isoformat() if isinstance(value, date) else str(value)


__all__ = [
    "Offered",
    "fact_field",
    "fact_fields",
    "fact_text",
    "facts_asked",
    "facts_supposed",
    "given_facts",
    "pool_agreements",
    "typed_text",
]
