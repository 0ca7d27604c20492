"""An institution's pages: one financing from the application to the recovery, claims at the pool, tapes and breaks."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.records.players import Case, Cast, facts_of
from tests.records.tapes.book import Row, loans, write
from tests.records.world import Who, World
from tests.web.site import browser, code_of

from kejin.console.common.tablefiles import table_file
from kejin.console.institution.agreements import facts_asked
from kejin.facts import Label, fold
from kejin.records.access.models import Reading
from kejin.records.financing.models import Claim, Compensation, Financing, Offer, Recovery
from kejin.records.financing.steps import State
from kejin.records.ledger.templates import PLANS, Template
from kejin.records.tapes.dictionary import BY_HEADER
from kejin.records.tapes.models import Break, Tape
from kejin.web.fields import Field, Shape, form_of
from kejin.web.visitors import today

AGREEMENT = "loan_loss_compensation.bank_mode"


def get(who: Who, route: str, *parts: Any, **query: str) -> Any:
    answer: Any = browser(who).get(reverse(route, args=parts), query)
    return answer


def post(who: Who, route: str, *parts: Any, **said: str) -> Any:
    answer: Any = browser(who).post(reverse(route, args=parts), said)
    return answer


def acts(who: Who, financing: int, code: str, **said: str) -> Any:
    return post(who, "institution_financing_act", financing, f"financing.{code}", **said)


def claims(who: Who, claim: int, code: str, **said: str) -> Any:
    return post(who, "institution_claim_act", claim, f"financing.{code}", **said)


def state_of(number: int) -> str:
    return Financing.objects.get(pk=number).state


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_one_financing_goes_from_the_application_to_the_recovery(cast: Cast, run_folder: str) -> None:
    assert run_folder
    number = Case.stated(cast).applied().number
    assert f">F{number}<" in text(get(cast.handler, "institution_work"))
    assert f">F{number}<" not in text(get(cast.first, "institution_work"))
    offered = acts(
        cast.handler, number, "offer", principal="500000", rate="3.6", months="12", repayment="equal_instalment",
        valid_until="2099-12-31", key=uuid4().hex,
    )  # fmt: skip
    assert offered.status_code == 302
    assert Offer.objects.get(financing_id=number).rate_ppb == 36_000_000
    cast.firm.does(
        "financing.accept", financing_id=number, offer_id=Offer.objects.get(financing_id=number).pk
    )
    assert acts(cast.handler, number, "propose").status_code == 302
    # The amount has to be typed again, exactly; and nobody approves what he proposed.
    wrong = acts(cast.first, number, "decide", again="50000")
    assert wrong.status_code == 409
    assert state_of(number) == State.PROPOSED
    assert acts(cast.first, number, "decide", again="500,000.00").status_code == 302
    assert state_of(number) == State.APPROVED
    registered = acts(
        cast.handler,
        number,
        "register_contract",
        number=f"HT-{number}",
        signed_on="2026-03-02",
        again="500000",
    )
    assert registered.status_code == 302
    reported = acts(
        cast.handler, number, "report", as_of="2026-03-02", outstanding="500000", overdue_days="91"
    )
    assert reported.status_code == 302
    assert state_of(number) == State.OVERDUE
    made = claim(cast, number)
    assert claims(cast.assessor, made, "assess_claim").status_code == 302
    amount = yuan_of_approval(made)
    assert claims(cast.judge, made, "decide_claim", again=amount).status_code == 302
    if not Compensation.objects.filter(claim_id=made).exists():
        assert claims(cast.other_judge, made, "decide_claim", again=amount).status_code == 302
    assert claims(cast.teller, made, "pay_compensation", again="1").status_code == 409
    assert claims(cast.teller, made, "pay_compensation", again=amount).status_code == 302
    assert claims(cast.handler, made, "recover", recovered_on="2026-03-02", amount="10000").status_code == 302
    assert Recovery.objects.get(claim_id=made).amount_minor == 1_000_000
    assert acts(cast.handler, number, "close", reason="追偿终结").status_code == 302
    assert state_of(number) == State.CLOSED


def claim(cast: Cast, number: int) -> int:
    """A claim made through its form, with the facts that the agreement asks for."""
    route = reverse("institution_claim_new", args=[number]) + f"?agreement={AGREEMENT}&law=2026-12-31"
    page = browser(cast.handler).get(route)
    asked = {f"{grain.value}.{fact.name}" for grain, fact in facts_asked(AGREEMENT, law())}
    assert all(f'name="{name}"' in page.content.decode() for name in asked)
    told: dict[str, str] = {}
    for grain, rows in facts_of(f"HT-{number}").items():
        told |= {
            f"{grain}.{name}": plain(value) for name, value in rows[0].items() if f"{grain}.{name}" in asked
        }
    answer = browser(cast.handler).post(route, told | {"book": "gz-pool", "principal": "500000"})
    assert answer.status_code == 302
    return int(Claim.objects.get(financing_id=number).pk)


def law() -> Any:
    from datetime import date  # noqa: PLC0415 - one day of one test

    return date(2026, 12, 31)


def plain(value: str) -> str:
    return value.removesuffix("元")


def yuan_of_approval(claim_number: int) -> str:
    from kejin.console.institution.claiming import pending_assessment  # noqa: PLC0415 - beside its use
    from kejin.console.institution.lending import plain_yuan  # noqa: PLC0415

    found = pending_assessment(Claim.objects.get(pk=claim_number))
    assert found is not None
    return plain_yuan(found.amount_minor)


def test_a_claim_explains_its_allocation_to_the_clause_for_lender_and_pool(cast: Cast) -> None:
    number = Case.stated(cast).claimed(1_000_000)
    for who in (cast.handler, cast.assessor):
        page = text(get(who, "institution_claim", number))
        assert "广州市" in page
        assert "<q" in page
    assert "financing.assess_claim" in text(get(cast.assessor, "institution_claim", number))
    assert "financing.assess_claim" not in text(get(cast.handler, "institution_claim", number))


def test_the_same_form_sent_twice_is_one_act(cast: Cast) -> None:
    number = Case.stated(cast).applied().number
    said = {
        "principal": "500000",
        "rate": "4",
        "months": "12",
        "repayment": "bullet",
        "valid_until": "2099-12-31",
    }
    again = uuid4().hex
    for _ in range(2):
        assert acts(cast.handler, number, "offer", key=again, **said).status_code == 302
    assert Offer.objects.filter(financing_id=number).count() == 1


def test_a_refusal_is_shown_beside_the_form_with_what_was_typed(cast: Cast) -> None:
    number = Case.stated(cast).applied().number
    answer = acts(
        cast.handler, number, "offer", principal="99999999", rate="3.6", months="12", repayment="bullet",
        valid_until="2099-12-31",
    )  # fmt: skip
    assert answer.status_code == 409
    assert 'value="99999999"' in text(answer)
    assert "金额不符" in text(answer)
    assert not Offer.objects.filter(financing_id=number).exists()


def test_the_product_applied_for_stands_beside_the_application_and_nothing_else_of_the_run(
    cast: Cast, run_folder: str
) -> None:
    assert run_folder
    from kejin.web.answers import present_run  # noqa: PLC0415 - after the settings were chosen

    answered = present_run().answered(code_of(cast.firm))
    assert answered.row is not None
    lines = [one for cell in answered.row.cells for one in cell.offers]
    case = Case.stated(cast)
    case.by(cast.firm, "match", institution_id=cast.bank.organisation_id, product=lines[0].product.key)
    case.by(cast.firm, "apply")
    shown = text(get(cast.handler, "institution_financing_evidence", case.number))
    assert lines[0].product.label.zh in shown
    assert lines[-1].product.label.zh not in shown


def test_facts_are_read_by_consent_and_the_reading_is_logged(cast: Cast, world: World) -> None:
    firm = world.enterprise()
    number = applied_by(firm, cast)
    assert post(cast.handler, "institution_financing_facts", number).status_code == 409
    firm.does(
        "consent.give", grantee_id=cast.bank.organisation_id, purpose="financing", scope=["all"], valid_until="2099-12-31"
    )  # fmt: skip
    before = Reading.objects.count()
    assert post(cast.handler, "institution_financing_facts", number).status_code == 200
    assert Reading.objects.count() == before + 1


def applied_by(firm: Who, cast: Cast) -> int:
    done = firm.does("financing.state_need", amount_minor=1_000_000, term_months=12, purpose="研发").content
    number: int = done["financing_id"]
    firm.does(
        "financing.match",
        financing_id=number,
        institution_id=cast.bank.organisation_id,
        product="demo.credit",
    )
    firm.does("financing.apply", financing_id=number)
    return number


def test_a_contract_shows_its_schedule_which_sums_to_the_principal(cast: Cast) -> None:
    case = Case.stated(cast).contracted()
    contract = Financing.objects.get(pk=case.number).contract
    page = text(get(cast.handler, "institution_contract", contract.pk))
    assert "还款计划" in page
    rows = list(
        csv.reader(
            io.StringIO(
                get(cast.handler, "institution_contract", contract.pk, format="csv").content.decode(
                    "utf-8-sig"
                )
            )
        )
    )
    assert sum(round(float(row[1]) * 100) for row in rows[1:]) == contract.offer.principal_minor
    book = openpyxl.load_workbook(
        io.BytesIO(get(cast.handler, "institution_contract", contract.pk, format="xlsx").content)
    )
    assert book.active is not None
    assert book.active.max_row == len(rows)


def test_the_work_list_counts_filters_and_exports_what_it_shows(cast: Cast, world: World) -> None:
    firm = world.enterprise(name="=cmd|'/c calc'!A1 科技")
    number = applied_by(firm, cast)
    page = text(get(cast.handler, "institution_work", q="calc"))
    assert f"F{number}" in page
    assert f"F{number}" not in text(get(cast.handler, "institution_work", q="没有这家"))
    sent = get(cast.handler, "institution_work", q="calc", format="csv").content.decode("utf-8-sig")
    (row,) = [row for row in csv.reader(io.StringIO(sent)) if row[1] == f"F{number}"]
    assert row[2].startswith("'=")
    book = openpyxl.load_workbook(
        io.BytesIO(get(cast.handler, "institution_work", q="calc", format="xlsx").content)
    )
    assert book.active is not None
    assert [cell.data_type for cell in book.active[2] if "calc" in str(cell.value)] == ["s"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_no_text_of_a_table_becomes_a_formula(start: str) -> None:
    made = table_file("t", ["head"], [[f"{start}1+1"]], kind="csv").content.decode("utf-8-sig")
    assert next(iter(list(csv.reader(io.StringIO(made)))[1])).startswith("'")


@pytest.mark.parametrize(
    ("shape", "typed", "value"),
    [
        (Shape.MONEY, "1,234,567.89", 123_456_789),
        (Shape.MONEY, "120万", 120_000_000),
        (Shape.PERCENT, "3.65%", 36_500_000),
        (Shape.PERCENT, "0", 0),
        (Shape.COUNT, "12", 12),
    ],
)
def test_what_is_typed_is_read_exactly(shape: Shape, typed: str, value: int) -> None:
    field = Field("x", Label("某", "some"), shape)
    form = form_of([field], "f", data={"x": typed, "key": uuid4().hex})
    assert form.is_valid(), form.errors
    assert form.values["x"] == value


@pytest.mark.parametrize(
    ("shape", "typed"),
    [(Shape.MONEY, "0.001"), (Shape.PERCENT, "0.00000001"), (Shape.PERCENT, "101"), (Shape.COUNT, "1.5"),
     (Shape.COUNT, "-1"), (Shape.DAY, "2026-02-30"), (Shape.MONEY, "1e9"), (Shape.MONEY, "")],
)  # fmt: skip
def test_what_cannot_be_read_exactly_is_said_so(shape: Shape, typed: str) -> None:
    form = form_of([Field("x", Label("某", "some"), shape)], "f", data={"x": typed, "key": uuid4().hex})
    assert [name for name, _ in form.problems] == ["f-x"]


def test_a_tape_is_looked_into_recorded_reconciled_and_its_breaks_are_explained(
    world: World, tmp_path: Any
) -> None:
    bank = world.institution("bank")
    handler = world.staff(bank, "handler")
    book = loans(6)
    path = write(tmp_path / "take_on.csv", book)
    tape = recorded(handler, path.read_bytes(), {"month": "2026-02", "kind": "take_on", "corrects": ""})
    assert post(handler, "institution_tape_act", tape, "tape.reconcile", tolerance="0").status_code == 302
    planted = [
        book[0].__class__(**{**vars_of(book[0]), "rate_ppb": book[0].rate_ppb + 10_000_000}),
        *book[1:],
    ]
    monthly = recorded(
        handler,
        write(tmp_path / "monthly.csv", planted).read_bytes(),
        {"month": "2026-02", "kind": "monthly", "corrects": ""},
    )
    assert post(handler, "institution_tape_act", monthly, "tape.reconcile", tolerance="0").status_code == 302
    found = Break.objects.filter(institution_id=bank.organisation_id, state="open")
    assert "rate" in set(found.values_list("code", flat=True))
    item = found.get(code="rate")
    assert item.contract_number in text(get(handler, "institution_breaks", code="rate"))
    chosen = browser(handler).get(reverse("institution_breaks_chosen"), {"break": item.pk})
    assert item.contract_number in chosen.content.decode()
    explained = post(
        handler,
        "institution_breaks_act",
        "tape.explain_break",
        **{"break": str(item.pk), "reason_code": "rate_reset"},
    )
    assert explained.status_code == 302
    assert (
        post(
            world.signer, "institution_breaks_act", "tape.accept_break", **{"break": str(item.pk)}
        ).status_code
        == 302
    )
    assert Break.objects.get(pk=item.pk).state == "accepted"


def token_of(answer: Any) -> str:
    """By which the page finds the file again that it looked into."""
    found = re.search(r"[0-9a-f]{64}\.csv", text(answer))
    assert found is not None
    return found.group()


def vars_of(row: Row) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def recorded(handler: Who, content: bytes, parts: Mapping[str, str]) -> int:
    """A file looked into, which records nothing, and then recorded."""
    client, before = browser(handler), Tape.objects.count()
    sent = SimpleUploadedFile("报表.csv", content)
    checked = client.post(reverse("institution_tape_check"), {"file": sent, **parts})
    assert checked.status_code == 200
    assert Tape.objects.count() == before
    token = token_of(checked)
    answer = client.post(reverse("institution_tape_submit"), {"token": token, "name": "报表.csv", **parts})
    assert answer.status_code == 302
    return int(Tape.objects.latest("pk").pk)


def test_every_wrong_cell_of_a_tape_is_named_and_can_be_taken_along(world: World, tmp_path: Any) -> None:
    handler = world.staff(world.institution("bank"), "handler")
    lines = write(tmp_path / "bad.csv", loans(3)).read_text("utf-8-sig").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("年利率")] = "很多"
    content = "\n".join([lines[0], ",".join(cells), *lines[2:]]).encode()
    client, before = browser(handler), Tape.objects.count()
    checked = client.post(
        reverse("institution_tape_check"),
        {"file": SimpleUploadedFile("bad.csv", content), "month": "2026-02", "kind": "monthly"},
    )
    assert checked.status_code == 400
    assert "很多" in checked.content.decode()
    errors = client.get(reverse("institution_tape_errors", args=[token_of(checked)]))
    book = openpyxl.load_workbook(io.BytesIO(errors.content))
    assert book.active is not None
    assert any("很多" in str(cell.value) for row in book.active.iter_rows() for cell in row)
    assert Tape.objects.count() == before
    other = world.staff(world.institution("bank"), "handler")
    assert get(other, "institution_tape_errors", token_of(checked)).status_code == 404


@pytest.mark.parametrize("strange", [1, 9])
def test_headers_that_nobody_knows_are_named_in_the_browser(
    world: World, tmp_path: Any, strange: int
) -> None:
    handler = world.staff(world.institution("bank"), "handler")
    lines = write(tmp_path / "own.csv", loans(2)).read_text("utf-8-sig").splitlines()
    heads = lines[0].split(",")
    own = {f"本行字段{at}": column for at, column in enumerate(names_of_columns(heads)) if at < strange}
    content = "\n".join([",".join([*own, *heads[strange:]]), *lines[1:]]).encode()
    client, before = browser(handler), Tape.objects.count()
    parts = {"month": "2026-02", "kind": "monthly", "corrects": ""}
    checked = client.post(
        reverse("institution_tape_check"), {"file": SimpleUploadedFile("own.csv", content), **parts}
    )
    assert checked.status_code == 400
    assert "哪一列是哪一项" in checked.content.decode()
    token = re.findall(r'name="token" value="([^"]+)"', checked.content.decode())[0]
    said = {f"column-{column}": header for header, column in own.items()}
    named = client.post(
        reverse("institution_tape_names"), {"token": token, "name": "own.csv", **parts, **said}
    )
    assert named.status_code == 200, named.content.decode()
    assert "哪一列是哪一项" not in named.content.decode()
    assert Tape.objects.count() == before
    # A header that the file does not have, and another bank's file, are nothing.
    other = browser(world.staff(world.institution("bank"), "handler"))
    assert other.post(reverse("institution_tape_names"), {"token": token, **parts, **said}).status_code == 400
    answer = client.post(reverse("institution_tape_submit"), {"token": token, "name": "own.csv", **parts})
    assert answer.status_code == 302
    assert Tape.objects.latest("pk").rows_count == 2


def names_of_columns(heads: list[str]) -> list[str]:
    return [BY_HEADER[fold(head)].fact.name for head in heads]


@pytest.mark.parametrize("name", ["tape.exe", "tape", "../../etc/passwd.csv"])
def test_a_strange_file_is_refused_in_words(world: World, name: str) -> None:
    handler = world.staff(world.institution("bank"), "handler")
    sent = SimpleUploadedFile(name, b"\x00\x01 no tape")
    answer = browser(handler).post(reverse("institution_tape_check"), {"file": sent, "month": "2026-02"})
    assert answer.status_code == 400


def test_a_pool_sees_room_left_and_a_bank_only_its_own(cast: Cast) -> None:
    Case.stated(cast).claimed(1_000_000)
    assert today() is not None
    keeper, lender = (
        text(get(cast.assessor, "institution_exposure")),
        text(get(cast.handler, "institution_exposure")),
    )
    assert "示例资金池" in keeper
    assert "示例资金池" in lender
    assert get(cast.assessor, "institution_exposure", format="xlsx").status_code == 200
    # What the pool has and owes is its keeper's alone.
    accounts = [plan.label.zh for plan in PLANS[Template.POOL]]
    assert all(label in keeper for label in accounts)
    assert not any(f"<dt>{label}</dt>" in lender for label in accounts)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_speak_both_languages(cast: Cast, language: str) -> None:
    number = Case.stated(cast).applied().number
    client = browser(cast.handler)
    client.cookies["kejin_language"] = language
    for route, parts in (
        ("institution_work", []), ("institution_financing", [number]), ("institution_tapes", []),
        ("institution_breaks", []), ("institution_exposure", []), ("institution_tape_columns", []),
    ):  # fmt: skip
        assert client.get(reverse(route, args=parts)).status_code == 200
