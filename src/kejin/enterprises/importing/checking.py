"""A mapping against the dictionary and against the sheet it is used on, before any cell is read."""

from collections.abc import Iterator, Sequence

from kejin.enterprises.importing.columns import Placed, read_constant
from kejin.enterprises.importing.grains import out_of_years, wide_facts_of
from kejin.enterprises.importing.headrow import Head, find_head
from kejin.enterprises.importing.mapping import ColumnMapping, FileMapping, SheetMapping
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings, shortened
from kejin.enterprises.importing.proposing import unknown_header
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.importing.units import powers_of, unit_named
from kejin.errors import MappingError
from kejin.facts import GRAINS, Fact, FactKind, Grain, Label, column_letter, dictionary, fold


def check_mapping(mapping: FileMapping, findings: Findings) -> FileMapping:
    """The mapping with its units in their own names; every contradiction in it goes to `findings`.

    A column that names a currency other than its fact's is such a contradiction: nothing is ever converted, so the
    column can only be ignored.
    """
    return mapping.model_copy(update={"sheets": [_checked(sheet, findings) for sheet in mapping.sheets]})


def _checked(sheet: SheetMapping, findings: Findings) -> SheetMapping:
    if sheet.grain is None:
        return sheet
    allowed = _facts_for(sheet.grain)
    columns = []
    seen: dict[tuple[str, int | None], str] = {}
    for column in sheet.columns:
        for what, expected, found in _contradictions(column, allowed, sheet.grain):
            findings.others.append(
                _mapping_error(what, expected, found, where=f"{sheet.sheet}, {column.header}")
            )
        if column.fact is not None:
            other = seen.setdefault((column.fact, column.year), column.header)
            if other is not column.header:
                found = f"{column.fact} in “{other}” and “{column.header}”"
                findings.others.append(
                    _mapping_error("two columns hold one fact", "one column", found, where=sheet.sheet)
                )
        unit = unit_named(column.unit) if column.unit is not None else None
        columns.append(column.model_copy(update={"unit": unit or column.unit}))
    for name, text in sheet.constants.items():
        if name not in allowed or read_constant(allowed[name], text) is None:
            expected = f"a fact of a sheet of {sheet.grain} and a value of it"
            findings.others.append(
                _mapping_error("a constant is not usable", expected, f"{name}: {text}", where=sheet.sheet)
            )
    return sheet.model_copy(update={"columns": columns})


def _facts_for(grain: Grain) -> dict[str, Fact]:
    """The facts a sheet of this grain may hold, the yearly ones of other grains with a year in their header."""
    facts = dictionary()
    own = dict(facts.columns_of(grain))
    for other in wide_facts_of(grain):
        own |= {fact.name: fact for fact in facts.of_grain(other)}
    return own


def _contradictions(
    column: ColumnMapping, allowed: dict[str, Fact], grain: Grain
) -> Iterator[tuple[str, str, str]]:
    if column.fact is None:
        return
    if column.ignore is not None:
        yield "a column is both read and ignored", "one of fact and ignore", column.fact
    if column.fact not in allowed:
        near = ", ".join(fact.name for fact in dictionary().suggest(column.fact))
        yield "a fact does not belong in this sheet", f"a fact of {grain}; nearest: {near}", column.fact
        return
    fact = allowed[column.fact]
    powers = powers_of(fact)
    unit = None if column.unit is None else unit_named(column.unit) or column.unit
    if unit is not None and unit not in powers:
        yield "a unit does not go with its fact", ", ".join(powers) or "no unit", unit
    if column.currency is not None and fact.currency is not None and column.currency != fact.currency:
        yield "amounts in another currency are not converted", "ignore, with the reason", column.currency
    yield from _wrong_years(column, fact, grain)
    if column.dates is not None and fact.kind is not FactKind.DATE:
        yield "a date form for something that is no date", "no `dates`", column.fact
    if column.scheme is not None and fact.name != "enterprise_id":
        yield "a scheme for something other than enterprise_id", "no `scheme`", column.fact


