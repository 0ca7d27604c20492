"""Every act that moves money, or binds somebody to, made ready to be done: for the tests that go through all of them.

An act with an idempotency key that has no line in `READY` fails the tests: whoever adds one adds its line.
"""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection
from tests.records.players import Case, Cast, facts_of
from tests.records.tapes.book import AS_OF, loans, write
from tests.records.test_subsidies import checked, entitled, next_days
from tests.records.world import Who, World

from kejin.facts import Grain, check_frame
from kejin.records.actions.action import Action, read_action
from kejin.records.actions.performing import Done, perform
from kejin.records.filings.batches import FileTable, counts, table_digest
from kejin.records.financing.models import Claim
from kejin.records.kept.record import models_kept
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller
from kejin.records.subsidies.models import PaymentLine
from kejin.records.tapes.filing import read_tape
from kejin.records.tapes.submitting import SubmitTape

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Stage:
    """Who plays, and where a bank's file can lie."""

    world: World
    cast: Cast
    treasurers: tuple[Who, Who]
    folder: Path


@dataclass(frozen=True)
class Ready:
    """An act that can be done now."""

    who: Who
    action: Callable[[], Action]
    other: Callable[[], Action]
    key: str = field(default_factory=lambda: f"ready-{next(_numbers)}")

    def do(self) -> Done:
        return perform(
            self.action(), Caller(self.who.username, self.who.organisation_id, "测试"), key=self.key
        )

    def do_other(self) -> Done:
        """The same key for another request."""
        return perform(
            self.other(), Caller(self.who.username, self.who.organisation_id, "测试"), key=self.key
        )


def plain(who: Who, code: str, **parts: Any) -> Ready:
    """An act by its parameters; the other request has another number or text in one of them."""
    name = next(name for name, value in reversed(parts.items()) if isinstance(value, int | str))
    value = parts[name]
    changed = parts | {name: value + 1 if isinstance(value, int) else OTHER.get(name, f"{value}x")}
    return Ready(
        who, lambda: read_action(code, json.dumps(parts)), lambda: read_action(code, json.dumps(changed))
    )


OTHER = {"content_sha256": "0" * 64, "sha256": "0" * 64, "recovered_on": "2026-03-01", "signed_on": "2026-03-01",
         "registered_on": "2026-03-01", "reason_code": "quota"}  # fmt: skip


def ready_claim(stage: Stage) -> Ready:
    case = Case.stated(stage.cast).overdue()
    return plain(
        stage.cast.handler, "financing.claim", financing_id=case.number, book="gz-pool",
        agreement="loan_loss_compensation.bank_mode", law_date="2026-12-31", facts=facts_of(f"HT-{case.number}"),
        principal_minor=1_000_000,
    )  # fmt: skip


def assessed(stage: Stage) -> dict[str, Any]:
    number = Case.stated(stage.cast).claimed(1_000_000)
    told = stage.cast.assessor.does("financing.assess_claim", claim_id=number).content
    about: dict[str, Any] = {"claim_id": number}
    return about | {name: told[name] for name in ("approval_id", "content_sha256")}


def decided(stage: Stage) -> int:
    about = assessed(stage)
    for number, judge in enumerate((stage.cast.judge, stage.cast.other_judge)):
        judge.does("financing.decide_claim", key=f"m{about['claim_id']}-{number}", **about)
    return int(about["claim_id"])


def ready_decision(stage: Stage) -> Ready:
    """The second and last approval: the one that makes the pool owe."""
    about = assessed(stage)
    stage.cast.judge.does("financing.decide_claim", key=f"m{about['claim_id']}", **about)
    return plain(stage.cast.other_judge, "financing.decide_claim", **about)


def ready_recovery(stage: Stage) -> Ready:
    claim = decided(stage)
    stage.cast.teller.does("financing.pay_compensation", key=f"pay{claim}", claim_id=claim)
    number = Claim.objects.get(pk=claim).financing_id
    return plain(
        stage.cast.handler,
        "financing.recover",
        financing_id=number,
        recovered_on="2026-03-02",
        amount_minor=100_000,
    )


def ready_contract(stage: Stage) -> Ready:
    case = Case.stated(stage.cast).proposed()
    case.decided(stage.cast.first)
    return plain(
        stage.cast.handler, "financing.register_contract", financing_id=case.number,
        approval_id=case.approval["approval_id"], number=f"HT-{case.number}", signed_on="2026-03-02",
    )  # fmt: skip


def ready_reversal(stage: Stage) -> Ready:
    done = stage.cast.teller.does(
        "ledger.post",
        key=f"rev{next(_numbers)}",
        reason="误记",
        book="gz-pool",
        kind="pool.contribution",
        amount_minor=7,
    )
    return plain(stage.cast.teller, "ledger.reverse", entry_id=done.content["entry_id"])


