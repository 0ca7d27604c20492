"""Tables from files: checked cell by cell behind the gates of the import, then done as one act, all of it or nothing.

A file from elsewhere is as it is: a zip bomb, a workbook with macros, a formula, a million columns, a picture called
`.xlsx`. The gates of `kejin.enterprises.importing` look inside, with the limits for strangers, and refuse in words.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Header, Router
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.api.acting import LONGEST_REASON, Key, Reply, reply_of
from kejin.api.asking import TokenAuth, asker
from kejin.api.bodies import Body
from kejin.api.errors import MalformedError, MediaTypeError, TooLargeError, UnusableError
from kejin.api.judging import lacks_form, problems_told
from kejin.enterprises.importing import Limits, import_file
from kejin.records.actions.performing import perform
from kejin.records.actions.values import Code
from kejin.records.filings.batches import FileTable, file_factset
from kejin.records.kept.texts import plain_text
from kejin.records.tapes.filing import read_tape, tape_digest
from kejin.records.tapes.submitting import Month, SubmitTape, submission
from kejin.web.tokens.scopes import needed

router = Router(tags=["upload"])
SUFFIXES = (".csv", ".xlsx", ".parquet")
_LIMITS = Limits()
# What a form has beside the file: field names, boundaries.
_AROUND = 2**16
_KEY = "As for every act; without one, the file's digest stands for it. 幂等键"
OptionalKey = Annotated[Key | None, Header(alias="Idempotency-Key", description=_KEY)]


class _Form(BaseModel):
    """The fields beside the file."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field("", max_length=LONGEST_REASON, description="Why. 理由")


class TapeForm(_Form):
    """Of which month the tape is."""

    month: Month = Field(description="Of which month. 月份", examples=["2026-03"])
    kind: Literal["take_on", "monthly"] = Field(
        "monthly", description="Loans not known yet, or a monthly report. 种类"
    )
    corrects: int | None = Field(
        None, ge=1, le=2**63 - 1, description="The tape that it replaces. 更正的报表"
    )


class FilingForm(_Form):
    """Where the table is from."""

    origin: Code = Field("self", description="Where the source has it from. 来源", examples=["self"])
    register_enterprises: bool = Field(
        False, description="Register those that are not known; for offices. 登记新企业"
    )


@router.post(
    "/tapes", auth=TokenAuth(*needed(SubmitTape)), response=Reply, operation_id="upload.tape",
    summary="上传贷款报表 · Bring a loan tape from a file",
)  # fmt: skip
def upload_tape(request: HttpRequest, idempotency_key: OptionalKey = None) -> Reply:
    """The act `tape.submit` from a CSV file, a workbook or Parquet; wrong cells are all told, and nothing is kept."""
    form = _form(request, TapeForm)
    with _file(request) as path:
        read = read_tape(path, limits=_LIMITS)
        if read.errors is not None:
            raise read.errors
        action = submission(path, read.frame, form.model_dump(include={"month", "kind", "corrects"}))
        key = idempotency_key or f"tape-{tape_digest(read.frame)}-{form.month}-{form.kind}"
        return reply_of(perform(action, asker(request).caller(form.reason), key=key))


@router.post(
    "/filings", auth=TokenAuth(*needed(FileTable)), response=Reply, operation_id="upload.filings",
    summary="上传企业事实表 · File a table of facts",
)  # fmt: skip
def upload_filings(request: HttpRequest, idempotency_key: OptionalKey = None) -> Reply:
    """The act `filings.file_table` from a CSV file, a workbook or Parquet, headed as people head their tables."""
    form = _form(request, FilingForm)
    with _file(request) as path:
        result = import_file(path, None, limits=_LIMITS)
        done = file_factset(
            asker(request).caller(form.reason), result.factset, path.name, origin=form.origin,
            register_enterprises=form.register_enterprises, key=idempotency_key,
        )  # fmt: skip
    return reply_of(done)


def _form(request: HttpRequest, kind: type[Any]) -> Any:
    if request.content_type != "multipart/form-data":
        raise MediaTypeError(
            "A file comes in a form", expected="multipart/form-data", found=request.content_type
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LIMITS.file_bytes + _AROUND:
        raise TooLargeError("The file is too large", expected=f"at most {_LIMITS.file_bytes} bytes")
    try:
        return kind.model_validate(dict(request.POST.items()))
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        failure = MalformedError if lacks_form(told) else UnusableError
        raise failure("The form does not fit", found=problems_told(told)) from error


@contextmanager
def _file(request: HttpRequest) -> Iterator[Path]:
    """The file on disk, in a folder of its own, under the name that people call it by."""
    given = request.FILES.getlist("file")
    if len(given) != 1 or len(request.FILES) != 1:
        raise MalformedError(
            "A form brings one file", expected="one part called `file`", found=len(request.FILES)
        )
    (file,) = given
    with tempfile.TemporaryDirectory(prefix="kejin-upload-") as folder:
        path = Path(folder) / _name(file)
        with path.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)
        yield path


def _name(file: Any) -> str:
    name = PurePosixPath((file.name or "").replace("\\", "/")).name
    if PurePosixPath(name).suffix.lower() not in SUFFIXES or len(name) > 100:
        raise UnusableError(
            "This is no table that can be read",
            expected=" or ".join(SUFFIXES),
            found=name[-40:],
            kept="Nothing was recorded.",
        )
    try:
        return plain_text(name)
    except ValueError as error:
        raise UnusableError("The file has a name that cannot be recorded", found=str(error)) from error


def bodies() -> dict[str, Body]:
    """The forms, by operation."""
    return {
        "upload.tape": _body(TapeForm, {"month": "2026-03", "kind": "monthly", "file": "@tape-2026-03.xlsx"}),
        "upload.filings": _body(FilingForm, {"origin": "self", "file": "@facts.xlsx"}),
    }


def _body(kind: type[BaseModel], example: Mapping[str, Any]) -> Body:
    schema = kind.model_json_schema()
    for part in schema["properties"].values():
        # A field that is absent is absent: a form has no word for nothing.
        kinds = [each for each in part.pop("anyOf", ()) if each != {"type": "null"}]
        part.update(kinds[0] if kinds else {})
        if part.get("default", 0) is None:
            part.pop("default")
    schema["properties"]["file"] = {
        "type": "string",
        "format": "binary",
        "description": f"{', '.join(SUFFIXES)}; at most {_LIMITS.file_bytes} bytes.",
    }
    schema.setdefault("required", []).append("file")
    return Body(schema, example, "multipart/form-data")


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/uploads": router}