def _wrong_years(column: ColumnMapping, fact: Fact, grain: Grain) -> Iterator[tuple[str, str, str]]:
    """What contradicts in the year of a column."""
    yearly = (
        fact.grain in {Grain.FILING, Grain.INSTITUTION_YEAR, Grain.PROGRAMME_YEAR} and fact.name != "year"
    )
    rows_have_years = "year" in GRAINS[grain].keys
    if column.year is not None and (not yearly or rows_have_years):
        yield "a year where none belongs", "no year", str(column.year)
    if column.year is not None and (outside := out_of_years(column.year)) is not None:
        yield "a year that no table is about", outside, str(column.year)
    if column.year is None and fact.grain is Grain.FILING and not rows_have_years:
        yield "a yearly fact without its year", "year", fact.name


def _mapping_error(what: str, expected: str, found: str, *, where: str) -> MappingError:
    return MappingError(
        what, expected=expected, found=shortened(found), where=f"mapping, {where}", kept=NOTHING_IMPORTED
    )


def place_columns(sheet: RawSheet, mapping: SheetMapping, findings: Findings) -> tuple[Head, list[Placed]]:
    """Where each mapped column stands in the sheet.

    A header that the mapping does not know is a notice; one that it reads and that is not there goes to `findings` as
    an error, because its fact would be unknown for everybody without a word.
    """
    known = frozenset(_key(column.header) for column in mapping.columns)
    head = find_head(sheet, row=mapping.header_row, known=known)
    if mapping.header_row is not None and _missing(head, mapping):
        # The row in a mapping is a hint: the same table comes with one title line more or less.
        head = find_head(sheet, known=known)
    by_header: dict[str, list[ColumnMapping]] = {}
    for column in mapping.columns:
        by_header.setdefault(_key(column.header), []).append(column)
    placed = []
    for at, header in enumerate(head.headers):
        waiting = by_header.get(_key(header), []) if header else []
        if waiting:
            column = waiting.pop(0)
            if column.fact is None and column.ignore is None:
                _notice_unknown(sheet, at, header, findings=findings)
            if column.fact is not None:
                first_row = sheet.row_number(head.index + 1)
                placed.append(Placed(sheet, at, column, dictionary()[column.fact], first_row))
        elif header:
            _notice_unknown(sheet, at, header, findings=findings)
    _refuse_missing(_missing(head, mapping), head, sheet, findings=findings)
    return head, placed


def _notice_unknown(sheet: RawSheet, at: int, header: str, *, findings: Findings) -> None:
    where = f"{sheet.place}, column {column_letter(at)} “{shortened(header)}”"
    findings.notice("header.unknown", where, unknown_header(header))


def _key(header: str) -> str:
    return fold(header) or header.strip()


def _missing(head: Head, mapping: SheetMapping) -> list[str]:
    there = [_key(header) for header in head.headers if header]
    missing = []
    for column in mapping.read:
        if _key(column.header) in there:
            there.remove(_key(column.header))
        else:
            missing.append(column.header)
    return missing


def _refuse_missing(missing: Sequence[str], head: Head, sheet: RawSheet, *, findings: Findings) -> None:
    if missing:
        there = ", ".join(shortened(header) for header in head.headers[:20] if header)
        findings.others.append(
            MappingError(
                "the sheet lacks columns that the mapping reads",
                expected=", ".join(shortened(header) for header in missing),
                found=there,
                where=sheet.place,
                kept=NOTHING_IMPORTED,
            )
        )


def notice_unread(
    sheets: Sequence[RawSheet], mapping: FileMapping, findings: Findings
) -> Iterator[tuple[RawSheet, SheetMapping]]:
    """The sheets with their mappings; a sheet that the mapping does not name is not read, and a notice says so."""
    only = mapping.sheets[0] if len(mapping.sheets) == len(sheets) == 1 else None
    by_name = {one.sheet: one for one in mapping.sheets}
    for sheet in sheets:
        found = only or by_name.pop(sheet.name, None)
        if found is None:
            findings.notice(
                "sheet.unmapped", sheet.place, Label("映射中没有此表，未读取", "not in the mapping, not read")
            )
        elif found.grain is not None:
            yield sheet, found
    for name in by_name if only is None else ():
        if by_name[name].grain is not None:
            findings.others.append(
                _mapping_error(
                    "the file lacks a sheet that the mapping reads",
                    name,
                    ", ".join(s.name for s in sheets),
                    where=name,
                )
            )
