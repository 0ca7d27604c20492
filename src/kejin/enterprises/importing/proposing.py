"""A mapping proposed from headers and, where a header leaves it open, from what the cells prove.

Whatever is assumed is written beside its column and said in a notice; what cannot be decided is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kejin.enterprises.importing.evidence import code_like, date_form_of, ratio_unit_of
from kejin.enterprises.importing.grains import grain_of, out_of_years, wide_facts_of
from kejin.enterprises.importing.headers import HeaderReading, read_header
from kejin.enterprises.importing.headrow import Head, find_head
from kejin.enterprises.importing.mapping import ColumnMapping, FileMapping, SheetMapping
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings, shortened
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.importing.units import currency_of, in_currency, is_plain, plain_unit, powers_of
from kejin.errors import MappingError
from kejin.facts import GRAINS, Fact, FactKind, Grain, Label, column_letter, dictionary

_YEARLY = (Grain.FILING, Grain.INSTITUTION_YEAR, Grain.PROGRAMME_YEAR)


@dataclass(slots=True)
class _Draft:
    """One column on its way into the mapping."""

    at: int
    header: str
    reading: HeaderReading
    fact: Fact | None
    notes: list[Label] = field(default_factory=list)
    ignore: Label | None = None
    unit: str | None = None
    scheme: str | None = None
    dates: str | None = None


def propose_mapping(sheets: Sequence[RawSheet], findings: Findings) -> FileMapping:
    """A mapping for the sheets of a file.

    Args:
        sheets: The sheets as read.
        findings: Takes a notice for every assumption and every header that is not understood, and a `MappingError` for
            every question that only a person can answer.
    """
    proposed = [_sheet(sheet, findings) for sheet in sheets]
    if not findings.any_errors and all(one.grain is None for one in proposed):
        file = sheets[0].file if sheets else "the file"
        headers = [shortened(column.header) for one in proposed for column in one.columns][:10]
        findings.others.append(
            MappingError(
                "no header of the file is a known fact",
                expected="headers such as 企业名称, 统一社会信用代码, 2024年营业收入（万元）",
                found=", ".join(headers) or "no header",
                where=file,
                kept=NOTHING_IMPORTED,
            )
        )
    return FileMapping(sheets=proposed)


def _sheet(sheet: RawSheet, findings: Findings) -> SheetMapping:
    head = find_head(sheet)
    drafts = [
        _Draft(at, header, reading := read_header(header), reading.fact)
        for at, header in enumerate(head.headers)
        if header
    ]
    _ask_about_double_meanings(drafts, sheet, findings)
    _ask_about_years(drafts, sheet, findings)
    grain = grain_of([(draft.fact, draft.reading.year) for draft in drafts if draft.fact is not None], head)
    if grain is None:
        columns = [ColumnMapping(header=draft.header) for draft in drafts]
        _notice_unread_sheet(sheet, findings)
        return SheetMapping(sheet=sheet.name, ignore="no known fact / 没有认识的事实", columns=columns)
    constants = _fit_to_grain(drafts, grain, head, sheet=sheet, findings=findings)
    _ask_about_repeats(drafts, sheet, findings)
    body = sheet.body(head.index + 1)
    for draft in drafts:
        if draft.fact is not None and draft.ignore is None:
            _settle(draft, head, sheet, texts=body[str(draft.at)].head(_SEEN), findings=findings)
    for draft in drafts:
        _say(draft, sheet, findings)
    return SheetMapping(
        sheet=sheet.name,
        grain=grain,
        header_row=None if sheet.row_number(head.index) < 1 else sheet.row_number(head.index),
        constants=constants,
        columns=[_column(draft) for draft in drafts],
    )


_SEEN = 100_000
"""How many cells are looked at for evidence."""


def _ask_about_double_meanings(drafts: list[_Draft], sheet: RawSheet, findings: Findings) -> None:
    for draft in drafts:
        if len(draft.reading.facts) > 1:
            names = " or ".join(fact.name for fact in draft.reading.facts)
            findings.others.append(
                _question("a header fits two facts", draft, sheet, expected=f"a mapping that says {names}")
            )


def _ask_about_years(drafts: list[_Draft], sheet: RawSheet, findings: Findings) -> None:
    for draft in drafts:
        year = draft.reading.year
        outside = out_of_years(year) if draft.fact is not None and year is not None else None
        if outside is not None:
            findings.others.append(_question("a year that no table is about", draft, sheet, expected=outside))


def _question(what: str, draft: _Draft, sheet: RawSheet, *, expected: str) -> MappingError:
    where = f"{sheet.place}, column {column_letter(draft.at)}"
    return MappingError(
        what, expected=expected, found=shortened(draft.header), where=where, kept=NOTHING_IMPORTED
    )


def _notice_unread_sheet(sheet: RawSheet, findings: Findings) -> None:
    text = Label("没有可识别的列，整张表未读取", "no column is a known fact; the sheet is not read")
    findings.notice("sheet.unread", sheet.place, text)


def _fit_to_grain(
    drafts: list[_Draft], grain: Grain, head: Head, *, sheet: RawSheet, findings: Findings
) -> dict[str, str]:
    """Leave out what a sheet of this grain cannot hold; find the year of what needs one. Returns the constants."""
    wide = wide_facts_of(grain)
    own = dictionary().columns_of(grain)
    needs_year = []
    for draft in drafts:
        fact, year = draft.fact, draft.reading.year
        if fact is None:
            continue
        if year is not None and fact.grain not in _YEARLY:
            _leave_out(draft, Label(f"{fact.label.zh}不分年度", f"{fact.label.en} has no year"))
        elif year is not None and "year" in GRAINS[grain].keys:
            _leave_out(draft, Label("该表每行已有年度", "the rows of this sheet name their years already"))
        elif fact.name in own and year is None:
            continue
        elif fact.name == "year":
            _leave_out(draft, Label("各列已注明年度", "the columns of this sheet name their years already"))
        elif fact.grain not in wide:
            label = GRAINS[fact.grain].label
            _leave_out(draft, Label(f"属于“{label.zh}”，不属于本表", f"belongs to a table of: {label.en}"))
        elif year is None and fact.grain in _YEARLY:
            needs_year.append(draft)
    for draft in needs_year:
        expected = "a year in the header (2024年…), a column 年度, or `year` in the mapping"
        findings.others.append(
            _question("it is not said of which year this is", draft, sheet, expected=expected)
        )
    return _constant_year(drafts, grain, head, sheet=sheet, findings=findings)


def _leave_out(draft: _Draft, why: Label) -> None:
    draft.ignore, draft.fact = why, None


def _constant_year(
    drafts: list[_Draft], grain: Grain, head: Head, *, sheet: RawSheet, findings: Findings
) -> dict[str, str]:
    named = {draft.fact.name for draft in drafts if draft.fact is not None}
    if "year" not in GRAINS[grain].keys or "year" in named or len(head.years) != 1:
        return {}
    year = str(head.years[0])
    text = Label(
        f"年度取自标题或表名：{year}", f"the year is taken from the title or the sheet's name: {year}"
    )
    findings.notice("year.assumed", sheet.place, text)
    return {"year": year}


def _ask_about_repeats(drafts: list[_Draft], sheet: RawSheet, findings: Findings) -> None:
    seen: dict[tuple[str, int | None], _Draft] = {}
    for draft in drafts:
        if draft.fact is None:
            continue
        key = (draft.fact.name, draft.reading.year)
        first = seen.setdefault(key, draft)
        if first is not draft:
            expected = f"one column for {draft.fact.name}; column {column_letter(first.at)} holds it too"
            findings.others.append(_question("two columns hold one fact", draft, sheet, expected=expected))


def _settle(draft: _Draft, head: Head, sheet: RawSheet, *, texts: pl.Series, findings: Findings) -> None:
    """Unit, currency, date form and scheme of a column, with what was assumed and why."""
    fact, currency = draft.fact, draft.reading.currency
    if fact is None:
        return
    if draft.reading.unit is None and fact.kind is FactKind.MONEY and head.unit is not None:
        currency = currency or currency_of(head.unit)
    if fact.kind is FactKind.MONEY and currency not in {None, fact.currency}:
        _leave_out(
            draft, Label(f"以 {currency} 计，不作折算", f"amounts in {currency}; nothing is converted")
        )
        return
    if powers_of(fact):
        _settle_unit(draft, fact, head, sheet=sheet, texts=texts, findings=findings)
    if fact.kind is FactKind.DATE:
        _settle_dates(draft, texts)
    if fact.name == "enterprise_id" and not code_like(texts):
        draft.scheme = "local"
        draft.notes.append(
            Label("编号不是统一社会信用代码，按 local: 标识", "not credit codes; identified as local:…")
        )


def _settle_unit(
    draft: _Draft, fact: Fact, head: Head, *, sheet: RawSheet, texts: pl.Series, findings: Findings
) -> None:
    draft.unit = draft.reading.unit
    powers = powers_of(fact)
    larger = _larger_unit(draft, fact, head)
    if larger is not None:
        expected = f"{draft.unit} or {larger} as `unit` in the mapping"
        findings.others.append(
            _question("the header and the line above it name two units", draft, sheet, expected=expected)
        )
    elif draft.unit is not None and draft.unit not in powers:
        expected = f"one of {', '.join(powers)} as `unit` in the mapping"
        findings.others.append(_question("a unit does not go with its fact", draft, sheet, expected=expected))
    elif fact.kind is FactKind.RATIO:
        _settle_ratio(draft, sheet, texts=texts, findings=findings)
    elif draft.unit is None:
        _assume_unit(draft, fact, head)


def _larger_unit(draft: _Draft, fact: Fact, head: Head) -> str | None:
    """What 单位：亿元 above a header with 港元 may mean as well; None where the header leaves no doubt."""
    unit = draft.reading.unit
    if (
        fact.currency in {None, "CNY"}
        or unit is None
        or not is_plain(unit)
        or head.unit is None
        or is_plain(head.unit)
    ):
        return None
    return head.unit if currency_of(head.unit) == fact.currency else in_currency(head.unit, fact.currency)


def _assume_unit(draft: _Draft, fact: Fact, head: Head) -> None:
    draft.unit = plain_unit(fact)
    if fact.kind is not FactKind.MONEY:
        return
    if head.unit is not None:
        draft.unit = head.unit
        draft.notes.append(
            Label(f"单位取自表头上方：{head.unit}", f"the unit stands above the header: {head.unit}")
        )
    else:
        word = "元 (yuan)" if fact.currency == "CNY" else f"{draft.unit} ({fact.currency})"
        draft.notes.append(Label(f"未写单位，按{draft.unit}计", f"no unit is stated; taken as {word}"))


def _settle_ratio(draft: _Draft, sheet: RawSheet, *, texts: pl.Series, findings: Findings) -> None:
    settled = ratio_unit_of(texts, draft.reading.unit, sheet.origin)
    if settled is None:
        expected = 'unit: "%" (3.15 is 3.15%) or unit: "1" (0.0315 is 3.15%) in the mapping'
        findings.others.append(
            _question("it is not clear whether these are per cent", draft, sheet, expected=expected)
        )
        return
    draft.unit = settled
    if draft.reading.unit is None:
        text = {
            "%": Label(
                "未写单位，按百分数计（有值大于 1）",
                "no unit is stated; taken as per cent, as some values pass 1",
            ),
            "1": Label(
                "未写单位，按小数计（各值不大于 1）",
                "no unit is stated; taken as fractions, as no value passes 1",
            ),
        }[settled]
        draft.notes.append(text)


def _settle_dates(draft: _Draft, texts: pl.Series) -> None:
    form = date_form_of(texts)
    if form is not None:
        draft.dates = form.value
        order = {"dmy": Label("日在前", "day first"), "mdy": Label("月在前", "month first")}[form.value]
        draft.notes.append(
            Label(f"日期按{order.zh}读取（有值可证）", f"dates are read {order.en}, as some values prove")
        )


def _say(draft: _Draft, sheet: RawSheet, findings: Findings) -> None:
    where = f"{sheet.place}, column {column_letter(draft.at)} “{shortened(draft.header)}”"
    for note in draft.notes:
        findings.notice("column.assumed", where, note)
    if draft.ignore is not None:
        findings.notice("column.ignored", where, draft.ignore)
    elif draft.fact is None and len(draft.reading.facts) < 2:
        findings.notice("header.unknown", where, unknown_header(draft.header))


def unknown_header(header: str) -> Label:
    """The sentence about a header that is no known fact, with the nearest ones."""
    near = dictionary().suggest(read_header(header).base or header)
    zh = "、".join(f"{fact.label.zh}（{fact.name}）" for fact in near)
    en = ", ".join(f"{fact.label.en} ({fact.name})" for fact in near)
    return Label(
        f"未识别，未读取{'；相近：' + zh if near else ''}",
        f"not understood, not read{'; nearest: ' + en if near else ''}",
    )


def _column(draft: _Draft) -> ColumnMapping:
    if draft.fact is None:
        ignore = f"{draft.ignore.en} / {draft.ignore.zh}" if draft.ignore is not None else None
        return ColumnMapping(header=draft.header, ignore=ignore, currency=draft.reading.currency)
    note = "; ".join(f"{note.en} / {note.zh}" for note in draft.notes) or None
    return ColumnMapping.model_validate(
        {
            "header": draft.header,
            "fact": draft.fact.name,
            "year": draft.reading.year,
            "unit": draft.unit,
            "dates": draft.dates,
            "scheme": draft.scheme,
            "note": note,
        }
    )
