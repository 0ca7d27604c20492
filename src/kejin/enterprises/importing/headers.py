"""What a header says: which fact, of which year, in which unit or currency.

"2024年营业收入（万元）", "营业收入2024/万元" and "revenue_2024 (10k yuan)" all name the revenue of 2024 in units of ten
thousand yuan. A currency belongs to what is meant: 企业估值（万美元） is the valuation in dollars where there is such a
fact, and never the one in yuan. A bracket that is none of unit, year or hint is a qualifier: 研发人员（博士） is not
研发人员, and is not taken for it.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kejin.enterprises.importing.units import (
    currency_named,
    currency_of,
    in_currency,
    is_bare,
    is_plain,
    powers_of,
    unit_named,
    words_of,
)
from kejin.facts import Fact, FactKind, dictionary, fold

_BRACKETS = re.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]")
_PARTS = re.compile(r"[,，、;；:：/|\s]+")
_YEAR = re.compile(
    r"(?i)(?:fy\s*)?(?<!\d)((?:19|20)\d{2})(?!\d)(?:\s*[-/.年]\s*12\s*[-/.月]\s*31\s*日?)?\s*(?:年末|年底|年度|财年|年)?"
)
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[、.．)）]\s*(?=\D)")
_TRAILING = re.compile(r"^(.+?)[\s/_:：\-—(]+(?:in\s+)?([^\s/_:：\-—]+(?:\s+[^\s/_:：\-—]+)?)\s*$")
# Per cent at the end; and the dictionary's own names say that they count fen or cents.
_SIGN = re.compile(r"(?i)^.*(%|‰|_fen|_hkd_cents|_usd_cents)$")
_GLUED = re.compile(r"^(.+?)((?:[十百千]?[万亿]|[千百])?(?:[港美]?元|港币|美金))$")
_HINTS = frozenset(
    fold(hint)
    for hint in (
        "是/否", "是或否", "有/无", "Y/N", "yes/no", "true/false", "1/0", "0/1", "必填", "选填", "可选",
        "required", "optional", "人", "件", "个", "名", "家", "项", "户", "笔", "次", "年", "天", "位", "轮", "岁",
        "YYYY-MM-DD", "yyyy/mm/dd", "YYYYMMDD", "年月日", "年-月-日", "年/月/日", "如有", "if any",
        "persons", "people", "items", "years", "days", "date",
        "18位", "全称", "百分制", "金额", "金额单位", "单位", "币种", "currency", "unit", "in", "小数", "整数",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What one header says.

    Attributes:
        facts: The facts it may mean: none, one, or several when it cannot be decided.
        year: The year it names.
        unit: The unit it names (元, 万元, 万美元, %, …).
        currency: The currency it names, where that is another than renminbi or than its fact's.
        base: What is left of it without all that.
        bare: Whether the unit is a magnitude alone (万), which goes with any currency.
    """

    facts: tuple[Fact, ...] = ()
    year: int | None = None
    unit: str | None = None
    currency: str | None = None
    base: str = ""
    bare: bool = False

    @property
    def fact(self) -> Fact | None:
        """The one fact it means, if it means one."""
        return self.facts[0] if len(self.facts) == 1 else None


@lru_cache(maxsize=4096)
def read_header(text: str) -> HeaderReading:
    """What a header says; a header that names no fact keeps the year, unit and currency it names."""
    plain = _NUMBERING.sub("", " ".join(_half_width(text).split()))
    said, qualifiers = _said(_BRACKETS.findall(plain))
    # A name may have brackets of its own: 高新技术产品（服务）收入. With them it is tried first.
    whole, year = _year_in(
        _BRACKETS.sub(lambda match: match[0] if match[1] in qualifiers else " ", plain), said.year
    )
    base = _BRACKETS.sub(" ", whole).strip()
    if dictionary().find_synonym(whole) is not None or not base:
        base, qualifiers = whole, []
    sign = _SIGN.match(base) or _GLUED.match(base)
    if sign is not None and said.unit is None:
        # Also where the whole is a name that the dictionary knows: 企业估值万美元.
        named = unit_named(sign[sign.lastindex or 1])
        said = said if named is None or is_plain(named) else replace(said, unit=named)
    found = _facts_named(base, said.currency)
    if not found:
        base, found, said = _with_trailing_unit(base, said)
    for qualifier in qualifiers:
        other = dictionary().find_synonym(qualifier)
        # An unknown qualifier makes it another thing; a known one may be the same thing, or a second fact.
        found = (*found, other) if other is not None and found else ()
    return _in_its_currency(
        HeaderReading(tuple(dict.fromkeys(found)), year, said.unit, said.currency, base, said.bare)
    )


