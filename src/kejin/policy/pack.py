"""A pack folder read into one `Policy`: its documents, its rules, its moves. Nothing is evaluated here.

    <folder>/policy.yaml  sources.yaml  parameters.yaml  tables.yaml  rules.py  rules_*.py  cases/*.yaml
             products.yaml  supports.yaml  stacking.yaml  sharing.yaml

A pack is trusted code: `rules.py` is imported, and after it any `rules_<part>.py` into which a long policy is divided.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TypeVar

from pydantic import ValidationError

from kejin.errors import PackError, SchemaError
from kejin.facts import Label, Plain, read_strict
from kejin.policy.documents import (
    CaseDocument,
    CasesDocument,
    DecisionDocument,
    Document,
    ParameterDocument,
    ParametersDocument,
    PolicyDocument,
    SourceDocument,
    SourcesDocument,
    TableDocument,
    TablesDocument,
)
from kejin.policy.market import (
    ProductDocument,
    ProductsDocument,
    StackingDocument,
    StackingsDocument,
    SupportDocument,
    SupportsDocument,
)
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.sharing import SharingDocument

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Policy:
    """One policy as law: head, sources, parameters, tables, rules, moves and cases, by name."""

    folder: Path
    head: PolicyDocument
    sources: Mapping[str, SourceDocument]
    parameters: Mapping[str, ParameterDocument]
    tables: Mapping[str, TableDocument]
    rules: Mapping[str, tuple[RuleSpec, ...]]
    moves: Mapping[str, Move]
    cases: tuple[CaseDocument, ...]
    products: Mapping[str, ProductDocument]
    supports: Mapping[str, SupportDocument]
    stacking: Mapping[str, StackingDocument]
    sharing: SharingDocument | None

    @property
    def id(self) -> str:
        """The policy's name, unique among all packs."""
        return self.head.id

    @property
    def label(self) -> Label:
        """The policy's name in Chinese and English."""
        return self.head.label.label

    @property
    def summary(self) -> Label:
        """One sentence in Chinese and English."""
        return self.head.summary.label

    @property
    def decisions(self) -> Mapping[str, DecisionDocument]:
        """The questions this policy answers, by id."""
        return {decision.id: decision for decision in self.head.decisions}

    @cached_property
    def uses(self) -> Mapping[str, tuple[str, str]]:
        """The names borrowed from other policies: policy and name there."""
        return {
            use.name: (policy, name) for use in self.head.uses for policy, _, name in [use.of.partition(".")]
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """All names that an argument of a rule may take from this policy."""
        return frozenset((*self.rules, *self.moves, *self.parameters, *self.tables))


def with_documents(
    policy: Policy,
    *,
    parameters: Mapping[str, ParameterDocument] | None = None,
    tables: Mapping[str, TableDocument] | None = None,
) -> Policy:
    """The policy with some parameters or tables exchanged."""
    return replace(
        policy,
        parameters=MappingProxyType({**policy.parameters, **(parameters or {})}),
        tables=MappingProxyType({**policy.tables, **(tables or {})}),
    )


def load_policy(folder: Path) -> Policy:
    """Read one pack folder. Raises `SchemaError` or `PackError` with the file and the place."""
    head = _document(folder / "policy.yaml", PolicyDocument)
    sources = _document(folder / "sources.yaml", SourcesDocument).sources
    parameters = _optional(folder / "parameters.yaml", ParametersDocument)
    tables = _optional(folder / "tables.yaml", TablesDocument)
    products = _optional(folder / "products.yaml", ProductsDocument)
    supports = _optional(folder / "supports.yaml", SupportsDocument)
    stacking = _optional(folder / "stacking.yaml", StackingsDocument)
    written = _written_rules(folder, head.id)
    cases = [
        case for path in sorted(folder.glob("cases/*.yaml")) for case in _document(path, CasesDocument).cases
    ]
    return Policy(
        folder=folder,
        head=head,
        sources=_by_id(sources, folder),
        parameters=_by_id(parameters.parameters if parameters else [], folder),
        tables=_by_id(tables.tables if tables else [], folder),
        rules=_rules(written),
        moves=MappingProxyType({n: value for n, value in written.items() if isinstance(value, Move)}),
        cases=tuple(cases),
        products=_by_id(products.products if products else [], folder),
        supports=_by_id(supports.supports if supports else [], folder),
        stacking=_by_id(stacking.stacking if stacking else [], folder),
        sharing=_optional(folder / "sharing.yaml", SharingDocument),
    )


def read_document(path: Path) -> Plain:
    """A YAML file read strictly (see `kejin.facts.yamltext`)."""
    return read_strict(path.read_text(encoding="utf-8"), where=str(path), error=SchemaError)


def _document(path: Path, model: type[D]) -> D:
    if not path.is_file():
        raise PackError("A file of the pack is missing", expected=path.name, where=str(path.parent))
    try:
        return model.model_validate(read_document(path))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SchemaError("A document does not fit its schema", found=problems, where=str(path)) from error


def _optional(path: Path, model: type[D]) -> D | None:
    return _document(path, model) if path.is_file() else None


def _by_id(items: list[D], folder: Path) -> Mapping[str, D]:
    result: dict[str, D] = {}
    for item in items:
        name = str(getattr(item, "id"))  # noqa: B009 - the attribute exists on every model passed in
        if name in result:
            raise PackError("A name stands twice", expected="each name once", found=name, where=str(folder))
        result[name] = item
    return MappingProxyType(result)


def _written_rules(folder: Path, policy_id: str) -> Mapping[str, object]:
    """All names that `rules.py` and its further parts define; a rule or move may stand in one part only."""
    first = folder / "rules.py"
    if not first.is_file():
        raise PackError("A file of the pack is missing", expected="rules.py", where=str(folder))
    written: dict[str, object] = {}
    for path in (first, *sorted(folder.glob("rules_*.py"))):
        for name, value in vars(_module(path, policy_id)).items():
            if isinstance(value, RuleSpec | Move) and name in written:
                raise PackError("A name stands twice", expected="each name once", found=name, where=str(path))
            written[name] = value
    return written


def _module(path: Path, policy_id: str) -> ModuleType:
    # A module name per file keeps two packs with the same id (two versions, a user's copy) apart.
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
    name = f"kejin_pack_{policy_id}_{place}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PackError("The rules cannot be loaded", where=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _rules(written: Mapping[str, object]) -> Mapping[str, tuple[RuleSpec, ...]]:
    versions: dict[str, list[RuleSpec]] = {}
    for value in written.values():
        if isinstance(value, RuleSpec):
            versions.setdefault(value.leaf, []).append(value)
    return MappingProxyType({leaf: tuple(sorted(v, key=lambda s: s.since)) for leaf, v in versions.items()})
