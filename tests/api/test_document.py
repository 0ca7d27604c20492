"""The document: complete, in both languages, with examples that hold; and the pages that show it."""

import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kejin.api.acting import REASON, act_of, open_kinds
from kejin.api.application import application
from kejin.api.examples import example_of
from kejin.api.showing import document_text
from kejin.records.actions.action import Action

SNAPSHOT = Path(__file__).with_name("document.json")
_OWN = re.compile(r"^(terms|losses|act)\.")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = application().document()["paths"]
    return [(method, path, each) for path, methods in paths.items() for method, each in methods.items()]


def test_the_document_is_as_it_was_said_to_be() -> None:
    """Whoever changes what programs rely on sees it here; acts and terms files are the rooms' own, with tests there.

    `KEJIN_SNAPSHOT=1` writes it anew.
    """
    held = json.loads(document_text())
    held["paths"] = {path: each for path, each in held["paths"].items() if "/acts/" not in path}
    schemas = held["components"]["schemas"]
    held["components"]["schemas"] = {name: part for name, part in schemas.items() if not _OWN.match(name)}
    for each in (each for methods in held["paths"].values() for each in methods.values()):
        each.pop("x-codeSamples")
    if os.environ.get("KEJIN_SNAPSHOT"):
        SNAPSHOT.write_text(
            json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert held == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("method", "path", "said"), operations(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_operation_is_told_in_both_languages_with_examples(
    method: str, path: str, said: dict[str, Any]
) -> None:
    assert re.search(r"[\u4e00-\u9fff]", said["x-summary"]["zh"]), said["summary"]
    assert re.fullmatch(r"[^\u4e00-\u9fff]+", said["x-summary"]["en"]), said["summary"]
    assert said["description"]
    if method == "post":
        (content,) = said["requestBody"]["content"].values()
        assert content["example"] or "acts/" in path
    assert [sample["label"] for sample in said["x-codeSamples"]] == ["curl", "Python", "kejin"]
    curl, python, kejin = (sample["source"] for sample in said["x-codeSamples"])
    assert shlex.split(curl)[0] == "curl"
    assert "{" not in shlex.split(curl)[-1]
    compile(python, path, "exec")
    assert shlex.split(kejin)[:3] == ["kejin", "api", method]
    assert {"401", "403", "429", "503"} <= set(said["responses"])


@pytest.mark.parametrize("kind", open_kinds().values(), ids=open_kinds())
def test_the_example_of_every_act_is_one(kind: type[Action]) -> None:
    example = example_of(kind)
    assert (REASON in example) is kind.needs_reason
    assert REASON not in kind.model_fields
    act_of(kind, {name: value for name, value in example.items() if name != REASON})


def test_whatever_a_schema_points_at_is_there() -> None:
    text = document_text()
    held = json.loads(text)["components"]
    for kind, name in set(re.findall(r'"#/components/(schemas|responses)/([^"]+)"', text)):
        assert name in held[kind], name
    assert "#/$defs/" not in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.usefixtures("database")
def test_the_pages_of_the_documentation_come_from_this_machine(language: str) -> None:
    client, html = Client(SERVER_NAME="localhost"), ""
    client.cookies["kejin_language"] = language
    for address in ("/api/docs/", "/api/docs/act.financing.state_need/", "/api/docs/financings.list/"):
        answer = client.get(address)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []
        assert "<script>" not in html
        assert "style=" not in html
        assert "unsafe" not in answer["Content-Security-Policy"]
    assert ("调用示例" in html) is (language == "zh-hans")
    assert client.get("/api/docs/nothing/").status_code == 404
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    assert client.post("/api/v1/openapi.json").status_code == 405
