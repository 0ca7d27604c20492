"""What can be worked out without a record: schedules and costs of contracts, and who bears which part of a loss.

Nothing is kept of it. Sizes are bounded, so that no request holds up the others.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.api.asking import READING
from kejin.api.bodies import Body, json_object
from kejin.api.computing_shapes import (
    Agreement,
    Agreements,
    Allocation,
    Borne,
    CostShown,
    FlowShown,
    PaymentShown,
    ScheduleShown,
)
from kejin.api.errors import MalformedError, TooLargeError, UnusableError
from kejin.api.judging import lacks_form, problems_told
from kejin.api.paging import known_parameters
from kejin.api.plain import plain
from kejin.api.shapes import Day
from kejin.instruments.termsheets import Contract, contract_of_json, json_schema
from kejin.packs import load_packs
from kejin.policy import Dates, PolicyStore, Ruleset
from kejin.risk import Arrangement, Book, Ledger, years_of
from kejin.risk.agreements import agreements_in_force
from kejin.risk.reading import LossesDocument, losses_of

router = Router(tags=["compute"])
MOST_BYTES = 256 * 2**10
MOST_ITEMS = 2_000
"""Members of one list."""
MOST_NUMBER = 36_600
"""The largest whole number that is no amount: days of a century."""


class LawQuery(BaseModel):
    """As of which day."""

    model_config = ConfigDict(extra="forbid")

    law: Day = Field(description="Rules of which day. 法规日期", examples=["2026-10-31"])


@router.get(
    "/agreements", auth=READING, response=Agreements, operation_id="compute.agreements",
    summary="分担协议 · Sharing agreements in force",
)  # fmt: skip
def agreements(request: HttpRequest, asked: Query[LawQuery]) -> Agreements:
    """Who shares losses with whom, by the packs in force on a day."""
    known_parameters(request, LawQuery)
    with _worked_out():
        ruleset = _rules(asked.law)
        arranged = [Arrangement.of(ruleset, [key]) for key in agreements_in_force(ruleset)]
    return Agreements(
        law=asked.law, rules_digest=ruleset.digest, agreements=[_agreement(each) for each in arranged]
    )  # fmt: skip


@router.post(
    "/schedule", auth=READING, response=ScheduleShown, operation_id="compute.schedule",
    summary="还款计划 · The payments of a contract",
)  # fmt: skip
def schedule(request: HttpRequest) -> ScheduleShown:
    """The payments of a contract of any kind, from its terms as in a terms file."""
    contract = _contract(request)
    payments = [
        PaymentShown(
            day=each.day, principal=int(each.principal), interest=int(each.interest), other=int(each.other),
            balance=int(each.balance),
        )
        for each in contract.payments
    ]  # fmt: skip
    return ScheduleShown(contract=contract.name, currency=contract.sheet.currency.value, payments=payments)


@router.post(
    "/cost", auth=READING, response=CostShown, operation_id="compute.cost",
    summary="补贴后成本 · What a contract costs after every subsidy",
)  # fmt: skip
def cost(request: HttpRequest) -> CostShown:
    """Flows, cost before and after subsidies, and the effective yearly rate."""
    contract = _contract(request)
    with _worked_out():
        found = contract.cost
        return CostShown(
            contract=contract.name, currency=found.currency, gross=found.gross, subsidised=found.subsidised,
            net=found.net, effective_rate_before=plain(found.effective_rate_before),
            effective_rate=plain(found.effective_rate),
            flows=[FlowShown(day=each.day, purpose=each.purpose.value, amount=each.amount) for each in found.flows],
        )  # fmt: skip


@router.post(
    "/allocation", auth=READING, response=Allocation, operation_id="compute.allocation",
    summary="损失分担 · Who bears which part of a loss",
)  # fmt: skip
def allocation(request: HttpRequest) -> Allocation:
    """What every party bears of every loan after some events, by the one allocation code; no claim is made by it."""
    given = json_object(request, most_bytes=MOST_BYTES)
    _bounded(given, "")
    with _worked_out():
        losses = losses_of(_document(given), where="the body")
        document = losses.document
        law = document.law or max(event.on for event in losses.events)
        dates = Dates(law, document.facts_as_of or law, document.known_by or law)
        policies = [key.partition(".")[0] for key in document.agreements]
        arrangement = Arrangement.of(_store().only(policies).compile(dates), document.agreements)
        ledger = Ledger.of(
            Book.of(arrangement, losses.factset, years_of(losses.events), losses=True), losses.events
        )
    borne = [
        Borne(loan_id=str(row["loan_id"]), party=party.key, amount_fen=int(row[party.key]))
        for row in ledger.burdens().iter_rows(named=True)
        for party in arrangement.parties
        if row[party.key]
    ]
    return Allocation(
        rules_digest=arrangement.ruleset.digest, state_digest=ledger.digest(), borne=borne,
        rooms=plain(ledger.rooms()), suspended=plain(ledger.suspended()),
    )  # fmt: skip


def _contract(request: HttpRequest) -> Contract:
    given = json_object(request, most_bytes=MOST_BYTES)
    _bounded(given, "")
    with _worked_out():
        return contract_of_json(json.dumps(given), default_name="contract")


def _document(given: Mapping[str, Any]) -> LossesDocument:
    """Strictly as the document says it: in a file a text may stand for a number, here it may not."""
    try:
        return LossesDocument.model_validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        failure = MalformedError if lacks_form(told) else UnusableError
        raise failure("These are no losses that can be shared", found=problems_told(told)) from error


@contextmanager
def _worked_out() -> Iterator[None]:
    """Numbers that no calendar or machine word holds are the caller's, who is told so."""
    try:
        yield
    except (ArithmeticError, RecursionError) as error:
        raise UnusableError(
            "This cannot be worked out", found=str(error)[:200], kept="Nothing was recorded."
        ) from error