def _in_its_currency(reading: HeaderReading) -> HeaderReading:
    """The reading with its unit in the currency that the header or, where it names none, its fact is in."""
    fact, unit = reading.fact, reading.unit
    if fact is None or fact.currency is None or unit is None or currency_of(unit) != "CNY":
        return reading
    if reading.currency is not None:
        # 美元 in one bracket and 万元 in another are ten thousand dollars.
        return replace(reading, unit=in_currency(unit, reading.currency))
    if fact.currency == "CNY":
        return reading
    if reading.bare:
        return replace(reading, unit=in_currency(unit, fact.currency))
    return replace(reading, currency="CNY")


def _half_width(text: str) -> str:
    widths = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0xFFE5: "¥"}
    return text[:500].translate(widths)


def _said(contents: list[str]) -> tuple[HeaderReading, list[str]]:
    """Unit, currency and year said in brackets, and what in brackets is none of these."""
    said = HeaderReading()
    qualifiers = []
    for content in contents:
        if fold(content) in _HINTS:
            continue
        whole = unit_named(content), currency_named(content)
        parts = [content] if any(whole) else [part for part in _PARTS.split(content) if part]
        for part in parts:
            named, foreign, when = unit_named(part), currency_named(part), _YEAR.fullmatch(part.strip())
            if when:
                said = replace(said, year=int(when[1]))
            elif foreign or named:
                said = _with_unit(said, named, foreign, bare=is_bare(part))
            elif fold(part) and fold(part) not in _HINTS:
                qualifiers.append(content)
                break
    return said, qualifiers


def _with_unit(
    said: HeaderReading, unit: str | None, currency: str | None, *, bare: bool = False
) -> HeaderReading:
    """What was said, and a unit and a currency more; the name of a currency leaves a magnitude as it is."""
    if unit is not None and not (said.unit is not None and is_plain(unit)):
        said = replace(said, unit=unit, bare=bare)
    return replace(said, currency=currency or said.currency)


def _year_in(base: str, said: int | None) -> tuple[str, int | None]:
    years = {int(match[1]) for match in _YEAR.finditer(base)}
    if len(years) != 1:
        return base, said
    # Underscores, too, may be what is left beside a year; folding removes them.
    return _YEAR.sub(" ", base).strip(" _-"), years.pop()


def _facts_named(base: str, currency: str | None = None) -> tuple[Fact, ...]:
    facts = dictionary()
    for word in words_of(currency) if currency is not None else ():
        other = facts.find_synonym(f"{base} {word}")
        if other is not None and other.currency == currency:
            return (other,)
    found = facts.find_synonym(base)
    if found is None and base.startswith("是否"):
        found = facts.find_synonym(base.removeprefix("是否"))
        found = found if found is not None and found.kind is FactKind.FLAG else None
    return () if found is None else (found,)


def _with_trailing_unit(base: str, said: HeaderReading) -> tuple[str, tuple[Fact, ...], HeaderReading]:
    """The base without a unit or currency at its end, when that makes it a fact."""
    for pattern in (_TRAILING, _GLUED):
        match = pattern.match(base)
        if match is None:
            continue
        unit, currency = unit_named(match[2]), currency_named(match[2])
        found = _facts_named(match[1], currency)
        if found and (currency or unit in powers_of(found[0])):
            return match[1], found, _with_unit(said, unit, currency, bare=is_bare(match[2]))
    return base, (), said
