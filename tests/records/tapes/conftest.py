"""A bank with its people and its book, in the module's database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.records.tapes.book import Row, loans, write
from tests.records.world import Who, World

from kejin.records.actions.performing import Done, perform
from kejin.records.parties.standing import Caller
from kejin.records.tapes.filing import read_tape
from kejin.records.tapes.submitting import SubmitTape


@dataclass
class Bank:
    """A bank that reports: its handler, the office that judges, a folder for its files."""

    handler: Who
    judge: Who
    folder: Path
    count: int = 0

    def brings(self, rows: list[Row], month: str = "2026-02", **parts: Any) -> Done:
        """Bring a tape by its file."""
        self.count += 1
        read = read_tape(write(self.folder / f"tape{self.count}.csv", rows))
        action = SubmitTape.of_frame(read.frame, month=month, **parts)
        caller = Caller(self.handler.username, self.handler.organisation_id)
        return perform(action, caller, key=f"{self.folder.name}-{self.count}")

    def reconciles(self, tape_id: int, **parts: Any) -> Done:
        return self.handler.does("tape.reconcile", tape_id=tape_id, **parts)


@pytest.fixture(scope="module")
def bank(world: World, tmp_path_factory: pytest.TempPathFactory) -> Bank:
    owner = world.institution("bank")
    return Bank(world.staff(owner, "handler"), world.signer, tmp_path_factory.mktemp("tapes"))


@pytest.fixture(scope="module")
def book() -> list[Row]:
    return loans(24)
