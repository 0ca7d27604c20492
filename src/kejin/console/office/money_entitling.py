"""Entitling a contract to a subsidy: the programme and the quarter, then the facts that its rule asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.calendars import add_months, month_end
from kejin.console.institution.agreements import fact_field, fact_text, typed_text
from kejin.console.institution.lending import plain_yuan
from kejin.facts import Fact, Grain, Label, dictionary
from kejin.money import format_rate
from kejin.packs import load_packs
from kejin.policy import Dates, InputKind
from kejin.records.actions.performing import Done
from kejin.records.errors import RefusedError
from kejin.records.financing.models import Contract
from kejin.records.subsidies.claiming import Entitle
from kejin.records.subsidies.models import Programme, Subsidy
from kejin.web.acting import ActForm, after, do, may, shown
from kejin.web.fields import Field
from kejin.web.needs import LENDER
from kejin.web.pages import page
from kejin.web.permissions import one_visible
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_GRAINS = (Grain.ENTERPRISE, Grain.LOAN)
_KEYS = ("loan_id", "enterprise_id", "institution_id")
_QUARTERS, _MONTHS = 8, 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day lies in."""
        return cls(date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1))

    @property
    def name(self) -> str:
        """As the records name it."""
        return f"{self.first.year}Q{(self.first.month + 2) // _MONTHS}"

    @property
    def last(self) -> date:
        """Its last day."""
        return month_end(add_months(self.first, _MONTHS - 1))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a contract is about to be entitled to: by which programme, for which quarter, by which day's rules."""

    programme: Programme
    quarter: Quarter
    law: date


@page(LENDER, methods=("GET", "POST"))
def entitle(request: PageRequest, number: int) -> HttpResponseBase:
    """Entitle a contract: first the programme and quarter (`?programme=`, `?quarter=`, `?law=`), then the facts."""
    one_visible(request.visitor, Contract, number)
    contract = Contract.objects.select_related("offer", "financing__enterprise").get(pk=number)
    today = request.visitor.day
    if today is None or not may(request.visitor, Entitle):
        raise RefusedError("A handler of the lender entitles", "wrong_party", kept="Nothing was recorded.")
    quarters = _quarters(contract, today)
    chosen = _chosen(request, quarters, today)
    context: dict[str, Any] = {
        "contract": contract,
        "programmes": Programme.objects.order_by("code"),
        "quarters": [one.name for one in quarters],
        "had": set(Subsidy.objects.filter(contract=contract).values_list("quarter", flat=True)),
        "chosen": chosen,
        "law": chosen.law if chosen is not None else today,
    }
    refused = None
    if chosen is not None:
        form = entitle_form(contract, chosen)
        if request.method == "POST":
            done = do(request, form)
            if isinstance(done, Done):
                made = Subsidy.objects.get(contract=contract, quarter=chosen.quarter.name)
                return after(done, reverse("subsidy", args=[made.pk]), Entitle.code)
            refused = done
        context["forms"] = shown([form], instead=refused)
    return render(request, "console/money/entitle.html", context, status=200 if refused is None else 409)


def entitle_form(contract: Contract, chosen: Chosen) -> ActForm:
    """The form of the act: a field for each fact that the programme's rule reads."""
    policy = chosen.programme.decision.partition(".")[0]
    asked = facts_of_rule(policy, chosen.programme.decision, chosen.programme.amount, law=chosen.law)
    known = _known(contract, chosen)
    fields = tuple(_field(grain, fact, known) for grain, fact in asked if fact.name not in _KEYS)

    def build(values: Mapping[str, Any]) -> Entitle:
        return Entitle(
            programme=chosen.programme.code, contract_number=contract.number, quarter=chosen.quarter.name,
            law_date=chosen.law, facts=_given(contract, values),
        )  # fmt: skip

    return ActForm(Entitle, fields, build, note=word("money.entitle_note"))


