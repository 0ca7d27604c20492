"""What was sealed stays what it was: whoever rules over the database is found out, row by row."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from tests.records.conftest import copy_of, superuser
from tests.records.players import Case, Cast
from tests.records.world import World

from kejin.records.audit.keys import make_key, sign, trusted
from kejin.records.audit.models import Seal, Version
from kejin.records.audit.places import key_file, seals_folder
from kejin.records.audit.rows import sealed_tables
from kejin.records.audit.sealing import seal
from kejin.records.audit.seals import SealFolder
from kejin.records.audit.trail import read_trail
from kejin.records.audit.verifying import Verified, verify
from kejin.records.audit.versions import history
from kejin.records.database import EmbeddedServer
from kejin.records.errors import FolderError, NotPermittedError, RefusedError, SealError, UnknownRecordError
from kejin.records.kept.models import Act
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller


@dataclass(frozen=True)
class Keeper:
    """Somebody with a key and a folder for the seals."""

    folder: SealFolder
    private: Path
    public: Path

    def seal(self) -> Any:
        return seal(self.folder, self.private, self.public)

    def verify(self, *roots: str) -> Verified:
        return verify(self.folder, self.public, roots=roots)

    def told(self) -> set[str]:
        return {f"{finding.what}: {finding.where}" for finding in self.verify().findings}


def keeper_in(place: Path) -> Keeper:
    keeper = Keeper(SealFolder(place / "seals"), place / "key.pem", place / "key.pem.pub")
    make_key(keeper.private, keeper.public)
    return keeper


@pytest.fixture(scope="module")
def keeper(world: World, cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    """A financing with its claim and a refused attempt, sealed in two batches."""
    keeper = keeper_in(tmp_path_factory.mktemp("keeper"))
    case = Case.stated(cast)
    keeper.seal()
    case.claimed(1_000_000)
    with pytest.raises(Exception, match="not for you"):
        world.examiner.does("registry.register_person", username="nobody", name="无")
    keeper.seal()
    return keeper


@pytest.fixture
def forging(
    run_server: EmbeddedServer, database: str, keeper: Keeper, tmp_path: Path
) -> Iterator[tuple[Keeper, psycopg.Connection]]:
    """The same records and seals as copies, and a superuser's connection to them that no guard holds back."""
    shutil.copytree(keeper.folder.path, tmp_path / "seals")
    with copy_of(run_server, database) as name, superuser(run_server, name) as forger:
        yield replace(keeper, folder=SealFolder(tmp_path / "seals")), forger


def test_what_was_sealed_holds_and_the_last_root_stands_for_all(keeper: Keeper) -> None:
    found = keeper.verify()
    assert found.findings == ()
    assert (found.seals, found.unsealed) == (2, 0)
    assert found.rows > 60
    assert found.root == keeper.folder.read(2)[0].root == Seal.objects.get(number=2).root
    assert keeper.verify(str(found.root)).findings == ()
    assert [finding.where for finding in keeper.verify("0" * 64).findings] == ["0" * 64]
    assert keeper.seal() is None


def test_every_table_that_only_grows_is_sealed(keeper: Keeper) -> None:
    sealed = {table.table for number in (1, 2) for table in keeper.folder.read(number)[0].tables}
    with connections["default"].cursor() as cursor:
        for table in sealed_tables():
            cursor.execute(f"SELECT count(*) FROM {table.name}")  # noqa: S608
            assert (table.name in sealed) == bool(cursor.fetchone()[0]), table.name
    assert {"kept_act", "kept_reply", "kept_attempt", "ledger_posting", "audit_version"} <= sealed


