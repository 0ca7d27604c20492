"""The schemas that editors use are the ones the loader checks with, and every document of a pack names its own."""

import json
from pathlib import Path

import pytest

from kejin.packs import HOME
from kejin.policy.schemas import SCHEMAS, json_schema

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "docs" / "schema"
DOCUMENTS = sorted(path for path in HOME.rglob("*.yaml") if path.name != "lint_waivers.yaml")


@pytest.mark.parametrize("kind", list(SCHEMAS))
def test_the_published_schema_is_the_one_in_force(kind: str) -> None:
    published = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    assert published == json_schema(kind), f"run: kejin policy schema {kind} > docs/schema/{kind}.json"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(HOME)))
def test_every_document_names_its_schema(path: Path) -> None:
    kind = "cases" if path.parent.name == "cases" else path.stem
    first = path.read_text(encoding="utf-8").splitlines()[0]
    up = "../" * (len(path.parent.relative_to(REPOSITORY).parts))
    assert first == f"# yaml-language-server: $schema={up}docs/schema/{kind}.json"
