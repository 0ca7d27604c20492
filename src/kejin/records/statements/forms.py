"""The office's statistical forms: technology loans, risk sharing, subsidies, by place, industry and bank.

From reconciled tapes, claims and subsidies; without names of enterprises. What a row does not tell stands under
"unknown", and is never counted elsewhere. Amounts are renminbi; loans in other currencies are counted in a line above.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from kejin.facts import Label, place_name
from kejin.records.errors import RefusedError
from kejin.records.statements.suppressing import DEFAULT_MINIMUM, Group, suppressed
from kejin.records.statements.writing import Table, Value
from kejin.records.tapes.copying import copy_out

HIDDEN: Final = "*"
UNKNOWN: Final = "未知 Unknown"
TOTAL: Final = "合计 Total"
_I, _S, _D = pl.Int64(), pl.String(), pl.Date()

_LOANS: Final = """
SELECT DISTINCT ON (t.institution_id, r.contract_number) r.credit_code, o.name,
       coalesce(r.place_code, nullif(e.place_code, '')), left(r.industry_code, 1), r.currency, r.principal_minor,
       r.balance_minor, r.drawn_on, r.days_past_due, r.five_class, r.is_technology
FROM tapes_taperow r JOIN tapes_tape t ON t.id = r.tape_id JOIN parties_organisation o ON o.id = t.institution_id
LEFT JOIN parties_organisation e ON e.credit_code = r.credit_code
WHERE t.status = 'reconciled' AND t.as_of = {} AND r.status <> 'written_off'
ORDER BY t.institution_id, r.contract_number, t.kind, t.id DESC, r.line
"""
_LOAN: Final = {
    "enterprise": _S, "bank": _S, "district": _S, "industry": _S, "currency": _S, "principal": _I, "balance": _I,
    "drawn_on": _D, "days": _I, "grade": _S, "is_technology": pl.Boolean(),
}  # fmt: skip
_SHARES: Final = """
SELECT e.credit_code, b.name, nullif(e.place_code, ''), x.claims, x.claimed, x.admitted, x.paid, x.recovered FROM (
    SELECT c.financing_id, 1 AS claims, c.principal_minor AS claimed, 0::bigint AS admitted, 0::bigint AS paid,
           0::bigint AS recovered, c.act_id FROM financing_claim c
    UNION ALL SELECT c.financing_id, 0, 0, k.amount_minor, 0, 0, k.act_id FROM financing_compensation k
        JOIN financing_claim c ON c.id = k.claim_id
    UNION ALL SELECT c.financing_id, 0, 0, 0, k.amount_minor, 0, p.act_id FROM financing_compensationpayment p
        JOIN financing_compensation k ON k.id = p.compensation_id JOIN financing_claim c ON c.id = k.claim_id
    UNION ALL SELECT c.financing_id, 0, 0, 0, 0, r.pool_minor, r.act_id FROM financing_recovery r
        JOIN financing_claim c ON c.id = r.claim_id
) x JOIN financing_financing f ON f.id = x.financing_id JOIN kept_act a ON a.id = x.act_id
JOIN parties_organisation e ON e.id = f.enterprise_id JOIN parties_organisation b ON b.id = f.institution_id
WHERE f.currency = 'CNY' AND a.business_date BETWEEN {} AND {}
"""
_SHARE: Final = {
    "enterprise": _S, "bank": _S, "district": _S, "claims": _I, "claimed": _I, "admitted": _I, "paid": _I,
    "recovered": _I,
}  # fmt: skip
_SUBSIDIES: Final = """
SELECT e.credit_code, b.name, nullif(e.place_code, ''), p.code, (v.to_state = 'paid')::int,
       CASE v.to_state WHEN 'paid' THEN s.amount_minor ELSE 0 END,
       CASE v.to_state WHEN 'paid' THEN 0 ELSE s.amount_minor END
