"""A long policy may divide its rules over several files, which count as one."""

import shutil
from pathlib import Path

import pytest
from tests.policy.sample import DATES, PACK

from kejin.errors import PackError
from kejin.policy import PolicyStore

DIVIDER = '@rule("位于适用城市"'


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    """The sample pack with the second half of its rules in a file of its own."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    text = (folder / "rules.py").read_text(encoding="utf-8")
    head, tail = text.split(DIVIDER)
    imports = head[: head.index("revenue_latest_fen")]
    (folder / "rules.py").write_text(head, encoding="utf-8")
    (folder / "rules_more.py").write_text(imports + DIVIDER + tail, encoding="utf-8")
    return folder


def test_divided_rules_make_the_same_ruleset(divided: Path) -> None:
    whole = PolicyStore.read([PACK]).compile(DATES)
    assert PolicyStore.read([divided]).compile(DATES).digest == whole.digest


def test_a_name_in_two_parts_is_refused(divided: Path) -> None:
    part = divided / "rules_more.py"
    part.write_text(
        part.read_text(encoding="utf-8").replace("def in_city(", "def in_room("), encoding="utf-8"
    )
    with pytest.raises(PackError, match="in_room"):
        PolicyStore.read([divided])
