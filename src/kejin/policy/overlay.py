"""What-if: new values for parameters and table rows laid over the packs, which stay as they are."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, ValidationError

from kejin.errors import OverlayError, SchemaError
from kejin.facts import Label, Plain, read_strict
from kejin.policy.documents import (
    ClauseDocument,
    ConditionDocument,
    Document,
    LabelDocument,
    ParameterDocument,
    TableDocument,
    Version,
)
from kejin.policy.explanation import Confidence
from kejin.policy.pack import Policy, read_document, with_documents
from kejin.policy.rules import BEGINNING
from kejin.policy.ruleset import ResolvedTable, Ruleset
from kejin.policy.tablecheck import table_flaws
from kejin.policy.values import parse_integer, parse_value

ASSUMED = ClauseDocument(doc="overlay", at="", quote="", unread=False)


class Change(Document):
    """One value: `target` is policy.parameter or policy.table#row.

    `from` is the first day a parameter's value holds (default: always); `when` moves the edges of a table row, which
    may leave no gap and no overlap.
    """

    target: str
    value: str | list[str] | None
    start: date | None = Field(default=None, alias="from")
    when: dict[str, ConditionDocument] | None = None


class OverlayDocument(Document):
    """An overlay file: title, what it rests on, changes."""

    title: LabelDocument
    reference: str = ""
    changes: list[Change] = Field(min_length=1)


class Overlay:
    """A named set of changes."""

    def __init__(self, title: Label, changes: tuple[Change, ...], *, reference: str = "") -> None:
        self.title = title
        self.changes = changes
        self.reference = reference

    @classmethod
    def of(cls, title: str, changes: Mapping[str, str | None]) -> "Overlay":
        """An overlay from "policy.parameter" or "policy.table#row" to values, holding on every date."""
        made = tuple(Change(target=target, value=value) for target, value in changes.items())
        return cls(Label(title, title), made)

    @classmethod
    def read(cls, path: Path) -> "Overlay":
        """An overlay file. Raises `OverlayError` with the place."""
        return cls.parsed(read_document(path), where=str(path))

    @classmethod
    def from_text(cls, text: str, *, where: str = "overlay") -> "Overlay":
        """An overlay from the text of a file. Raises `OverlayError`, and `SchemaError` for what is no YAML."""
        return cls.parsed(read_strict(text, where=where, error=SchemaError), where=where)

    @classmethod
    def parsed(cls, plain: Plain, *, where: str) -> "Overlay":
        """An overlay from what its file holds. Raises `OverlayError` with the place."""
        try:
            document = OverlayDocument.model_validate(plain)
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise OverlayError("An overlay does not fit its schema", found=problems, where=where) from error
        return cls(document.title.label, tuple(document.changes), reference=document.reference)


def overlay_text(overlay: Overlay) -> str:
    """An overlay as the text of a file that `Overlay.read` takes; equal overlays give the same bytes."""
    changes = [
        change.model_dump(mode="json", by_alias=True, exclude_none=True) | {"value": change.value}
        for change in overlay.changes
    ]
    document = {
        "title": {"zh": overlay.title.zh, "en": overlay.title.en},
        **({"reference": overlay.reference} if overlay.reference else {}),
        "changes": [dict(sorted(change.items())) for change in changes],
    }
    lines = ["# What-if: values laid over the packs, which stay as they are."]
    # JSON is YAML as well, and says of every text that it is one.
    for name, part in document.items():
        if name == "changes":
            lines += [
                "changes:",
                *(f"  - {json.dumps(one, ensure_ascii=False)}" for one in document["changes"]),
            ]
        else:
            lines.append(f"{name}: {json.dumps(part, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def overlaid(policies: Mapping[str, Policy], overlay: Overlay) -> Mapping[str, Policy]:
    """The policies with the overlay's values. Raises `OverlayError` for an unknown target or a value out of bounds."""
    result = dict(policies)
    for change in overlay.changes:
        policy_id, _, leaf = change.target.partition(".")
        if policy_id not in result:
            raise OverlayError(
                "An overlay names no policy", expected=", ".join(policies), found=change.target
            )
        result[policy_id] = _changed(result[policy_id], leaf, change)
    return MappingProxyType(result)


def _changed(policy: Policy, leaf: str, change: Change) -> Policy:
    name, _, row = leaf.partition("#")
    if row and name in policy.tables:
        return with_documents(policy, tables={name: _with_row(policy.tables[name], row, change)})
    if name in policy.parameters and not row:
        return with_documents(policy, parameters={name: _with_version(policy.parameters[name], change)})
    known = [
        *policy.parameters,
        *(f"{t.id}#{r.id}" for t in policy.tables.values() for r in t.versions[-1].rows),
    ]
    raise OverlayError("An overlay names nothing", expected=f"one of {', '.join(known)}", found=change.target)


def _with_version(document: ParameterDocument, change: Change) -> ParameterDocument:
    if change.value is not None:
        parsed = parse_value(change.value, document.kind, document.unit, where=change.target)
        if document.bounds is not None and isinstance(parsed, int):
            low = parse_integer(document.bounds.min, document.kind, document.unit, where=change.target)
            high = parse_integer(document.bounds.max, document.kind, document.unit, where=change.target)
            if not low <= parsed <= high:
                raise OverlayError(
                    "A value lies outside the parameter's bounds",
                    expected=f"{document.bounds.min} to {document.bounds.max}",
                    found=str(change.value),
                    where=change.target,
                )
    start = change.start or BEGINNING
    kept = [version for version in document.versions if version.start < start] if change.start else []
    made = Version.model_validate(
        {"from": start, "value": change.value, "clause": ASSUMED, "confidence": Confidence.UNCONFIRMED}
    )
    return document.model_copy(update={"versions": [*kept, made]})


def _with_row(document: TableDocument, row: str, change: Change) -> TableDocument:
    if change.start is not None:
        raise OverlayError(
            "A table row is changed for all dates", expected="no from", found=str(change.start)
        )
    if not any(r.id == row for version in document.versions for r in version.rows):
        rows = ", ".join(r.id for version in document.versions for r in version.rows)
        raise OverlayError("An overlay names no row", expected=f"one of {rows}", found=change.target)
    made = {"value": change.value} if change.when is None else {"value": change.value, "when": change.when}
    versions = [
        version.model_copy(
            update={
                "rows": [r.model_copy(update=made) if r.id == row else r for r in version.rows],
                "confidence": Confidence.UNCONFIRMED,
            }
        )
        for version in document.versions
    ]
    return document.model_copy(update={"versions": versions})


def check_tables(ruleset: Ruleset, overlay: Overlay) -> None:
    """Refuse an overlay whose tables leave a case without a row, or give it two. Raises `OverlayError`."""
    names = {change.target.partition("#")[0] for change in overlay.changes if change.when is not None}
    for name in names:
        node = ruleset.nodes.get(name)
        if node is None or not isinstance(node.spec, ResolvedTable):
            continue
        document = node.spec.document
        inputs = {
            leaf: ruleset.nodes[need].term for leaf, need in zip(document.inputs, node.needs, strict=True)
        }
        for version in document.versions:
            for flaw in table_flaws(document, version, inputs):
                raise OverlayError("An overlay breaks a table", found=flaw.message, where=name)
