"""Financings from need to end in any order of acts, beside a plain model: what is not the next step never happens."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.records.players import LIMIT, Cast, facts_of
from tests.records.world import FAR, Who

from kejin.records.errors import ConstraintError, RefusedError, UnknownRecordError
from kejin.records.financing.models import Financing
from kejin.records.kept.models import Act
from kejin.records.ledger.models import Book
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.verifying import replay, verify

_numbers = itertools.count(1)
NO = (RefusedError, ConstraintError, UnknownRecordError)
ROAD = (
    "need", "matched", "applied", "offered", "accepted", "proposed", "approved", "contracted", "overdue", "claimed",
)  # fmt: skip
# What may happen where, written down a second time and in another form than in the program.
WHERE: dict[str, set[str]] = {
    "match": {"need"}, "apply": {"matched"}, "offer": {"applied", "offered"}, "accept": {"offered"},
    "propose": {"accepted"}, "decide": {"proposed"}, "turn_down": {"proposed"}, "register": {"approved"},
    "report_late": {"contracted", "overdue"}, "report_paid": {"contracted", "overdue"},
    "report_repaid": {"contracted", "overdue"}, "claim": {"overdue"},
    "compensate": {"claimed"}, "reject_claim": {"claimed"}, "pay": {"compensated"}, "recover": {"compensated"},
    "close": {"contracted", "overdue", "compensated"}, "refuse": {"applied", "accepted"},
    "withdraw": {"need", "matched", "applied", "offered", "accepted"},
}  # fmt: skip
TO = {
    "match": "matched", "apply": "applied", "offer": "offered", "accept": "accepted", "propose": "proposed",
    "decide": "approved", "turn_down": "refused", "register": "contracted", "report_late": "overdue",
    "report_paid": "contracted", "report_repaid": "contracted", "claim": "claimed", "compensate": "compensated", "reject_claim": "overdue",
    "pay": "compensated", "recover": "compensated", "close": "closed", "refuse": "refused", "withdraw": "withdrawn",
}  # fmt: skip
NEXT = dict(zip(ROAD, ("match", "apply", "offer", "accept", "propose", "decide", "register", "report_late", "claim", "compensate"), strict=True))  # fmt: skip


@dataclass
class Model:
    """One financing as the plain model has it: its state, and what was claimed, paid and recovered, in fen."""

    number: int
    amount: int
    state: str = "need"
    offer: int = 0
    approval: dict[str, Any] = field(default_factory=dict)
    claim: int = 0
    claimed: int = 0
    recovered: int = 0
    paid: bool = False
    reports: int = 0
    outstanding: int | None = None

    @property
    def pool_bears(self) -> int:
        """Half of what is not recovered, the odd fen too, as Guangzhou's bank mode shares it."""
        return (max(self.claimed - self.recovered, 0) + 1) // 2


