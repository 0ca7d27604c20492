"""The OpenAPI document: what django-ninja says of each operation, with words, bodies of acts, errors and examples."""

import json
from collections.abc import Mapping
from typing import Any

from ninja.openapi.schema import OpenAPISchema
from typing_extensions import override

from kejin.api.acting import LONGEST_REASON, REASON, open_kinds
from kejin.api.bodies import Body
from kejin.api.examples import example_of
from kejin.api.problems import CONTENT_TYPE
from kejin.api.samples import samples_of
from kejin.api.serving import Api
from kejin.records.actions.action import Action

PREFIX = "/api/v1"
_ACT = "act."
# An operation that is no act and takes the body of one.
_SAME_BODY: Mapping[str, str] = {"facts.read": "access.read"}
_REF = "#/components/schemas/{model}"
_WHAT: Mapping[str, str] = {
    "304": "Nothing has changed since the tag in `If-None-Match`. 内容未变",
    "400": "A parameter, a header or the body does not have the form that this document gives. 格式有误",
    "401": "No token, or one that is worth nothing. 未认证",
    "403": "Not for this token, person or organisation. The attempt is on record. 无权办理",
    "404": "There is no such object, or none that this organisation may know of. 不存在或不可见",
    "409": "It cannot be done as things stand, for a coded reason; or the key belongs to another request. 当前不能办理",
    "413": "Too large. 过大",
    "415": "Another kind of body than the operation takes. 类型不符",
    "422": "The form is right, and a value cannot be used all the same. 取值无法使用",
    "429": "The token's allowance is used up until `Retry-After`. 请求过于频繁",
    "503": "Busy, or away; the same request may be sent again. 暂时无法办理",
}
_RETRIED = frozenset({"429", "503"})
_ALWAYS = ("401", "403", "429", "503")
_PROBLEM: Mapping[str, Any] = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457), with the parts that every error of Kejin has.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "A name of the kind of error."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened."},
        "code": {"type": "string", "description": "The error's place in Kejin's tree of errors."},
        "request_id": {"type": "string", "description": "The request's number; also in `X-Request-Id`."},
        "expected": {"type": "string"},
        "found": {"type": "string"},
        "where": {"type": "string"},
        "kept": {"type": "string", "description": "What was not lost."},
        "constraint": {"type": "string", "description": "The constraint of the database that refused it."},
        "reason": {
            "type": "object",
            "required": ["code", "zh", "en"],
            "properties": {name: {"type": "string"} for name in ("code", "zh", "en")},
        },
        "problems": {
            "type": "array",
            "items": {"type": "object"},
            "description": "All of them, where there are several.",
        },
    },
}


class _Document(OpenAPISchema):
    """The document of django-ninja, which would let one schema take the place of another of its name."""

    @override
    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, part in definitions.items():
            if self.schemas.setdefault(name, part) != part:
                raise ValueError(f"two different schemas are called {name}")


class Described(Api):
    """The application with its document.

    Args:
        bodies: The bodies of operations that are no acts.
        given: As django-ninja takes them.
    """

    def __init__(self, *, bodies: Mapping[str, Body], **given: Any) -> None:
        super().__init__(**given)
        self.bodies = bodies

    def document(self) -> dict[str, Any]:
        """The OpenAPI document, version 3.1."""
        made: dict[str, Any] = dict(_Document(self, PREFIX.lstrip("/")))
        made.pop("servers", None)
        made["info"] |= {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
        schemas = made["components"]["schemas"]
        schemas["Problem"] = dict(_PROBLEM)
        made["components"]["responses"] = {
            f"E{status}": _problem(status) for status in _WHAT if status != "304"
        }
        kinds = open_kinds()
        for path, operations in made["paths"].items():
            for method, operation in operations.items():
                name = operation["operationId"]
                kind = kinds.get(_SAME_BODY.get(name, name.removeprefix(_ACT)))
                if kind is not None:
                    operation["requestBody"] = _body(kind, schemas)
                elif operation["operationId"] in self.bodies:
                    operation["requestBody"] = _given(operation["operationId"], self.bodies, schemas)
                _complete(operation, method, path)
        made["components"]["schemas"] = dict(sorted(schemas.items()))
        made["paths"] = dict(sorted(made["paths"].items()))
        return made


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    zh, _, en = operation["summary"].partition(" · ")
    operation["x-summary"] = {"zh": zh, "en": en}
    for parameter in operation["parameters"]:
        _tidy(parameter)
    body = operation.get("requestBody")
    responses = operation["responses"]
    for answer in responses.values():
        answer["headers"] = {"X-Request-Id": _text_header("The request's number.")}
    if method == "get":
        responses[304] = {"description": _WHAT["304"]}
    for status in _statuses(operation, method, path):
        responses[int(status)] = {"$ref": f"#/components/responses/E{status}"}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}
    if body is not None:
        body["required"] = True
    operation["x-codeSamples"] = samples_of(operation, method, path)


