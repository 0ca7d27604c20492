"""Make examples/enterprises.xlsx: 200 invented enterprises, their loans and their banks' years.

    python -m examples.make_example [target.xlsx]

Nothing here is real and nothing is drawn from real data. Names are numbered (示例科技001有限公司) and credit codes
carry XN (虚拟, virtual) where a real organisation code has digits or MA, with correct check characters, so that they
pass the same checks as real ones and cannot be taken for them. The same bytes come out on every run: one fixed seed,
no clock.

The table is untidy in the ways that real ones are: years side by side, 万元 and 亿元 and 元 mixed, shares in per cent,
blank cells where nobody had the figure. A blank stays unknown.
"""

import re
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from examples.invented import (
    CLAIM_YEAR,
    COUNT,
    HUNDRED_MILLION,
    MANY,
    YEARS,
    Cell,
    Firm,
    Row,
    make_firms,
    make_institution_years,
    make_loans,
    make_programme_years,
)
from examples.invented_facts import CLAIMED, MARKET, YEARLY, add_facts
from examples.invented_listing import LISTING
from examples.invented_lists import LISTS
from examples.invented_loans import add_institution_facts, add_loan_facts
from examples.invented_sheets import (
    make_bonds,
    make_debts,
    make_funds,
    make_hedges,
    make_insurances,
    make_investments,
    make_rights,
)

