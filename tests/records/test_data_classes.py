"""Every column has a data class, and it decides: what is masked, what needs a second person's yes, what is on record."""

import csv
import hashlib
import io
from typing import Any

import pytest
from django.db import models
from tests.records.players import Case, Cast
from tests.records.test_ledger import forged
from tests.records.world import Who, World

from kejin.records.actions.performing import perform
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.exports.acts import MakeExport
from kejin.records.exports.models import Export
from kejin.records.exports.writing import cell
from kejin.records.kept.classes import MASK, SECRET, classes_of, sensitive_from, unlisted
from kejin.records.kept.models import Act
from kejin.records.kept.record import models_kept
from kejin.records.parties.models import Person
from kejin.records.parties.standing import Caller


def test_every_column_has_a_data_class_and_every_line_is_about_a_column() -> None:
    assert unlisted() == [], "src/kejin/records/kept/columns.yaml"


def test_a_row_says_as_much_as_the_most_sensitive_of_its_columns() -> None:
    for model in models_kept():
        levels = classes_of(model).levels.values()
        assert all(1 <= level <= SECRET for level in levels)
        assert model.data_class == max(level for level in levels if level < SECRET), model._meta.db_table


def test_a_column_without_a_data_class_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above must be able to fail: a new column that nobody classed is named."""
    field = models.TextField()
    field.set_attributes_from_name("id_number")
    fields = (*Person._meta.local_concrete_fields, field)
    monkeypatch.setitem(Person._meta.__dict__, "local_concrete_fields", fields)
    assert "parties_person.id_number" in unlisted()
    assert classes_of(Person).masked({"id_number": "44010019000101"}, 4) == {"id_number": MASK}


def test_a_column_that_holds_a_fact_has_the_dictionarys_level(monkeypatch: pytest.MonkeyPatch) -> None:
    field = models.BigIntegerField()
    field.set_attributes_from_name("revenue_fen")
    monkeypatch.setitem(Person._meta.__dict__, "local_concrete_fields", (field,))
    assert dict(classes_of(Person).levels) == {"revenue_fen": 3}


@pytest.mark.parametrize(
    ("clearance", "shown"),
    [
        (1, {"id": 1, "username": MASK, "name": "王＊＊", "last_login": None, "password": MASK}),
        (2, {"id": 1, "username": "wang", "name": "王＊＊", "last_login": None, "password": MASK}),
        (3, {"id": 1, "username": "wang", "name": "王小明", "last_login": None, "password": MASK}),
        (5, {"id": 1, "username": "wang", "name": "王小明", "last_login": None, "password": MASK}),
    ],
)
def test_a_row_is_masked_by_what_its_reader_may_see(clearance: int, shown: dict[str, Any]) -> None:
    row = {"id": 1, "username": "wang", "name": "王小明", "last_login": None, "password": "hash"}
    assert classes_of(Person).masked(row, clearance) == shown


def asked(who: Who, table: str, *columns: str, **parts: Any) -> dict[str, Any]:
    return who.does("export.request", reason="统计", table=table, columns=list(columns), **parts).content


def made(who: Who, number: int) -> tuple[dict[str, Any], list[list[str]], bytes]:
    file = io.BytesIO()
    done = perform(MakeExport(request_id=number).to(file), Caller(who.username, who.organisation_id))
    held = file.getvalue()
    return done.content, list(csv.reader(held.decode("utf-8-sig").splitlines())), held


def approve(request: dict[str, Any], *people: Who) -> list[str]:
    about = {name: request[name] for name in ("approval_id", "content_sha256")}
    return [who.does("export.decide", **about).content["approval"] for who in people]


def test_an_export_of_what_is_not_sensitive_needs_nobody_and_is_on_record(world: World) -> None:
    request = asked(world.examiner, "parties_organisation", "credit_code", "name")
    assert request["sensitive"] == []
    told, rows, held = made(world.examiner, request["request_id"])
    assert rows[0] == ["credit_code", "name"]
    assert len(rows) - 1 == told["rows"] >= 1
    kept = Export.objects.get(pk=told["export_id"])
    assert kept.sha256 == told["sha256"] == hashlib.sha256(held).hexdigest()
    assert (kept.request.act.reason, kept.act.person_name) == (
        "统计",
        Act.objects.get(pk=kept.act_id).person_name,
    )


def test_a_sensitive_export_needs_other_people_and_is_given_once_to_the_one_who_asked(
    world: World, cast: Cast
) -> None:
    Case.stated(cast)
    request = asked(world.examiner, "financing_financing", "id", "amount_minor")
    number = request["request_id"]
    assert (request["sensitive"], request["required"]) == (["amount_minor"], 2)
    with pytest.raises(RefusedError, match="not approved"):
        made(world.examiner, number)
    both = world.staff(world.office, "handler", "approver")
    own = asked(both, "financing_financing", "amount_minor")
    with pytest.raises(RefusedError) as refused:
        approve(own, both)
    assert refused.value.reason == "own_work"
    second = world.staff(world.office, "approver")
    assert approve(request, world.signer, second) == ["pending", "granted"]
    with pytest.raises(NotPermittedError, match="Somebody else asked"):
        made(both, number)
    _, rows, _ = made(world.examiner, number)
    assert rows[1][1] == "50000000"
    with pytest.raises(RefusedError, match="has had its export"):
        made(world.examiner, number)


def test_what_was_refused_is_not_given_out(world: World) -> None:
    request = asked(world.examiner, "kept_act", "person_name")
    about = {name: request[name] for name in ("approval_id", "content_sha256")}
    world.signer.does("export.decide", reason_code="purpose", **about)
    with pytest.raises(RefusedError, match="not approved"):
        made(world.examiner, request["request_id"])


def test_masked_nothing_sensitive_leaves_and_nobody_is_asked(world: World) -> None:
    request = asked(world.examiner, "kept_act", "code", "person_name", "reason", masked=True)
    assert "approval_id" not in request
    _, rows, _ = made(world.examiner, request["request_id"])
    assert {row[2] for row in rows[1:]} == {MASK}
    assert all(row[1] in {"", "＊＊"} or row[1].endswith("＊＊") for row in rows[1:])


def test_secrets_and_what_is_not_there_cannot_be_asked_for(world: World, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="Secrets are not given out"):
        asked(world.examiner, "parties_person", "password")
    for table, columns in (
        ("django_migrations", ["name"]),
        ("kept_act", ["nothing"]),
        ("kept_act", ["id", "id"]),
    ):
        with pytest.raises(UnknownRecordError):
            asked(world.examiner, table, *columns)
    with pytest.raises(NotPermittedError):
        asked(cast.handler, "kept_act", "id")
    assert sensitive_from() == 3


def test_the_database_refuses_a_sensitive_export_without_its_approval(world: World) -> None:
    request, other = (asked(world.examiner, "kept_act", "reason") for _ in range(2))
    approve(other, world.signer, world.staff(world.office, "approver"))
    for approval in (None, request["approval_id"], other["approval_id"]):

        def forge(number: int | None = approval) -> None:
            Export.objects.create(
                request_id=request["request_id"], approval_id=number, rows=1, sha256="0" * 64
            )

        with pytest.raises(ConstraintError) as told:
            forged(world, forge)
        assert told.value.constraint == "export_approved"


def test_a_cell_is_never_a_formula() -> None:
    assert [cell(text) for text in ("=1+1", "+86", "-1", "@x", "\tx", "＝1", "示例")] == [
        "'=1+1", "'+86", "'-1", "'@x", "'\tx", "'＝1", "示例",
    ]  # fmt: skip
    assert [cell(value) for value in (None, -5, True, {"b": 1, "a": "中"})] == [
        "",
        "-5",
        "true",
        '{"a": "中", "b": 1}',
    ]
