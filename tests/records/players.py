"""Who plays in the tests of financings and subsidies, and the shortest way to each state of a financing."""

import itertools
from dataclasses import dataclass
from typing import Any

from tests.records.world import FAR, Who, World

from kejin.records.financing.models import Financing
from kejin.records.financing.steps import State
from kejin.records.ledger.models import Book

LIMIT = 100_000_000
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """Who plays: an enterprise, a bank with a handler and two approvers, a pool with its people."""

    firm: Who
    bank: Who
    handler: Who
    first: Who
    second: Who
    pool: Who
    assessor: Who
    judge: Who
    other_judge: Who
    teller: Who
    book: Book


def players(world: World) -> Cast:
    bank, pool = world.institution("bank"), world.institution("pool")
    bank.does("approval.set_limit", reason="内控", kind="financing", above_minor=LIMIT)
    done = pool.does("ledger.open_book", book="gz-pool", name="示例资金池", template="pool")
    teller = world.staff(pool, "treasurer")
    teller.does(
        "ledger.post",
        key="seed",
        reason="首期",
        book="gz-pool",
        kind="pool.contribution",
        amount_minor=10**10,
    )
    return Cast(
        world.enterprise(), bank, world.staff(bank, "handler"), world.staff(bank, "approver"),
        world.staff(bank, "approver"), pool, world.staff(pool, "handler"), world.staff(pool, "approver"),
        world.staff(pool, "approver"), teller, Book.objects.get(pk=done.content["book_id"]),
    )  # fmt: skip


@dataclass
class Case:
    """One financing and the shortest way forward with it."""

    cast: Cast
    number: int
    approval: dict[str, Any]

    @classmethod
    def stated(cls, cast: Cast, amount_minor: int = 50_000_000, purpose: str = "") -> "Case":
        # Each for a purpose of its own: the same one twice in the same time is a finding.
        said = purpose or f"研发项目{next(_numbers)}"
        done = cast.firm.does("financing.state_need", amount_minor=amount_minor, term_months=12, purpose=said)
        return cls(cast, done.content["financing_id"], {})

    @property
    def state(self) -> str:
        return Financing.objects.get(pk=self.number).state

    def by(
        self, who: Who, code: str, *, key: str | None = None, reason: str = "", **parts: Any
    ) -> dict[str, Any]:
        return who.does(
            f"financing.{code}", key=key, reason=reason, financing_id=self.number, **parts
        ).content

    def matched(self) -> "Case":
        self.by(self.cast.firm, "match", institution_id=self.cast.bank.organisation_id, product="demo.credit")
        return self

    def applied(self) -> "Case":
        self.matched().by(self.cast.firm, "apply")
        return self

    def offered(self) -> "Case":
        self.applied()
        amount = Financing.objects.get(pk=self.number).amount_minor
        self.approval = self.by(
            self.cast.handler, "offer", principal_minor=amount, rate_ppb=36_000_000, term_months=12,
            repayment="bullet", valid_until=FAR,
        )  # fmt: skip
        return self

    def proposed(self) -> "Case":
        self.offered().by(self.cast.firm, "accept", offer_id=self.approval["offer_id"])
        self.approval = self.by(self.cast.handler, "propose")
        return self

    def decided(self, who: Who, *, reason: str = "", **parts: Any) -> dict[str, Any]:
        about = {name: self.approval[name] for name in ("approval_id", "content_sha256")}
        return self.by(who, "decide", reason=reason, **(about | parts))

    def contracted(self) -> "Case":
        self.proposed().decided(self.cast.first)
        if self.state == State.PROPOSED:
            self.decided(self.cast.second)
        self.by(
            self.cast.handler, "register_contract", key=f"c{self.number}", approval_id=self.approval["approval_id"],
            number=f"HT-{self.number}", signed_on="2026-03-02",
        )  # fmt: skip
        return self

    def overdue(self) -> "Case":
        amount = Financing.objects.get(pk=self.number).amount_minor
        self.contracted().by(
            self.cast.handler, "report", as_of="2026-03-02", outstanding_minor=amount, overdue_days=91
        )
        return self

    def claimed(self, principal_minor: int) -> int:
        self.overdue()
        done = self.by(
            self.cast.handler, "claim", key=f"cl{self.number}", book="gz-pool",
            agreement="loan_loss_compensation.bank_mode", law_date="2026-12-31", principal_minor=principal_minor,
            facts=facts_of(f"HT-{self.number}"),
        )  # fmt: skip
        return int(done["claim_id"])


def facts_of(loan: str) -> dict[str, Any]:
    """What Guangzhou's compensation asks; the figures are those of examples/losses.yaml, an invented loan of a bank."""
    return {
        "enterprise": [{"enterprise_id": "A", "key_list_enterprise": "true"}],
        "loan": [{
            "loan_id": loan, "enterprise_id": "A", "institution_id": "bank-1", "loan_mode": "bank",
            "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_signed_on": "2025-11-01",
            "loan_principal_fen": "400万元", "loan_ip_pledged": "true", "loan_monetary_tool": "true",
            "loan_compensated_other_mode": "false", "loan_five_class": "loss",
        }],
        "institution_year": [{
            "institution_id": "bank-1", "year": "2026", "institution_kind": "bank",
            "institution_enrolled_principal_fen": "2亿元",
        }],
    }  # fmt: skip
