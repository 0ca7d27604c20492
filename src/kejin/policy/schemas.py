"""JSON Schema of the documents of a pack, so that editors complete and check the YAML while it is written."""

from collections.abc import Mapping
from typing import Any

from kejin.errors import UnknownPolicyError
from kejin.policy.documents import (
    CasesDocument,
    Document,
    ParametersDocument,
    PolicyDocument,
    SourcesDocument,
    TablesDocument,
)
from kejin.policy.market import ProductsDocument, StackingsDocument, SupportsDocument
from kejin.policy.overlay import OverlayDocument
from kejin.policy.sharing import SharingDocument

SCHEMAS: Mapping[str, type[Document]] = {
    "policy": PolicyDocument,
    "sources": SourcesDocument,
    "parameters": ParametersDocument,
    "tables": TablesDocument,
    "cases": CasesDocument,
    "products": ProductsDocument,
    "supports": SupportsDocument,
    "stacking": StackingsDocument,
    "sharing": SharingDocument,
    "overlay": OverlayDocument,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of document. Raises `UnknownPolicyError` for another name."""
    if kind not in SCHEMAS:
        raise UnknownPolicyError("No such document", expected=f"one of {', '.join(SCHEMAS)}", found=kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[kind].model_json_schema()}