FROM subsidies_subsidyevent v JOIN subsidies_subsidy s ON s.id = v.subsidy_id
JOIN subsidies_programme p ON p.id = s.programme_id JOIN parties_organisation e ON e.id = s.enterprise_id
JOIN financing_contract c ON c.id = s.contract_id JOIN parties_organisation b ON b.id = c.institution_id
JOIN kept_act a ON a.id = v.act_id
WHERE v.to_state IN ('paid', 'clawed_back') AND a.business_date BETWEEN {} AND {}
"""
_SUBSIDY: Final = {
    "enterprise": _S, "bank": _S, "district": _S, "programme": _S, "payments": _I, "paid": _I, "clawed_back": _I,
}  # fmt: skip
_NON_PERFORMING: Final = ("substandard", "doubtful", "loss")

# Sections of GB/T 4754-2017.
_SECTIONS: Final[Mapping[str, Label]] = {
    "A": Label("农、林、牧、渔业", "Agriculture, forestry, animal husbandry, fishery"),
    "B": Label("采矿业", "Mining"),
    "C": Label("制造业", "Manufacturing"),
    "D": Label("电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water"),
    "E": Label("建筑业", "Construction"),
    "F": Label("批发和零售业", "Wholesale and retail"),
    "G": Label("交通运输、仓储和邮政业", "Transport, storage and post"),
    "H": Label("住宿和餐饮业", "Hotels and catering"),
    "I": Label("信息传输、软件和信息技术服务业", "Information transmission, software and IT services"),
    "J": Label("金融业", "Finance"),
    "K": Label("房地产业", "Real estate"),
    "L": Label("租赁和商务服务业", "Leasing and business services"),
    "M": Label("科学研究和技术服务业", "Scientific research and technical services"),
    "N": Label("水利、环境和公共设施管理业", "Water, environment and public facilities"),
    "O": Label("居民服务、修理和其他服务业", "Resident services, repair and other services"),
    "P": Label("教育", "Education"),
    "Q": Label("卫生和社会工作", "Health and social work"),
    "R": Label("文化、体育和娱乐业", "Culture, sports and entertainment"),
    "S": Label("公共管理、社会保障和社会组织", "Public administration, social security and organisations"),
    "T": Label("国际组织", "International organisations"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One statistical form by one dimension: a sheet of the workbook.

    Attributes:
        code: Which form and by what: `loans.city`.
        title: Its words.
        heads: The heads of its figures; amounts in fen.
        groups: Its rows, small ones without figures.
        total: The row of all; without figures where all together are too few.
        notes: Lines above the table: what was left out, and how many.
    """

    code: str
    title: Label
    heads: tuple[Label, ...]
    groups: tuple[Group, ...]
    total: Group
    notes: tuple[tuple[Label, int], ...] = ()


_LOAN_FIGURES: Final = (
    ("loans", Label("贷款笔数", "Loans")),
    ("balance", Label("贷款余额（分）", "Balance (fen)")),
    ("drawn_year", Label("本年发放（分）", "Paid out this year (fen)")),
    ("overdue", Label("逾期笔数", "Loans overdue")),
    ("overdue_balance", Label("逾期贷款余额（分）", "Balance overdue (fen)")),
    ("bad_balance", Label("不良贷款余额（分）", "Non-performing balance (fen)")),
)
_SHARE_FIGURES: Final = (
    ("claims", Label("申请笔数", "Claims")),
    ("claimed", Label("申请损失本金（分）", "Principal claimed (fen)")),
    ("admitted", Label("核定补偿（分）", "Compensation admitted (fen)")),
    ("paid", Label("已付补偿（分）", "Compensation paid (fen)")),
    ("recovered", Label("追偿收回（分）", "Recovered (fen)")),
)
_SUBSIDY_FIGURES: Final = (
    ("payments", Label("拨付笔数", "Payments")),
    ("paid", Label("拨付金额（分）", "Paid (fen)")),
    ("clawed_back", Label("追回金额（分）", "Clawed back (fen)")),
)
_DIMENSIONS: Final = {
    "city": Label("按地市", "by city"),
    "district": Label("按区县", "by district"),
    "industry": Label("按行业门类", "by industry"),
    "bank": Label("按银行", "by bank"),
    "programme": Label("按项目", "by programme"),
}


def forms(as_of: date, *, minimum: int = DEFAULT_MINIMUM) -> list[Form]:
    """Every form: loans as of a month's end, risk sharing and subsidies from the beginning of its year.

    Args:
        as_of: The last day of a month for which tapes were reconciled.
        minimum: Fewest enterprises that a shown row may be about.

    Raises:
        RefusedError: A minimum below one.
    """
    if minimum < 1:
        raise RefusedError("A minimum count is at least one", "wrong_amount", found=minimum)
    since = as_of.replace(month=1, day=1)
    return [
        *_loan_forms(as_of, minimum),
        *_forms(
            _placed(copy_out(_SHARES, [since, as_of], _SHARE)), "shares", Label("风险分担", "Risk sharing"),
            figures=_SHARE_FIGURES, by=("city", "bank"), minimum=minimum,
        ),
        *_forms(
            _placed(copy_out(_SUBSIDIES, [since, as_of], _SUBSIDY)), "subsidies", Label("财政补贴", "Subsidies"),
            figures=_SUBSIDY_FIGURES, by=("programme", "city", "bank"), minimum=minimum,
        ),
    ]  # fmt: skip


def form_tables(made: Sequence[Form], *, as_of: date, minimum: int) -> list[Table]:
    """The forms as sheets of a workbook."""
    return [_table(form, as_of, minimum) for form in made]