def _tidy(parameter: dict[str, Any]) -> None:
    """Say of a parameter once what it is; one that is absent is absent, and never the word "null"."""
    schema = parameter["schema"]
    given = parameter.pop("examples", None) or schema.get("examples")
    if given:
        parameter["example"] = given[0]
    kinds = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(kinds) == 1:
        schema.pop("anyOf")
        schema |= kinds[0]
    for name in ("examples", "description", "title"):
        schema.pop(name, None)
    if schema.get("default", 0) is None:
        schema.pop("default")


def _statuses(operation: Mapping[str, Any], method: str, path: str) -> set[str]:
    found = set(_ALWAYS) if operation.get("security") else {"503"}
    if operation["parameters"] or "requestBody" in operation:
        found.add("400")
    if "{" in path or operation["operationId"].startswith((_ACT, "run.")):
        found.add("404")
    if any(
        each["name"] == "cursor" or '"format": "date"' in json.dumps(each) for each in operation["parameters"]
    ):
        found.add("422")
    if method == "post":
        found |= {"404", "409", "413", "415", "422"}
    return found


def _problem(status: str) -> dict[str, Any]:
    headers = {"X-Request-Id": _text_header("The request's number.")}
    if status in _RETRIED:
        headers["Retry-After"] = {
            "description": "Seconds to wait.",
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        }
    return {
        "description": _WHAT[status],
        "headers": headers,
        "content": {CONTENT_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }


def _text_header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _body(kind: type[Action], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = kind.model_json_schema(ref_template=_REF)
    for name, part in schema.pop("$defs", {}).items():
        if schemas.setdefault(name, part) != part:
            raise ValueError(f"two different schemas are called {name}")
    said = _attributes(kind)
    properties = schema.setdefault("properties", {})
    for name, part in properties.items():
        if name in said:
            part["description"] = said[name]
    properties[REASON] = {
        "type": "string",
        "maxLength": LONGEST_REASON,
        "description": "Why, in words; kept with the act. 理由",
    }
    if kind.needs_reason:
        properties[REASON]["minLength"] = 1
        schema.setdefault("required", []).append(REASON)
    schema["description"] = (kind.__doc__ or "").partition("\n")[0].strip()
    name = f"{_ACT}{kind.code}"
    schemas[name] = schema
    return {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": _REF.format(model=name)}, "example": example_of(kind)}
        },
    }


def _given(name: str, bodies: Mapping[str, Body], schemas: dict[str, Any]) -> dict[str, Any]:
    body = bodies[name]
    schema = dict(body.schema)
    for part_name, part in schema.pop("$defs", {}).items():
        if schemas.setdefault(part_name, part) != part:
            raise ValueError(f"two different schemas are called {part_name}")
    schemas[name] = schema
    content = {"schema": {"$ref": _REF.format(model=name)}, "example": dict(body.example)}
    return {"required": True, "content": {body.media_type: content}}


def _attributes(kind: type[Action]) -> dict[str, str]:
    """What the docstring says of each parameter."""
    found: dict[str, str] = {}
    name = ""
    _, _, below = (kind.__doc__ or "").partition("Attributes:")
    for line in below.splitlines():
        text = line.strip()
        head, colon, rest = text.partition(": ")
        named = [each.strip() for each in head.split(",")]
        if colon and all(each in kind.model_fields for each in named):
            name = named[0]
            found |= dict.fromkeys(named, rest)
        elif text and name:
            found[name] += f" {text}"
    return found


__all__ = ["PREFIX", "Described"]