def ready_pledge(stage: Stage) -> Ready:
    return plain(
        stage.cast.handler, "pledge.register", kind="patent", number=f"ZL2026{next(_numbers):08d}.1",
        pledgor_id=stage.cast.firm.organisation_id, registration=f"M{next(_numbers)}", registered_on="2026-03-02",
        secured_minor=1_000_000,
    )  # fmt: skip


def ready_release(stage: Stage) -> Ready:
    return plain(
        stage.cast.handler, "pledge.release", pledge_id=ready_pledge(stage).do().content["pledge_id"]
    )


def ready_subsidy_claim(stage: Stage) -> Ready:
    return plain(stage.cast.firm, "subsidy.claim", subsidy_id=entitled(stage.cast))


def ready_check(stage: Stage) -> Ready:
    number = entitled(stage.cast)
    stage.cast.firm.does("subsidy.claim", key=f"m{number}", subsidy_id=number)
    return plain(stage.world.examiner, "subsidy.check", subsidy_id=number)


def noticed(stage: Stage) -> int:
    number, about = checked(stage.world, stage.cast)
    stage.world.signer.does("subsidy.decide", key=f"n{number}", **about)
    return number


def ready_subsidy_decision(stage: Stage) -> Ready:
    _, about = checked(stage.world, stage.cast)
    return plain(stage.world.signer, "subsidy.decide", **about)


def ready_withholding(stage: Stage) -> Ready:
    return plain(stage.world.signer, "subsidy.withhold", subsidy_id=noticed(stage), reason_code="objection")


def ready_file(stage: Stage) -> Ready:
    noticed(stage)
    next_days(stage.world, 6)
    return plain(stage.treasurers[0], "subsidy.payment_file", programme="interest-2026")


def listed(stage: Stage) -> tuple[int, dict[str, Any]]:
    made = ready_file(stage).do().content
    line = PaymentLine.objects.filter(file_id=made["file_id"]).latest("id")
    return line.subsidy_id, {"file_id": made["file_id"], "sha256": made["sha256"]}


def ready_confirmation(stage: Stage) -> Ready:
    return plain(stage.treasurers[1], "subsidy.confirm_paid", **listed(stage)[1])


def ready_clawback(stage: Stage) -> Ready:
    number, about = listed(stage)
    stage.treasurers[1].does("subsidy.confirm_paid", key=f"q{number}", **about)
    return plain(stage.world.signer, "subsidy.claw_back", subsidy_id=number)


def ready_table(stage: Stage) -> Ready:
    def action(revenue: int) -> Action:
        code = Organisation.objects.get(pk=firm.organisation_id).credit_code
        frame = pl.DataFrame(
            {"enterprise_id": [code], "year": [2025], "revenue_fen": [revenue]},
            schema_overrides={"year": pl.Int64, "revenue_fen": pl.Int64},
        )
        check_frame(frame, Grain.FILING)
        frames = {Grain.FILING: frame}
        made = FileTable(document="年报", sha256=table_digest(frames), rows=counts(frames))
        made._frames = frames
        return made

    firm = stage.world.enterprise()
    return Ready(stage.cast.handler, lambda: action(1), lambda: action(2))


def ready_tape(stage: Stage) -> Ready:
    bank = stage.world.institution("bank")
    rows = [row.by(AS_OF) for row in loans(2)]

    read = read_tape(write(stage.folder / f"{bank.organisation_id}.csv", rows))

    def action(month: str) -> Action:
        return SubmitTape.of_frame(read.frame, month=month)

    return Ready(stage.world.staff(bank, "handler"), lambda: action("2026-02"), lambda: action("2026-01"))


READY: Mapping[str, Callable[[Stage], Ready]] = {
    "filings.file_table": ready_table,
    "financing.claim": ready_claim,
    "financing.decide_claim": ready_decision,
    "financing.pay_compensation": lambda stage: plain(
        stage.cast.teller, "financing.pay_compensation", claim_id=decided(stage)
    ),
    "financing.recover": ready_recovery,
    "financing.register_contract": ready_contract,
    "ledger.post": lambda stage: plain(
        stage.cast.teller, "ledger.post", book="gz-pool", kind="pool.contribution", amount_minor=5
    ),
    "ledger.reverse": ready_reversal,
    "pledge.register": ready_pledge,
    "pledge.release": ready_release,
    "subsidy.claim": ready_subsidy_claim,
    "subsidy.check": ready_check,
    "subsidy.decide": ready_subsidy_decision,
    "subsidy.withhold": ready_withholding,
    "subsidy.payment_file": ready_file,
    "subsidy.confirm_paid": ready_confirmation,
    "subsidy.claw_back": ready_clawback,
    "tape.submit": ready_tape,
}


def everything() -> dict[str, tuple[int, int]]:
    """Of every table how many rows it has, and a sum of the hashes of all of them."""
    tables = sorted(model._meta.db_table for model in models_kept())
    parts = " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {name} t"  # noqa: S608
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return {name: (int(count), int(total)) for name, count, total in cursor.fetchall()}