def _loan_forms(as_of: date, minimum: int) -> Iterator[Form]:
    told = copy_out(_LOANS, [as_of], _LOAN)
    technology = told.filter(pl.col("is_technology").fill_null(value=False))
    late = pl.col("days") > 0
    frame = _placed(technology.filter(pl.col("currency") == "CNY")).with_columns(
        loans=pl.lit(1, _I),
        drawn_year=pl.when(pl.col("drawn_on").dt.year() == as_of.year).then("principal").otherwise(0),
        overdue=late.cast(_I),
        overdue_balance=pl.when(late).then("balance").otherwise(0),
        bad_balance=pl.when(pl.col("grade").is_in(list(_NON_PERFORMING))).then("balance").otherwise(0),
    )
    notes = (
        (Label("未标明是否科技型企业的贷款（笔）", "Loans that do not say whether technology"),
         told["is_technology"].null_count()),
        (Label("外币贷款，未计入（笔）", "Loans in other currencies, left out"),
         technology.filter(pl.col("currency") != "CNY").height),
        (Label("未填五级分类的贷款（笔）", "Loans without a five-class grade"), frame["grade"].null_count()),
    )  # fmt: skip
    yield from _forms(
        frame, "loans", Label("科技型企业贷款", "Loans to technology enterprises"), figures=_LOAN_FIGURES,
        by=("city", "district", "industry", "bank"), minimum=minimum, notes=notes,
    )  # fmt: skip


# What a place code ends with where it names the city and no county of it.
_WHOLE_CITY = "00"


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(city=pl.col("district").str.slice(0, 4))


def _forms(
    frame: pl.DataFrame,
    code: str,
    title: Label,
    *,
    figures: tuple[tuple[str, Label], ...],
    by: tuple[str, ...],
    minimum: int,
    notes: tuple[tuple[Label, int], ...] = (),
) -> Iterator[Form]:
    sums = [pl.col(name).sum() for name, _ in figures]
    whole = (
        frame.select(pl.col("enterprise").n_unique(), *sums).row(0)
        if frame.height
        else (0,) * (len(sums) + 1)
    )
    for dimension in by:
        rows = (
            frame.group_by(dimension)
            .agg(pl.col("enterprise").n_unique(), *sums)
            .sort(dimension, nulls_last=True)
        )
        groups = [_group(named(dimension, row[0]), row[1:]) for row in rows.iter_rows()]
        words = _DIMENSIONS[dimension]
        total = _group(TOTAL, whole)
        yield Form(
            f"{code}.{dimension}", Label(f"{title.zh}{words.zh}", f"{title.en} {words.en}"),
            tuple(label for _, label in figures), tuple(suppressed(groups, minimum)),
            suppressed([total], minimum)[0], notes,
        )  # fmt: skip


def _group(key: str, values: Sequence[int]) -> Group:
    enterprises, *figures = map(int, values)
    return Group(key, enterprises, tuple(figures))


def named(dimension: str, key: str | None) -> str:
    """What a group is called: a city and a section of industry with their names, an unknown one so."""
    if key is None:
        return UNKNOWN
    label = _label_of(dimension, key)
    return f"{key} {label.zh} {label.en}" if label is not None else key


def group_label(dimension: str, key: str) -> Label:
    """What a group of a form is called in each language, from its key in the form."""
    if key in {UNKNOWN, TOTAL}:
        zh, _, en = key.partition(" ")
        return Label(zh, en)
    return _label_of(dimension, key.partition(" ")[0]) or Label(key, key)


def _label_of(dimension: str, key: str) -> Label | None:
    if dimension in {"city", "district"}:
        found = place_name(key)
        whole = dimension == "district" and key.endswith(_WHOLE_CITY) and found is not None
        return (
            Label(f"{found.zh}（未分区县）", f"{found.en} (district not stated)")
            if whole and found
            else found
        )
    return _SECTIONS.get(key) if dimension == "industry" else None


def _table(form: Form, as_of: date, minimum: int) -> Table:
    above: list[tuple[str, Value]] = [
        (f"{form.title.zh} {form.title.en}", None),
        ("截至 As of", as_of),
        ("少于此户数的单元格不显示 Fewest enterprises shown", minimum),
        *((f"{label.zh} {label.en}", value) for label, value in form.notes),
    ]
    heads = ("分组 Group", "企业户数 Enterprises", *(f"{label.zh} {label.en}" for label in form.heads))
    rows = tuple(_row(group, len(form.heads)) for group in (*form.groups, form.total))
    return Table(f"{form.code} {form.title.zh}", tuple(above), heads, rows)


def _row(group: Group, width: int) -> tuple[Value, ...]:
    if group.figures is None:
        return (group.key, HIDDEN, *(HIDDEN,) * width)
    return (group.key, group.enterprises, *group.figures)
