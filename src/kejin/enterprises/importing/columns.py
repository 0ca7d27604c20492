"""One column of text under its mapping: parsed, and every wrong cell named."""

from dataclasses import dataclass

import polars as pl

from kejin.enterprises.importing.cells import Parsed
from kejin.enterprises.importing.dates import DateForm, parse_dates, parse_years
from kejin.enterprises.importing.mapping import ColumnMapping
from kejin.enterprises.importing.numbers import parse_numbers
from kejin.enterprises.importing.problems import CellProblem, Findings, shortened
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.importing.texts import parse_credit_codes, parse_texts
from kejin.enterprises.importing.units import example_of, plain_unit
from kejin.enterprises.importing.words import parse_choices, parse_flags
from kejin.facts import GRAINS, Fact, FactKind, Label, bounds_text, column_letter
from kejin.money import Currency, format_rate, readable_money

_KEYS = frozenset(name for spec in GRAINS.values() for name in (*spec.keys, *spec.foreign_keys))
_SCHEMED = r"^[a-z][a-z0-9-]*:."
_CHOICES_SHOWN = 8
_FINEST = {
    FactKind.MONEY: Label("最多精确到分", "whole fen"),
    FactKind.RATIO: Label("最多精确到十亿分之一", "at most nine decimals of a fraction"),
    FactKind.SCORE: Label("最多两位小数", "at most two decimals"),
    FactKind.COUNT: Label("整数", "a whole number"),
}
_CREDIT_CODE = Label(
    "18 位有效代码，如 91440300708461136T", "a valid code of 18 characters such as 91440300708461136T"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A column in its sheet: where it stands, what it is mapped to, and the row of its first cell."""

    sheet: RawSheet
    at: int
    mapping: ColumnMapping
    fact: Fact
    first_row: int

    @property
    def where(self) -> str:
        """The column for a message."""
        return f"{self.sheet.place}, column {column_letter(self.at)} “{shortened(self.mapping.header)}”"

    def problem(
        self, index: int, value: object, reason: Reason, *, expected: Label | None = None
    ) -> CellProblem:
        """What is wrong with the cell in the row of this index."""
        row = self.first_row + index
        return CellProblem(
            file=self.sheet.file,
            sheet=self.sheet.name,
            cell=f"{column_letter(self.at)}{row}",
            row=row,
            header=self.mapping.header,
            value=shortened(value),
            reason=reason,
            expected=expected or expected_in(self.fact, reason),
        )


def read_column(placed: Placed, texts: pl.Series, findings: Findings) -> Parsed:
    """The column in the type of its fact; every wrong cell goes to `findings` and is null in the result."""
    parsed = _parse(placed, texts, findings)
    if parsed.reasons is None:
        return parsed
    wrong = parsed.reasons.is_not_null().arg_true()
    listed = wrong.head(findings.room())
    for index, value, reason in zip(listed, texts.gather(listed), parsed.reasons.gather(listed), strict=True):
        findings.add_cell(placed.problem(index, value, Reason(reason)))
    findings.uncounted += wrong.len() - listed.len()
    return parsed


def read_constant(fact: Fact, text: str, *, unit: str | None = None) -> object | None:
    """The one value behind a constant of a mapping, or None when it is none of this fact."""
    texts = pl.Series([text], dtype=pl.String)
    parsed = _parse_kind(
        fact, texts, ColumnMapping(header=fact.name, fact=fact.name, unit=unit), epoch_1904=False
    )
    value: object = parsed.values[0]
    return value


def _parse(placed: Placed, texts: pl.Series, findings: Findings) -> Parsed:
    fact, mapping = placed.fact, placed.mapping
    if fact.name == "credit_code":
        return parse_credit_codes(texts)
    if fact.kind is not FactKind.TEXT:
        return _parse_kind(fact, texts, mapping, epoch_1904=placed.sheet.epoch_1904)
    cleaned = parse_texts(texts, fact, key=fact.name in _KEYS)
    if cleaned.stripped:
        text = Label(
            f"{cleaned.stripped} 格去除了不可见字符",
            f"invisible characters taken out of {cleaned.stripped} cells",
        )
        findings.notice("text.invisible", placed.where, text)
    return _identified(cleaned.parsed, texts, mapping) if fact.name == "enterprise_id" else cleaned.parsed


def _parse_kind(fact: Fact, texts: pl.Series, mapping: ColumnMapping, *, epoch_1904: bool) -> Parsed:
    match fact.kind:
        case FactKind.DATE:
            return parse_dates(texts, fact, mapping.dates or DateForm.AUTO, epoch_1904=epoch_1904)
        case FactKind.YEAR:
            return parse_years(texts, fact)
        case FactKind.FLAG:
            return parse_flags(texts)
        case FactKind.CHOICE:
            return parse_choices(texts, fact)
        case FactKind.TEXT:
            return parse_texts(texts, fact, key=fact.name in _KEYS).parsed
        case _:
            return parse_numbers(texts, fact, mapping.unit or plain_unit(fact))


def _identified(parsed: Parsed, texts: pl.Series, mapping: ColumnMapping) -> Parsed:
    """Identifiers with their scheme before them; without a scheme they are credit codes or have one already."""
    if mapping.scheme is not None:
        return Parsed(pl.select(pl.lit(f"{mapping.scheme}:") + parsed.values).to_series(), parsed.reasons)
    schemed = parsed.values.str.contains(_SCHEMED).fill_null(value=False)
    codes = parse_credit_codes(pl.select(pl.when(~schemed).then(texts)).to_series())
    values = pl.select(pl.when(schemed).then(parsed.values).otherwise(codes.values)).to_series()
    reasons = [one for one in (parsed.reasons, codes.reasons) if one is not None]
    return Parsed(values, pl.select(pl.coalesce(reasons)).to_series() if reasons else None)


def expected_in(fact: Fact, reason: Reason) -> Label:
    """What would be right in a cell of this fact, for a person."""
    if fact.name == "credit_code" or reason.value.startswith("code_"):
        return _CREDIT_CODE
    if reason is Reason.TOO_FINE:
        return _FINEST[fact.kind]
    if reason is not Reason.OUT_OF_BOUNDS and fact.kind is not FactKind.CHOICE:
        return example_of(fact)
    if fact.kind is FactKind.CHOICE:
        shown = fact.choices[:_CHOICES_SHOWN]
        rest = "…" if len(fact.choices) > _CHOICES_SHOWN else ""
        names = "、".join(choice.label.zh for choice in shown)
        return Label(f"可选：{names}{rest}", "one of " + ", ".join(choice.code for choice in shown) + rest)
    return bounds_of(fact)


def bounds_of(fact: Fact) -> Label:
    """What the dictionary allows, as people write it: "0% to 100%", "CNY 0.00 to CNY 10,000,000 million"."""
    low, high = fact.minimum, fact.maximum
    if fact.currency is not None and isinstance(low, int) and isinstance(high, int):
        currency = Currency.of(fact.currency)
        zh, en = (
            [readable_money(edge, currency, language=language) for edge in (low, high)]
            for language in ("zh", "en")
        )
        return Label(" 至 ".join(zh), " to ".join(en))
    if fact.kind is FactKind.RATIO and isinstance(low, int) and isinstance(high, int):
        return Label(
            f"{format_rate(low)} 至 {format_rate(high)}", f"{format_rate(low)} to {format_rate(high)}"
        )
    if fact.kind is FactKind.SCORE and isinstance(low, int) and isinstance(high, int):
        return Label(f"{low // 100} 至 {high // 100} 分", f"{low // 100} to {high // 100} points")
    if fact.kind is FactKind.COUNT and isinstance(low, int) and isinstance(high, int):
        measure = fact.measure
        return Label(f"{low:,} 至 {high:,} {measure.zh}".strip(), f"{low:,} to {high:,} {measure.en}".strip())
    if low is None:
        return _WITHOUT_BOUNDS.get(fact.kind, Label(f"最多 {high} 个字", bounds_text(fact)))
    unit = "" if fact.kind in {FactKind.DATE, FactKind.YEAR} else f" {fact.unit}"
    return Label(f"{low} 至 {high}", f"{low} to {high}{unit}")


_WITHOUT_BOUNDS = {
    FactKind.FLAG: Label("是 或 否", "yes or no"),
    FactKind.CHOICE: Label("可选值之一", "one of the choices"),
}
