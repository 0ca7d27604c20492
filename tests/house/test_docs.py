"""What the documentation shows is what happens."""

import doctest
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"


def pages() -> list[Path]:
    return sorted(page for page in DOCS.rglob("*.md") if ">>> " in page.read_text("utf-8"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_every_example_of_a_page_gives_what_the_page_says(page: Path) -> None:
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_every_page_is_in_the_navigation() -> None:
    def targets(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        entries = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else []
        return [target for each in entries for target in targets(each)]

    navigation = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text("utf-8"))["nav"]
    assert sorted(targets(navigation)) == sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))