MADE_ON = datetime(2026, 6, 30)  # noqa: DTZ001 - a workbook's date has no zone
NOTE = "本表为合成示例：企业、贷款与银行均为虚构。 Synthetic example: every enterprise, loan and bank is invented."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its header, what a unit of it is worth in yuan (or 1), how its cells look."""

    key: str
    header: str
    scale: int = 1
    style: str = ""


UNITS = {
    "元": (1, "money"), "万元": (MANY, "money"), "亿元": (HUNDRED_MILLION, "money"), "万美元": (MANY, "money"),
    "万港元": (MANY, "money"), "亿港元": (HUNDRED_MILLION, "money"), "%": (1, "percent"), "分": (1, "points"),
}  # fmt: skip


def column(key: str, header: str) -> Column:
    """A column whose unit stands at the end of its header."""
    unit = re.search(r"（([^（）]+)）$", header)
    scale, style = UNITS.get(unit.group(1), (1, "")) if unit else (1, "")
    return Column(key, header, scale, style)


GROUPS = (MARKET, LISTS, LISTING)
FACT_COLUMNS = (
    Column("city", "所在地市"),
    Column("founded", "成立日期", style="date"),
    Column("industry", "国民经济行业代码"),
    Column("sector", "划型行业"),
    Column("manufacturer", "是否制造业企业"),
    Column("field", "是否国家重点支持的高新技术领域"),
    Column("emerging", "是否战略性新兴产业"),
    Column("listed", "是否上市"),
    Column("independent", "是否独立企业"),
    Column("dishonest", "是否列入失信名单"),
    Column("restricted", "产品服务是否属于禁限类"),
    Column("incident", "近一年重大事故"),
    Column("incident_2y", "上一年及当年发生重大事故或违法"),
    Column("incident_3y", "近三年是否发生重大事故"),
    Column("dishonest_list", "是否严重失信主体"),
    Column("encouraged", "主营业务是否属于鼓励类"),
    Column("subsidy_field", "贴息申请领域"),
    Column("key_list", "是否重点名单企业"),
    Column("equity_2y", "近两年股权融资额（万元）", MANY, "money"),
    Column("equity_3y", "近三年股权融资额（万元）", MANY, "money"),
    Column("hte", "是否高新技术企业"),
    Column("hte_until", "高企有效期至", style="date"),
    Column("tech_sme", "是否入库科技型中小企业"),
    Column("innovative", "是否创新型中小企业"),
    Column("specialised", "是否专精特新中小企业"),
    Column("giant", "是否专精特新“小巨人”企业"),
    Column("champion", "是否制造业单项冠军"),
    Column("award", "国家级科技奖励前三名日期", style="date"),
    Column("rd_body", "是否拥有省级以上研发机构"),
    Column("standard", "主导制定标准日期", style="date"),
    Column("core_ip", "是否拥有核心知识产权"),
    Column("class1", "Ⅰ类知识产权数"),
    Column("class2", "Ⅱ类知识产权数"),
    Column("class1_used", "应用并产生效益的Ⅰ类知识产权数"),
    Column("class1_own", "不含转入的Ⅰ类知识产权数"),
    Column("class1_exempt", "是否豁免Ⅰ类知识产权指标"),
    Column("inventions", "有效发明专利数"),
    Column("core_inventions", "形成主营业务收入的发明专利"),
    Column("niche", "从事特定细分市场年限（年）"),
    Column("share", "主导产品市场占有率（%）", style="percent"),
    Column("rank", "市场排名"),
    Column("near_top", "市场占有率是否位居前列"),
    Column("foundation", "主导产品是否属于产业基础领域"),
    Column("key_link", "是否位于产业链关键环节"),
    Column("hte_ip", "知识产权得分", style="points"),
    Column("hte_conversion", "成果转化得分", style="points"),
    Column("hte_organisation", "组织管理得分", style="points"),
    Column("hte_growth", "成长性得分", style="points"),
    Column("sme_score", "专精特新中小企业评价得分", style="points"),
    Column("development_score", "专精特新发展评价得分", style="points"),
    Column("star_field", "是否属于科创板支持行业"),
    Column("star_set5", "科创板第五套标准领域"),
    Column("value", "预计市值（亿元）", HUNDRED_MILLION, "money"),
    Column("phase2", "核心产品已获批或进入二期临床"),
    Column("market", "市场空间是否大"),
    Column("results", "是否已取得阶段性成果"),
    Column("edge", "是否具备明显的技术优势"),
    Column("leading", "核心技术是否国际领先"),
    Column("state_award", "主要人员是否获国家科技奖"),
    Column("national_project", "是否牵头国家重大科技专项"),
    Column("substitution", "主要产品是否实现进口替代"),
)
CLAIM_COLUMNS = (
    Column("declared", "申报加计扣除的研发费用（万元）", MANY, "money"),
    Column("received", "当年已获本项贴息（元）", style="money"),
)
YEAR_COLUMNS = (
    Column("revenue", "营业收入（万元）", MANY, "money"),
    Column("income", "总收入（万元）", MANY, "money"),
    Column("main", "主营业务收入（万元）", MANY, "money"),
    Column("hightech", "高新技术产品收入（万元）", MANY, "money"),
    Column("cost", "成本费用总额（万元）", MANY, "money"),
    Column("rd", "研发费用（万元）", MANY, "money"),
    Column("rd_home", "境内研发费用（万元）", MANY, "money"),
    Column("profit", "净利润（万元）", MANY, "money"),
    Column("profit_ex", "扣非净利润（万元）", MANY, "money"),
    Column("cash", "经营活动现金流量净额（万元）", MANY, "money"),
    Column("assets", "资产总额（亿元）", HUNDRED_MILLION, "money"),
    Column("debts", "负债总额（亿元）", HUNDRED_MILLION, "money"),
    Column("net", "净资产（万元）", MANY, "money"),
    Column("staff", "职工总数"),
    Column("tech_staff", "科技人员数"),
    Column("rd_staff", "研发人员数"),
    Column("audited", "财务报表是否经审计"),
)


LOAN_COLUMNS = (
    Column("id", "借据号"),
    Column("code", "统一社会信用代码"),
    Column("bank", "贷款银行"),
    Column("pool", "资金池"),
    Column("claim_year", "申报所属年度"),
    Column("city", "贷款地市"),
    Column("in_scheme", "是否合作机构"),
    Column("class", "借款人类型"),
    Column("local", "借款人是否在本市登记或经营"),
    Column("signed", "合同签订日期", style="date"),
    Column("drawn", "放款日期", style="date"),
    Column("due", "到期日", style="date"),
    Column("principal", "贷款金额（万元）", MANY, "money"),
    Column("balance", "贷款余额（万元）", MANY, "money"),
    Column("rate", "年利率（%）", style="rate"),
    Column("product", "贷款品种"),
    Column("purpose", "贷款用途"),
    Column("use", "资金实际用途"),
    Column("mode", "业务模式"),
    Column("security", "担保方式"),
    Column("guarantor", "担保机构"),
    Column("ip", "是否知识产权质押"),
    Column("tool", "是否使用货币政策工具"),
    Column("enrolled", "是否入池"),
    Column("enrolled_on", "入池日期", style="date"),
    Column("grade", "五级分类"),
    Column("defaulted", "不良认定日期", style="date"),
    Column("loss", "本金损失（元）", style="money"),
    Column("called", "担保机构是否已代偿"),
    Column("overdue", "逾期未清偿本金（元）", style="money"),
    Column("other_mode", "是否已按另一模式补偿"),
    Column("elsewhere", "是否已获其他补偿"),
    Column("refinances", "是否借新还旧"),
    Column("land", "是否购买土地"),
    Column("finance", "是否用于金融投资"),
    Column("property", "房地产开发用途"),
    Column("inside", "是否投向广东省内"),
    Column("provincial", "是否已获其他省级贴息"),
    Column("central", "是否已获中央贴息"),
    Column("subsidised_from", "首次贴息起算日", style="date"),
    Column("from", "申报期起", style="date"),
    Column("to", "申报期止", style="date"),
    Column("interest", "申报期已付利息（元）", style="money"),
    Column("paid", "已获贴息金额（元）", style="money"),
)
INSTITUTION_COLUMNS = (
    Column("institution", "金融机构"),
    Column("name", "机构名称"),
    Column("year", "年度"),
    Column("kind", "机构类别"),
    Column("enrolled", "当年入池贷款本金（万元）", MANY, "money"),
    Column("lost", "当年本金损失（万元）", MANY, "money"),
    Column("released", "解除担保额（万元）", MANY, "money"),
    Column("called", "代偿额（万元）", MANY, "money"),
)
PROGRAMME_COLUMNS = (
    Column("programme", "项目标识"),
    Column("name", "项目名称"),
    Column("year", "年度"),
    Column("budget", "当年预算（亿元）", HUNDRED_MILLION, "money"),
    Column("paid", "当年已支付（亿元）", HUNDRED_MILLION, "money"),
    Column("supported", "当年支持贷款本金（亿元）", HUNDRED_MILLION, "money"),
)


class Book:
    """The workbook; every cell is written by its type and nothing is guessed."""

    def __init__(self, target: Path) -> None:
        self.book: Any = xlsxwriter.Workbook(
            str(target), {"strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties(
            {"title": "合成示例 Synthetic example", "comments": NOTE, "created": MADE_ON}
        )
        looks = {
            "date": "yyyy-mm-dd", "money": "#,##0.00##", "percent": "0.00", "points": "0.0", "rate": "0.00",
        }  # fmt: skip
        self.styles = {name: self.book.add_format({"num_format": text}) for name, text in looks.items()}
        self.head = self.book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF1"}
        )

    def sheet(self, name: str, columns: list[Column], rows: list[list[Cell]]) -> None:
        """One sheet: headers with the note on the first of them, then the rows."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, len(columns) - 1, 14)
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.header, self.head)
        sheet.write_comment(0, 0, NOTE, {"author": "Kejin", "x_scale": 2})
        for at, row in enumerate(rows, start=1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._cell(sheet, (at, place), self._in_unit(column, value), style=column.style)

    @staticmethod
    def _in_unit(column: Column, value: Cell) -> Cell:
        # Nobody types more digits than these: 100 yuan in 万元, 10,000 yuan in 亿元, fen in 元.
        if isinstance(value, int | float):
            return round(value / column.scale, 4 if column.scale > MANY else 2)
        return value

    def _cell(self, sheet: Any, place: tuple[int, int], value: Cell, *, style: str) -> None:
        look = self.styles.get(style)
        if isinstance(value, date):
            day = datetime.combine(value, datetime.min.time())
            sheet.write_datetime(*place, day, self.styles["date"])
        elif isinstance(value, int | float):
            sheet.write_number(*place, value, look)
        elif value is not None:
            sheet.write_string(*place, value)


def all_firms() -> list[Firm]:
    """The enterprises with all their facts."""
    firms = make_firms()
    for firm in firms:
        add_facts(firm, GROUPS)
    return firms


def enterprise_sheet(firms: list[Firm]) -> tuple[list[Column], list[list[Cell]]]:
    """Facts, claims of the year and the years side by side."""
    facts = [*FACT_COLUMNS, *(column(extra.key, extra.header) for group in GROUPS for extra in group)]
    claims = [*CLAIM_COLUMNS, *(column(key, header) for key, header in CLAIMED)]
    yearly = [*YEAR_COLUMNS, *(column(key, header) for key, header in YEARLY)]
    columns = [Column("code", "统一社会信用代码"), Column("name", "企业名称"), *facts]
    columns += [Column(c.key, f"{CLAIM_YEAR}年{c.header}", c.scale, c.style) for c in claims]
    columns += [Column(c.key, f"{year}年{c.header}", c.scale, c.style) for c in yearly for year in YEARS]
    rows = [
        [f.code, f.name, *(f.facts.get(c.key) for c in facts)]
        + [f.years[c.key].get(CLAIM_YEAR) for c in claims]
        + [f.years.get(c.key, {}).get(year) for c in yearly for year in YEARS]
        for f in firms
    ]
    return columns, rows


def write(target: Path) -> None:
    """Write the workbook."""
    firms, book = all_firms(), Book(target)
    book.sheet("企业", *enterprise_sheet(firms))
    loans, funds = make_loans(firms), make_funds()
    loan_columns = [*LOAN_COLUMNS, *(column(header, header) for header in add_loan_facts(loans))]
    banks = make_institution_years()
    bank_columns = [
        *INSTITUTION_COLUMNS,
        *(column(header, header) for header in add_institution_facts(banks)),
    ]
    tables: tuple[tuple[str, list[Column], list[Row]], ...] = (
        ("贷款", loan_columns, loans),
        ("机构年度", bank_columns, banks),
        ("项目年度", list(PROGRAMME_COLUMNS), make_programme_years()),
        *(
            (
                name,
                [column(header, header) for header in dict.fromkeys(key for row in made for key in row)],
                made,
            )
            for name, made in (
                ("知识产权", make_rights(firms)),
                ("跨境融资", make_debts(firms)),
                ("套期保值", make_hedges(firms)),
                ("保险合同", make_insurances(firms)),
                ("债券", make_bonds(firms)),
                ("基金", funds),
                ("基金投资项目", make_investments(firms, funds)),
            )
        ),
    )
    for name, wanted, made in tables:
        book.sheet(name, wanted, [[row.get(column.key) for column in wanted] for row in made])
    book.book.close()


if __name__ == "__main__":
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("enterprises.xlsx")
    write(destination)
    print(f"{destination}: {COUNT} synthetic enterprises")