class Financings(RuleBasedStateMachine):
    """Up to four financings on a pool of their own."""

    cast: Cast
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.code = f"life-{next(_numbers)}"
        done = self.cast.pool.does("ledger.open_book", book=self.code, name="资金池", template="pool")
        self.book = Book.objects.get(pk=done.content["book_id"])
        self.held = 10**8
        self.does(
            self.cast.teller, "ledger.post", book=self.code, kind="pool.contribution", amount_minor=self.held
        )
        self.models: list[Model] = []
        self.cash, self.payable, self.net = self.held, 0, 0

    @staticmethod
    def does(who: Who, code: str, **parts: Any) -> dict[str, Any]:
        return who.does(code, key=f"life{next(_numbers)}", reason="测试", **parts).content

    def by(self, who: Who, verb: str, model: Model, **parts: Any) -> dict[str, Any]:
        return self.does(who, f"financing.{verb}", financing_id=model.number, **parts)

    @rule(amount=st.sampled_from([1, 3_000_000, LIMIT, LIMIT + 1]))
    def state_a_need(self, amount: int) -> None:
        if len(self.models) == 4:
            return
        done = self.does(
            self.cast.firm, "financing.state_need", amount_minor=amount, term_months=12, purpose="研发"
        )
        self.models.append(Model(done["financing_id"], amount))

    @rule(which=st.integers(0, 3), steps=st.integers(1, 6))
    def go_on(self, which: int, steps: int) -> None:
        """Some steps on the road from need to compensation, so that the states far down are reached."""
        for _ in range(steps):
            model = self.chosen(which)
            if model is None or model.state not in NEXT:
                return
            self.attempt(model, NEXT[model.state], 1_000_001)

    @rule(which=st.integers(0, 3), verb=st.sampled_from(sorted(WHERE)), amount=st.integers(1, 2_000_000))
    def try_anything(self, which: int, verb: str, amount: int) -> None:
        model = self.chosen(which)
        if model is not None:
            self.attempt(model, verb, amount)

    def chosen(self, which: int) -> Model | None:
        return self.models[which % len(self.models)] if self.models else None

    def attempt(self, model: Model, verb: str, amount: int) -> None:
        """Do it; where the model says no, the records say no, and nothing was recorded."""
        act: Callable[[Model, int], None] = getattr(self, f"do_{verb}", self.simply(verb))
        if model.state in WHERE[verb] and self.fits(model, verb, amount):
            act(model, amount)
            model.state = TO[verb]
            self.reached.add(model.state)
            return
        before = Act.objects.count()
        with pytest.raises(NO):
            act(model, amount)
        assert Act.objects.count() == before

    def fits(self, model: Model, verb: str, amount: int) -> bool:
        if verb == "claim":
            return amount <= (model.outstanding or 0)
        if verb == "close":
            return model.state == "compensated" or model.outstanding == 0
        if verb == "pay":
            return not model.paid and self.cash >= model.pool_bears
        if verb == "recover":
            return model.paid
        return True

    def simply(self, verb: str) -> Callable[[Model, int], None]:
        who = {"close": self.cast.handler, "refuse": self.cast.handler, "propose": self.cast.handler}.get(
            verb, self.cast.firm
        )
        parts = {"refuse": {"reason_code": "quota"}}.get(verb, {})
        return lambda model, _: model.approval.update(self.by(who, verb, model, **parts))

    def do_match(self, model: Model, _: int) -> None:
        self.by(
            self.cast.firm,
            "match",
            model,
            institution_id=self.cast.bank.organisation_id,
            product="demo.credit",
        )

    def do_offer(self, model: Model, _: int) -> None:
        model.offer = self.by(
            self.cast.handler, "offer", model, principal_minor=model.amount, rate_ppb=36_000_000, term_months=12,
            repayment="bullet", valid_until=FAR,
        )["offer_id"]  # fmt: skip

    def do_accept(self, model: Model, _: int) -> None:
        self.by(self.cast.firm, "accept", model, offer_id=model.offer or 10**9)

    def decision(self, model: Model, who: Who, **parts: Any) -> None:
        about = {
            name: model.approval.get(name, fallback)
            for name, fallback in (("approval_id", 10**9), ("content_sha256", "0" * 64))
        }
        self.by(who, "decide", model, **about, **parts)

    def do_decide(self, model: Model, _: int) -> None:
        """Both approvers where two are needed."""
        self.decision(model, self.cast.first)
        if model.amount > LIMIT:
            assert Financing.objects.get(pk=model.number).state == "proposed"
            self.decision(model, self.cast.second)

    def do_turn_down(self, model: Model, _: int) -> None:
        self.decision(model, self.cast.second, reason_code="quota")

    def do_register(self, model: Model, _: int) -> None:
        self.by(
            self.cast.handler, "register_contract", model, approval_id=model.approval.get("approval_id", 10**9),
            number=f"L-{model.number}", signed_on="2025-01-01",
        )  # fmt: skip

    def reported(self, model: Model, overdue_days: int, outstanding: int) -> None:
        day = f"2025-{1 + model.reports // 28:02d}-{1 + model.reports % 28:02d}"
        self.by(
            self.cast.handler,
            "report",
            model,
            as_of=day,
            outstanding_minor=outstanding,
            overdue_days=overdue_days,
        )
        model.reports, model.outstanding = model.reports + 1, outstanding

    def do_report_late(self, model: Model, _: int) -> None:
        self.reported(model, 91, model.amount)

    def do_report_paid(self, model: Model, _: int) -> None:
        self.reported(model, 0, model.amount)

    def do_report_repaid(self, model: Model, _: int) -> None:
        self.reported(model, 0, 0)

    def do_claim(self, model: Model, amount: int) -> None:
        done = self.by(
            self.cast.handler, "claim", model, book=self.code, agreement="loan_loss_compensation.bank_mode",
            law_date="2026-12-31", principal_minor=amount, facts=facts_of(f"L-{model.number}"),
        )  # fmt: skip
        model.claim, model.claimed = done["claim_id"], amount

    def assessed(self, model: Model) -> dict[str, Any]:
        told = self.does(self.cast.assessor, "financing.assess_claim", claim_id=model.claim or 10**9)
        assert told["amount_minor"] == model.pool_bears
        return {"claim_id": model.claim} | {name: told[name] for name in ("approval_id", "content_sha256")}

    def do_compensate(self, model: Model, _: int) -> None:
        about = self.assessed(model)
        for judge in (self.cast.judge, self.cast.other_judge):
            self.does(judge, "financing.decide_claim", **about)
        self.payable += model.pool_bears
        self.net += model.pool_bears

    def do_reject_claim(self, model: Model, _: int) -> None:
        self.does(
            self.cast.judge, "financing.decide_claim", reason_code="not_eligible", **self.assessed(model)
        )
        model.claim = model.claimed = 0

    def do_pay(self, model: Model, _: int) -> None:
        owed = model.pool_bears
        self.does(self.cast.teller, "financing.pay_compensation", claim_id=model.claim or 10**9)
        model.paid = True
        self.cash -= owed
        self.payable -= owed

    def do_recover(self, model: Model, amount: int) -> None:
        amount = min(amount, max(model.claimed - model.recovered, 1))
        before = model.pool_bears
        done = self.by(self.cast.handler, "recover", model, recovered_on="2026-03-02", amount_minor=amount)
        model.recovered += amount
        back = before - model.pool_bears
        assert done["pool_minor"] == back
        self.cash += back
        self.net -= back

    @invariant()
    def states_are_the_models(self) -> None:
        held = dict(
            Financing.objects.filter(pk__in=[model.number for model in self.models]).values_list(
                "pk", "state"
            )
        )
        assert held == {model.number: model.state for model in self.models}

    @invariant()
    def balances_are_the_models(self) -> None:
        found = [balance_minor(self.book, name) for name in ("cash", "payable", "compensation", "capital")]
        assert found == [self.cash, self.payable, self.net, self.held]
        assert self.cash + self.net == self.held + self.payable


def run(cast: Cast, examples: int, steps: int) -> None:
    Financings.cast = cast
    run_state_machine_as_test(
        Financings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],
        ),
    )
    assert verify() == []
    assert replay() == []


def test_any_order_of_acts_leads_where_the_plain_model_says(cast: Cast) -> None:
    run(cast, examples=10, steps=20)


@pytest.mark.slow
def test_any_order_of_acts_at_length(cast: Cast) -> None:
    # Few courses repay all and are closed; drawing goes on until one has been.
    for _ in range(5):
        run(cast, examples=150, steps=50)
        if Financings.reached == set(TO.values()):
            return
    assert Financings.reached == set(TO.values())
