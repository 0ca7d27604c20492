"""A backup is whole or is none; what is restored from it is verified before it counts."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.players import Case, players
from tests.records.test_audit import Keeper, keeper_in
from tests.records.world import Who, World

from kejin.records.audit.seals import SealFolder
from kejin.records.backups import backing_up
from kejin.records.backups.backing_up import administrator, back_up
from kejin.records.backups.manifest import Manifest, read_manifest
from kejin.records.backups.restoring import Restored, restore
from kejin.records.database import EmbeddedServer
from kejin.records.database.pointing import pointed_at
from kejin.records.errors import BackupError, FolderError
from kejin.records.kept.migrating import migrate
from kejin.records.kept.models import Act
from kejin.records.ledger.statements import trial_balance
from kejin.records.parties.models import Organisation


@pytest.fixture(scope="module")
def place(shelf: Path) -> Path:
    """A folder that the servers of these tests can reach."""
    folder = shelf / "backups"
    folder.mkdir(mode=0o711)
    return folder


@pytest.fixture(scope="module")
def source(made: Path, place: Path) -> Iterator[tuple[EmbeddedServer, Keeper, Who]]:
    """A database of one's own with a financing and its claim, sealed; and its office."""
    subprocess.run(["cp", "-a", made, place / "source"], check=True)
    server = EmbeddedServer(place / "source", durable=False)
    keeper = keeper_in(place / "keeper")
    with pointed_at(server):
        migrate()
        world = World()
        Case.stated(players(world)).claimed(1_000_000)
        keeper.seal()
    yield server, keeper, world.office
    server.stop()


@pytest.fixture(scope="module")
def backup(source: tuple[EmbeddedServer, Keeper, Who], place: Path) -> tuple[Path, Manifest]:
    server, keeper, _ = source
    return place / "b1", back_up(server, place / "b1", seals=keeper.folder, private=keeper.private)


def restored(backup: Path, home: Path, keeper: Keeper, seals: Path | None = None) -> Restored:
    return restore(
        backup, home, seals=SealFolder(seals or home.with_name(f"{home.name}-seals")), public=keeper.public
    )


def test_what_is_restored_is_what_was_backed_up(
    source: tuple[EmbeddedServer, Keeper, Who], backup: tuple[Path, Manifest], place: Path
) -> None:
    server, keeper, office = source
    with pointed_at(server):
        before = (Act.objects.count(), trial_balance())
        office.does("registry.register_person", username="after", name="后来")
        keeper.seal()
    done = restored(backup[0], place / "r1", keeper, keeper.folder.path)
    assert (done.findings, done.seals_placed, done.seals_later) == ((), False, 1)
    assert done.key is not None
    assert done.manifest == backup[1] == read_manifest(backup[0])
    copy = EmbeddedServer(place / "r1")
    with pointed_at(copy):
        assert (Act.objects.count(), trial_balance()) == before
        # Its people act on, in a new line of seals that goes on from the backup's.
        office.does("registry.register_person", username="onward", name="继续")
        assert Organisation.objects.filter(pk=office.organisation_id).exists()
    copy.stop()
    assert not (place / "r1.restoring").exists()


def test_its_seals_are_put_in_place_where_none_are(
    source: tuple[EmbeddedServer, Keeper, Who], backup: tuple[Path, Manifest], place: Path
) -> None:
    _, keeper, office = source
    done = restored(backup[0], place / "r2", keeper)
    assert (done.seals_placed, done.seals_later) == (True, 0)
    onward = Keeper(SealFolder(place / "r2-seals"), keeper.private, keeper.public)
    copy = EmbeddedServer(place / "r2")
    with pointed_at(copy):
        office.does("registry.register_person", username="onward", name="继续")
        assert onward.seal().number == 2
        assert onward.told() == set()
    copy.stop()


@pytest.mark.parametrize("home", ["full", "file.txt"])
def test_it_is_restored_into_an_empty_place_only(
    source: tuple[EmbeddedServer, Keeper, Who], backup: tuple[Path, Manifest], place: Path, home: str
) -> None:
    folder = place / "occupied" / home
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x").write_text("x")
    with pytest.raises(FolderError, match="into an empty place only"):
        restored(backup[0], folder, source[1])
    assert (folder / "x").read_text() == "x"