def _bounded(value: Any, place: str) -> None:
    """Raise `TooLargeError` where a list is longer, or a number that is no amount larger, than one request may be."""
    if isinstance(value, list) and len(value) > MOST_ITEMS:
        raise TooLargeError(
            "A list is too long", expected=f"at most {MOST_ITEMS}", found=len(value), where=place
        )
    if isinstance(value, int) and abs(value) > MOST_NUMBER:
        raise UnusableError(
            "A number is too large; amounts are texts",
            expected=f"at most {MOST_NUMBER}",
            found=str(value)[:40],
            where=place,
        )
    if (
        isinstance(value, str)
        and value[:4].isdecimal()
        and value[4:5] == "-"
        and not 1900 <= int(value[:4]) <= 2200
    ):
        raise UnusableError(
            "A day lies beyond every calendar", expected="1900 to 2200", found=value[:40], where=place
        )
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        _bounded(member, f"{place}.{name}".lstrip("."))


def _agreement(arrangement: Arrangement) -> Agreement:
    (found,) = arrangement.agreements
    return Agreement(
        key=found.key, zh=found.label.zh, en=found.label.en, bearer=arrangement.parties[found.bearer].key,
        takers=[arrangement.parties[taker.party].key for taker in found.takers],
    )  # fmt: skip


@cache
def _store() -> PolicyStore:
    return load_packs()


@cache
def _latest_rules() -> dict[date, Ruleset]:
    return {}


def _rules(law: date) -> Ruleset:
    """The rules of a day; those that were asked for last are kept."""
    held = _latest_rules()
    found = held.get(law)
    if found is None:
        found = _store().compile(Dates(law, law, law))
        while len(held) >= 4:
            held.pop(next(iter(held)), None)
        held[law] = found
    return found


_TERMS = {
    "contractType": "loan",
    "notionalPrincipal": "3000000",
    "nominalInterestRate": "3.45%",
    "initialExchangeDate": "2026-01-31",
    "months": 6,
    "cycleOfInterestPayment": "P1M",
    "repayment": {"form": "equalInstalments"},
}
_LOSSES = {
    "agreements": ["loan_loss_compensation.bank_mode"],
    "law": "2026-12-31",
    "given": {
        "enterprise": [{"enterprise_id": "A", "key_list_enterprise": "true"}],
        "loan": [
            {
                "loan_id": "L1", "enterprise_id": "A", "institution_id": "bank-1", "loan_mode": "bank",
                "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_signed_on": "2025-11-01",
                "loan_principal_fen": "400万元", "loan_ip_pledged": "true", "loan_monetary_tool": "true",
                "loan_compensated_other_mode": "false", "loan_five_class": "loss",
            }
        ],
        "institution_year": [
            {
                "institution_id": "bank-1", "year": "2026", "institution_kind": "bank",
                "institution_enrolled_principal_fen": "2亿元",
            }
        ],
    },
    "events": [{"on": "2026-06-30", "kind": "loss", "loan": "L1", "principal": "400万元"}],
}  # fmt: skip


def bodies() -> dict[str, Body]:
    """The bodies of the computations, by operation."""
    terms = _own_references(json_schema(), "terms")
    losses = _own_references(LossesDocument.model_json_schema(), "losses")
    return {
        "compute.schedule": Body(terms, _TERMS),
        "compute.cost": Body(terms, _TERMS),
        "compute.allocation": Body(losses, _LOSSES),
    }


def _own_references(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A schema whose parts are called so that they do not get into the way of others'."""
    text = json.dumps({key: value for key, value in schema.items() if key != "$schema"})
    made: dict[str, Any] = json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{name}.'))
    made["$defs"] = {f"{name}.{key}": part for key, part in made.get("$defs", {}).items()}
    return made


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/compute": router}