@lru_cache(maxsize=32)
def facts_of_rule(policy: str, decision: str, amount: str, *, law: date) -> tuple[tuple[Grain, Fact], ...]:
    """The facts of loan and enterprise that a decision and its amount read, in the order of the rules."""
    ruleset = load_packs().only([policy]).compile(Dates(law, law, law))
    found = next((one for one in ruleset.decisions if one.key == decision), None)
    if found is None:
        raise RefusedError("The programme's rule is not in force on this day", "not_ruled", found=decision)
    names = [found.root, *(name for name in found.amounts if name.rpartition(".")[2] == amount)]
    nodes = ruleset.closure(names)
    return tuple(
        (Grain(str(node.grain)), dictionary()[node.leaf])
        for node in nodes
        if node.kind is InputKind.FACT and node.grain in _GRAINS and node.leaf in dictionary()
    )


def _field(grain: Grain, fact: Fact, known: Mapping[str, tuple[str, Label]]) -> Field:
    text, hint = known.get(fact.name, ("", word(f"institution.of_{grain.value}")))
    return fact_field(grain, fact, suggested=text, hint=hint)


def _known(contract: Contract, chosen: Chosen) -> dict[str, tuple[str, Label]]:
    """What stands there beforehand and where it is from: contract, quarter, earlier subsidies of the contract."""
    earlier = Subsidy.objects.filter(contract=contract).order_by("-pk").first()
    found: dict[str, tuple[str, Label]] = {}
    if earlier is not None:
        hint = word("money.as_in_subsidy", str(earlier))
        for rows in earlier.facts.values():
            for row in rows:
                found |= {name: (typed_text(str(text)), hint) for name, text in row.items() if text}
    told = getattr(contract, "loan", None)
    quarter, hint = chosen.quarter, word("money.as_in_quarter")
    found |= {
        "loan_claim_from": (max(quarter.first, contract.signed_on).isoformat(), hint),
        "loan_claim_to": (quarter.last.isoformat(), hint),
        "loan_claim_year": (str(quarter.first.year), hint),
    }
    # Interest is paid anew every quarter.
    found.pop("loan_interest_paid_fen", None)
    drawn = told.drawn_on if told is not None else contract.signed_on
    own = {
        "loan_principal_fen": plain_yuan(contract.offer.principal_minor),
        "loan_rate": format_rate(contract.offer.rate_ppb).removesuffix("%"),
        "loan_signed_on": contract.signed_on.isoformat(),
        "loan_drawn_on": drawn.isoformat(),
    }
    return found | {name: (text, word("money.as_in_contract")) for name, text in own.items()}


def _given(contract: Contract, values: Mapping[str, Any]) -> dict[Grain, list[dict[str, str | None]]]:
    code = contract.financing.enterprise.credit_code or ""
    rows: dict[Grain, dict[str, str | None]] = {
        Grain.ENTERPRISE: {"enterprise_id": code},
        Grain.LOAN: {"loan_id": contract.number, "enterprise_id": code},
    }
    for name, value in values.items():
        grain, point, fact = name.partition(".")
        if point and value not in (None, ""):
            rows[Grain(grain)][fact] = fact_text(dictionary()[fact], value)
    return {grain: [row] for grain, row in rows.items()}


def _quarters(contract: Contract, today: date) -> list[Quarter]:
    """The quarters of the contract's life so far, the latest first."""
    found: list[Quarter] = []
    at = Quarter.of(today)
    while at.last >= contract.signed_on and len(found) < _QUARTERS:
        found.append(at)
        at = Quarter.of(add_months(at.first, -_MONTHS))
    return found


def _chosen(request: PageRequest, quarters: list[Quarter], today: date) -> Chosen | None:
    programme = Programme.objects.filter(code=request.GET.get("programme", "")).first()
    quarter = next((one for one in quarters if one.name == request.GET.get("quarter")), None)
    try:
        law = date.fromisoformat(request.GET.get("law", ""))
    except ValueError:
        law = today
    return Chosen(programme, quarter, law) if programme is not None and quarter is not None else None


__all__ = ["Chosen", "Quarter", "entitle", "entitle_form", "facts_of_rule"]
