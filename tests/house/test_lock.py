"""The lock: every package pinned and hashed, no server named, no licence we may not ship."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parents[2]
LOCK = (REPOSITORY / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]


def plain(requirement: str) -> str:
    return re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def locked() -> set[str]:
    return {plain(line) for line in LOCK.splitlines() if "==" in line}


def is_for_us(requirement: Requirement) -> bool:
    """Whether it is needed on this machine, without extras."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def runtime(names: set[str]) -> set[str]:
    """The packages that a user gets: those named, and what they need without extras."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        needed = metadata.requires(name) or []
        names |= {plain(each.name) for each in map(Requirement, needed) if is_for_us(each)} - found
    return found


def test_every_pinned_package_has_a_hash_and_no_line_names_a_server() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "http" not in LOCK
    assert "index" not in LOCK


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    assert {plain(each) for each in PROJECT["dependencies"]} <= locked()


@pytest.mark.parametrize("package", sorted(runtime({plain(each) for each in PROJECT["dependencies"]})))
def test_no_package_that_a_user_gets_is_under_the_gpl_or_the_agpl(package: str) -> None:
    about = metadata.metadata(package)
    fields = [
        entry
        for field in ("License-Expression", "License", "Classifier")
        for entry in about.get_all(field) or []
    ]
    # Some packages put the whole text of their licence into the field; its name comes first.
    licence = " ".join(entry[:200] for entry in fields if "::" not in entry or entry.startswith("License"))
    assert licence.strip()
    assert not re.search(r"\bA?GPL|\bAffero|(?<!Lesser )General Public", licence)