FORGERIES: dict[str, tuple[str, str]] = {
    "an amount": ("UPDATE ledger_posting SET amount_minor = 1 WHERE id = 1", "a sealed row was changed: ledger_posting 1"),
    "a person": ("UPDATE kept_act SET person_name = '某甲' WHERE id = 3", "a sealed row was changed: kept_act 3"),
    "a reason": ("UPDATE kept_act SET reason = '补记' WHERE id = 4", "a sealed row was changed: kept_act 4"),
    "an instant": (
        "UPDATE kept_act SET recorded_at = recorded_at - interval '1 microsecond' WHERE id = 5",
        "a sealed row was changed: kept_act 5",
    ),
    "a fact": (
        "UPDATE financing_claim SET facts = jsonb_set(facts, '{loan,0,loan_mode}', '\"x\"') WHERE id = 1",
        "a sealed row was changed: financing_claim 1",
    ),
    "a removal": ("DELETE FROM kept_reply WHERE act_id = 7", "a sealed row was removed: kept_reply 7"),
    "an insertion": (
        "INSERT INTO kept_attempt (id, request_id, code, person_name, channel, error, message) OVERRIDING SYSTEM VALUE VALUES (0, gen_random_uuid(), 'x', 'x', 'x', 'x', 'x')",
        "a row was inserted among sealed ones: kept_attempt 0",
    ),
    "an order": (
        "UPDATE kept_act SET id = -9 WHERE id = 8; UPDATE kept_act SET id = 8 WHERE id = 9; UPDATE kept_act SET id = 9 WHERE id = -9",
        "a sealed row was moved: kept_act 8 holds what was kept_act 9",
    ),
    "a version": (
        "UPDATE audit_version SET content = content || '{\"place_code\": \"440100\"}' WHERE id = 1",
        "a sealed row was changed: audit_version 1",
    ),
    "a state": (
        "UPDATE financing_financing SET state = 'closed' WHERE id = 1",
        "a row that is not what its last act left: financing_financing 1",
    ),
    "a password": (
        "UPDATE parties_person SET password = 'known' WHERE id = 1",
        "a row that is not what its last act left: parties_person 1",
    ),
    "a party": (
        "INSERT INTO parties_organisation (id, kind, name, place_code, status, act_id) OVERRIDING SYSTEM VALUE VALUES (999, 'office', '伪', '', 'active', 1)",
        "a row that no act made: parties_organisation 999",
    ),
    "a vanished party": ("DELETE FROM parties_organisation WHERE id = 1", "a row that was removed: parties_organisation 1"),
    "a guard": ("ALTER TABLE kept_reply DISABLE TRIGGER append_only", "a guard is missing or switched off: kept_reply.append_only"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_a_superuser_changes_is_named_also_after_sealing_again(
    forging: tuple[Keeper, psycopg.Connection], forgery: str
) -> None:
    keeper, forger = forging
    statement, named = FORGERIES[forgery]
    for part in statement.split("; "):
        forger.execute(part.encode())
    found = keeper.told()
    assert named in found
    assert len(found) <= 2
    forger.execute(b"INSERT INTO kept_attempt (request_id, code, person_name, channel, error, message) "
                   b"VALUES (gen_random_uuid(), 'x', 'x', 'x', 'x', 'x')")  # fmt: skip
    assert keeper.seal().number == 3
    assert found == keeper.told()


def test_a_forger_who_seals_with_a_key_of_his_own_is_found_out(
    forging: tuple[Keeper, psycopg.Connection], tmp_path: Path
) -> None:
    keeper, forger = forging
    forger.execute(b"UPDATE kept_act SET reason = 'x' WHERE id = 4")
    forger.execute(b"DELETE FROM audit_seal")
    own = Keeper(SealFolder(tmp_path / "own"), tmp_path / "own.pem", tmp_path / "own.pem.pub")
    make_key(own.private, own.public)
    own.seal()
    assert own.verify().findings == ()
    assert replace(own, public=keeper.public).told() >= {"a seal that none of the known keys signed: seal 1"}


def test_seals_that_are_missing_changed_or_out_of_their_order_are_found(
    forging: tuple[Keeper, psycopg.Connection],
) -> None:
    keeper, _ = forging
    first, second = (keeper.folder.path / f"{number:08d}.json" for number in (1, 2))
    text = second.read_text("utf-8")
    second.unlink()
    assert keeper.told() == {"a seal that was made and is not there, or does not count: seal 2"}
    with pytest.raises(SealError, match="do not hold together") as told:
        keeper.seal()
    assert "seal 2" in str(told.value.found)
    second.write_text(text.replace('"rows": ', '"rows": 1', 1), "utf-8")
    assert "a seal that none of the known keys signed: seal 2" in keeper.told()
    second.write_text("{", "utf-8")
    assert any("cannot be read: seal 2" in one for one in keeper.told())
    second.write_text(first.read_text("utf-8"), "utf-8")
    assert "a seal that does not follow the one before: seal 2" in keeper.told()
    second.write_text(text, "utf-8")
    first.unlink()
    assert "a seal is missing: seal 1" in keeper.told()


def test_without_the_digests_of_rows_a_change_is_still_found(
    forging: tuple[Keeper, psycopg.Connection],
) -> None:
    keeper, forger = forging
    keeper.folder.leaves_file(1).write_bytes(b"x")
    told = {"the digests of single rows are missing or changed; tables are checked as a whole: seal 1"}
    assert keeper.told() == told
    forger.execute(b"UPDATE kept_act SET reason = 'x' WHERE id = 4")
    [more] = keeper.told() - told
    assert more.startswith("rows of a batch were changed, removed or inserted: kept_act 0..")


def test_records_put_back_to_an_earlier_state_are_found(
    run_server: EmbeddedServer, database: str, keeper: Keeper, tmp_path: Path, world: World
) -> None:
    shutil.copytree(keeper.folder.path, tmp_path / "seals")
    later = replace(keeper, folder=SealFolder(tmp_path / "seals"))
    with copy_of(run_server, database):
        world.staff(world.office, "auditor")
        later.seal()
        assert later.told() == set()
    assert "a sealed row was removed" in {finding.what for finding in later.verify().findings}


def test_a_sealer_waits_for_acts_under_way_and_takes_all_of_an_act_or_nothing(
    forging: tuple[Keeper, psycopg.Connection], world: World
) -> None:
    keeper, _ = forging
    inside, go_on = threading.Event(), threading.Event()

    def slowly(execute: Any, *arguments: Any) -> Any:
        if "kept_reply" in arguments[0]:
            inside.set()
            assert go_on.wait(20)
        return execute(*arguments)

    def act() -> None:
        with connections["default"].execute_wrapper(slowly):
            world.office.does("registry.register_person", username="slow.one", name="慢")
        connections.close_all()

    made: list[Any] = []

    def sealing() -> None:
        made.append(keeper.seal())
        connections.close_all()

    actor = threading.Thread(target=act)
    actor.start()
    assert inside.wait(20)
    sealer = threading.Thread(target=sealing)
    sealer.start()
    sealer.join(0.3)
    assert sealer.is_alive()
    go_on.set()
    actor.join()
    sealer.join()
    assert {table.table for table in made[0].tables} == {
        "kept_act",
        "kept_reply",
        "audit_version",
        "audit_seal",
    }
    assert keeper.told() == set()


def test_a_killed_sealer_leaves_nothing_that_is_in_the_way(
    forging: tuple[Keeper, psycopg.Connection], world: World
) -> None:
    keeper, forger = forging
    world.staff(world.office, "auditor")
    keeper.folder.leaves_file(3).write_bytes(b"half")
    assert keeper.seal().number == 3
    forger.execute(b"DELETE FROM audit_seal WHERE number = 3")
    assert keeper.told() == set()
    world.staff(world.office, "auditor")
    assert keeper.seal().number == 4
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert keeper.told() == set()


@pytest.mark.usefixtures("keeper")
def test_of_a_row_that_changed_every_version_is_there_with_its_act(world: World) -> None:
    bank = world.institution("bank")
    done = world.office.does(
        "registry.set_organisation_status",
        reason="检查",
        organisation_id=bank.organisation_id,
        status="suspended",
    )
    first, second = history("parties_organisation", bank.organisation_id)
    assert first.columns["status"] == (None, "active")
    assert (second.act_id, second.columns) == (done.act_id, {"status": ("active", "suspended")})


@pytest.mark.usefixtures("keeper")
def test_a_version_of_a_person_holds_no_password() -> None:
    version = Version.objects.filter(table="parties_person").latest("id")
    assert len(version.content["password"]) == 64
    assert "!" not in version.content["password"]


@pytest.mark.usefixtures("keeper")
def test_nobody_writes_versions_by_hand() -> None:
    for alias, statement in (
        (
            "default",
            "INSERT INTO audit_version (act_id, \"table\", row_id, content) VALUES (1, 'x', 1, '{}')",
        ),
        ("default", "UPDATE audit_seal SET root = ''"),
        ("owner", "UPDATE audit_version SET row_id = 1"),
    ):
        with (
            pytest.raises(Exception, match=r"permission denied|append-only"),
            transaction.atomic(using=alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_key_that_was_renewed_still_counts_for_what_it_signed(
    forging: tuple[Keeper, psycopg.Connection], world: World, tmp_path: Path
) -> None:
    keeper, _ = forging
    own = replace(keeper, private=tmp_path / "k.pem", public=tmp_path / "k.pem.pub")
    shutil.copy(keeper.private, own.private)
    shutil.copy(keeper.public, own.public)
    made = make_key(own.private, own.public, renew=True)
    assert list(trusted(own.public))[-1] == made
    world.staff(world.office, "auditor")
    own.seal()
    assert own.folder.read(3)[1].key == made
    assert own.told() == set()
    assert "a seal that none of the known keys signed: seal 3" in replace(own, public=keeper.public).told()


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    keeper = keeper_in(tmp_path)
    assert keeper.private.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SealError, match="There is a signing key already"):
        make_key(keeper.private, keeper.public)
    keeper.private.chmod(0o640)
    with pytest.raises(SealError, match="Others may read"):
        sign(keeper.private, b"x")
    with pytest.raises(SealError, match="cannot be read"):
        sign(tmp_path / "nowhere", b"x")
    with pytest.raises(SealError, match="cannot be read"):
        trusted(keeper.private)
    with pytest.raises(SealError, match="no signing key to renew"):
        make_key(tmp_path / "new.pem", tmp_path / "new.pub", renew=True)


def test_key_and_seals_never_lie_in_the_databases_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEJIN_DATABASE", str(tmp_path / "db"))
    monkeypatch.setenv("KEJIN_AUDIT_KEY", str(tmp_path / "db" / "key.pem"))
    monkeypatch.setenv("KEJIN_AUDIT_SEALS", str(tmp_path / "db" / "seals"))
    for place in (key_file, seals_folder):
        with pytest.raises(FolderError, match="outside the folder of the database"):
            place()


def test_a_row_number_is_one_that_the_database_draws() -> None:
    assert Organisation._meta.pk.column == "id"
    assert {table.key for table in sealed_tables()} <= {"id", "act_id"}


@pytest.mark.usefixtures("keeper")
def test_the_trail_of_a_record_tells_who_when_why_and_what_changed(world: World) -> None:
    auditor = world.staff(world.office, "auditor")
    bank = world.institution("bank")
    world.office.does(
        "registry.set_organisation_status",
        reason="检查",
        organisation_id=bank.organisation_id,
        status="suspended",
    )
    caller = Caller(auditor.username, auditor.organisation_id, "抽查")
    done, acts = read_trail(caller, "organisation", bank.organisation_id)
    assert [act.code for act in acts] == [
        "registry.register_organisation",
        "registry.set_organisation_status",
    ]
    last = acts[-1]
    assert (last.reason, last.changes) == (
        "检查",
        {"parties_organisation": {"status": ("active", "suspended")}},
    )
    assert len(last.request_id) == 36
    reading = Act.objects.get(pk=done.act_id)
    assert (reading.code, reading.reason, reading.person_name) == (
        "audit.read_trail",
        "抽查",
        f"人{auditor.username}",
    )
    _, masked = read_trail(caller, "organisation", bank.organisation_id, clear=False)
    assert (masked[-1].reason, masked[-1].person) == ("＊＊＊", "甲＊＊")


@pytest.mark.usefixtures("keeper")
def test_a_trail_is_for_auditors_who_say_why(world: World) -> None:
    auditor = world.staff(world.office, "auditor")
    with pytest.raises(RefusedError, match="needs a reason"):
        read_trail(Caller(auditor.username, auditor.organisation_id), "organisation", 1)
    with pytest.raises(NotPermittedError):
        read_trail(Caller(world.office.username, world.office.organisation_id, "x"), "organisation", 1)
    with pytest.raises(UnknownRecordError):
        read_trail(Caller(auditor.username, auditor.organisation_id, "x"), "organisation", 10**9)