def test_a_backup_does_not_write_over_anything(
    source: tuple[EmbeddedServer, Keeper, Who], backup: tuple[Path, Manifest]
) -> None:
    with pytest.raises(BackupError, match="There is something of this name"):
        back_up(source[0], backup[0], seals=source[1].folder, private=source[1].private)
    assert read_manifest(backup[0]) == backup[1]


@pytest.mark.parametrize("name", ["database.dump", "manifest.json", "manifest.sha256", "seals/00000001.json"])
@pytest.mark.parametrize("change", ["flipped", "cut", "gone"])
def test_a_backup_in_which_anything_changed_is_none(
    backup: tuple[Path, Manifest], tmp_path: Path, name: str, change: str
) -> None:
    shutil.copytree(backup[0], tmp_path / "b")
    path = tmp_path / "b" / name
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(held if change == "flipped" else held[: len(held) // 2])
    with pytest.raises(BackupError, match="not a whole one"):
        read_manifest(tmp_path / "b")


def test_a_strange_file_and_another_signer_are_noticed(
    backup: tuple[Path, Manifest], tmp_path: Path, place: Path
) -> None:
    shutil.copytree(backup[0], tmp_path / "b")
    (tmp_path / "b" / "more.txt").write_text("x")
    with pytest.raises(BackupError, match=r"strange: more\.txt"):
        read_manifest(tmp_path / "b")
    with pytest.raises(BackupError, match="signed by no key"):
        restored(backup[0], place / "r3", keeper_in(tmp_path))
    assert not (place / "r3").exists()


def test_a_backup_that_was_interrupted_leaves_nothing_that_looks_like_one(
    source: tuple[EmbeddedServer, Keeper, Who], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, keeper, _ = source

    def ends(*_arguments: object) -> None:
        raise KeyboardInterrupt

    for name in ("run_program", "_copy_seals", "write_manifest"):
        with monkeypatch.context() as patched:
            patched.setattr(backing_up, name, ends)
            with pytest.raises(KeyboardInterrupt):
                back_up(server, place / "half", seals=keeper.folder, private=keeper.private)
        assert not (place / "half").exists()
        assert list(place.glob(".half*")) == []


def test_records_that_do_not_hold_are_not_put_in_place(
    source: tuple[EmbeddedServer, Keeper, Who], place: Path
) -> None:
    server, keeper, _ = source
    subprocess.run(["cp", "-a", place / "r1", place / "forged"], check=True)
    forged = EmbeddedServer(place / "forged")
    forged.ensure()
    with administrator(forged) as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute("UPDATE kept_act SET reason = 'x' WHERE id = 4")
        connection.execute("UPDATE ledger_posting SET amount_minor = amount_minor + 1 WHERE id = 1")
    back_up(forged, place / "b2", seals=keeper.folder, private=keeper.private)
    forged.stop()
    with pytest.raises(BackupError, match="does not hold") as told:
        restored(place / "b2", place / "r4", keeper)
    assert "kept_act 4" in str(told.value.found)
    assert not (place / "r4").exists()
    assert not (place / "r4.restoring").exists()
    done = restore(
        place / "b2",
        place / "r4",
        seals=SealFolder(place / "r4-seals"),
        public=keeper.public,
        accept_findings=True,
    )
    assert len(done.findings) >= 2
    assert server.folder.home.exists()


def test_a_restoring_that_was_killed_is_begun_anew(
    source: tuple[EmbeddedServer, Keeper, Who], backup: tuple[Path, Manifest], place: Path
) -> None:
    left = EmbeddedServer(place / "r5.restoring")
    left.ensure()
    assert restored(backup[0], place / "r5", source[1]).findings == ()
    (place / "r6.restoring").mkdir()
    with pytest.raises(FolderError, match="beside it is in use"):
        restored(backup[0], place / "r6", source[1])
