"""A mapping: which column holds which fact, in which unit, of which year. A file that people read, edit and keep.

It is YAML, strict (unknown keys are refused, decimals stand in quotes), and complete: every header of the sheet is
there, as a fact, as ignored with its reason, or as not mapped.
"""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.enterprises.importing.dates import DateForm
from kejin.errors import MappingError
from kejin.facts import Grain, read_strict

FORMAT = "1"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnMapping(_Entry):
    """One column.

    Attributes:
        header: The header as it stands in the sheet (blanks and width do not matter when it is looked up).
        fact: The fact it holds; None when the column is not read.
        year: The year of a yearly fact, when the header names it.
        unit: What a bare number counts: 元, 万元, 亿元, 万港元, 亿美元, %, ‰, bp, 1, 分.
        currency: The currency of its amounts; one other than the fact's is never read as if it were.
        dates: How its dates are written.
        scheme: For `enterprise_id`: what stands before the value, as in cn-stock:688001. Without it the values are
            credit codes, or carry their scheme already.
        ignore: Why the column is not read.
        note: What was assumed, for the person who checks the mapping.
    """

    header: Annotated[str, Field(min_length=1)]
    fact: str | None = None
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    unit: str | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    dates: DateForm | None = None
    scheme: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] | None = None
    ignore: str | None = None
    note: str | None = None


class SheetMapping(_Entry):
    """One sheet.

    Attributes:
        sheet: Its name; empty for CSV and Parquet.
        grain: What one row is about; None when the sheet is not read.
        header_row: The header's row as a person counts; None means that it is looked for.
        constants: Facts that hold for every row, as text; such as `city_code: "4401"`, or `year: "2024"` for a sheet
            of one year.
        repeats: What two rows with one key mean: `refuse` them, or read them as one row when all that is read from
            them is the `same`.
        columns: Every column that has a header.
        ignore: Why the whole sheet is not read.
    """

    sheet: str
    grain: Grain | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    constants: dict[str, str] = {}
    repeats: Literal["refuse", "same"] = "refuse"
    columns: list[ColumnMapping] = []
    ignore: str | None = None

    @property
    def read(self) -> tuple[ColumnMapping, ...]:
        """The columns that hold facts."""
        return tuple(column for column in self.columns if column.fact is not None)


class FileMapping(_Entry):
    """A whole file.

    Attributes:
        kejin_mapping: The version of this form.
        description: For people.
        complete: The grains of which the file holds every row there is, so that no row means "none".
        sheets: Its sheets.
    """

    kejin_mapping: Literal["1"] = "1"
    description: str = ""
    complete: list[Grain] = []
    sheets: list[SheetMapping]


def load_mapping(path: Path) -> FileMapping:
    """The mapping in a YAML file.

    Raises:
        MappingError: It cannot be read, is not strict YAML, or has unknown keys or values of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        found = (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
        raise MappingError("the mapping cannot be opened", found=found, where=str(path)) from problem
    return parse_mapping(text, where=path.name)


def parse_mapping(text: str, *, where: str) -> FileMapping:
    """The mapping in a YAML text; see `load_mapping`."""
    plain = read_strict(text, where=where, error=MappingError)
    try:
        return FileMapping.model_validate(plain)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise MappingError(
            "the mapping is not well formed",
            expected=first["msg"],
            found=str(first["input"])[:60],
            where=f"{where}, {place}",
        ) from None


def mapping_text(mapping: FileMapping) -> str:
    """The mapping as YAML, keys in their fixed order, nothing written that says only the default."""
    plain = mapping.model_dump(mode="json", exclude_defaults=True)
    ordered = {
        "kejin_mapping": FORMAT,
        **{key: value for key, value in plain.items() if key != "kejin_mapping"},
    }
    return yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def save_mapping(mapping: FileMapping, path: Path) -> None:
    """Write the mapping as YAML.

    Raises:
        MappingError: The file cannot be written.
    """
    try:
        path.write_text(mapping_text(mapping), encoding="utf-8")
    except OSError as problem:
        raise MappingError("the mapping cannot be written", found=str(problem), where=str(path)) from problem


class _Dumper(yaml.SafeDumper):
    """Lists of columns are indented under their key, and texts that look like numbers stay quoted."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)
