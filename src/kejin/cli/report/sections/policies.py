"""The policies and products: how many each reaches, with what money, at what net cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kejin.cli.pages.wording import VERDICTS
from kejin.cli.report.drawing import BarLine, BarPart, Drawn, bars
from kejin.cli.report.material import Material
from kejin.cli.report.model import (
    NARROW,
    WIDE,
    Cell,
    Column,
    DataTable,
    Figure,
    Kind,
    Picture,
    Section,
    brief,
    percent,
)
from kejin.cli.report.sections.common import DEMONSTRATION, clauses, key_to, origin
from kejin.facts import GRAINS, Grain, Label
from kejin.money import RATE_SCALE
from kejin.planning import INSTRUMENTS
from kejin.policy import Verdict

_SHOWN = 18
_ORDER = (Verdict.ELIGIBLE, Verdict.NEARLY, Verdict.UNDETERMINED, Verdict.NOT_ELIGIBLE)
_COUNTS = tuple(Column(v.value, VERDICTS[v], Kind.COUNT) for v in _ORDER)


def policies_section(material: Material) -> Section:
    """The verdicts policy by policy, and the products with their amounts and cost."""
    return Section(
        "policies",
        Label("政策与产品", "Policies and products"),
        figures=(_decisions(material), _products(material)),
    )


def line_of(label: Label, note: Label | None, counts: Sequence[int], *, figure: Label) -> BarLine:
    """A bar of the four verdicts."""
    parts = tuple(BarPart(f"bar-{v.value}", count) for v, count in zip(_ORDER, counts, strict=True))
    return BarLine(label, parts, figure, note)


def bar_picture(lines: Sequence[BarLine], name: str, *, whole: int | None = None) -> Picture:
    """Bars, wide and narrow."""
    wide, narrow = (bars(lines, width=width, name=f"{name}-title", whole=whole) for width in (WIDE, NARROW))
    return Picture(Drawn(wide, narrow))


def _told(material: Material) -> list[str]:
    """Decisions that enterprises ask and that stand on their own, those of real issuers."""
    return [
        key
        for key, row in material.questions.items()
        if row["asked"] and not row["part_of"] and row["grain"] == "enterprise" and not material.invented(key)
        if key in material.decisions
    ]


def _decisions(material: Material) -> Figure:
    name, title = "decisions", Label("各项政策的结论", "Verdicts, policy by policy")
    told = sorted(_told(material), key=lambda key: (-material.decisions[key][0], key))[:_SHOWN]
    lines = [
        line_of(
            material.question(key),
            _policy(material, key),
            material.decisions[key],
            figure=Label(f"✓ {material.decisions[key][0]:,}", f"✓ {material.decisions[key][0]:,}"),
        )
        for key in told
    ]
    return Figure(
        name,
        title,
        says=Label(
            f"真实政策中可享受企业最多的 {len(told)} 项；全部结论（含示范产品）见表。",
            f"The {len(told)} policies of real issuers open to most; every decision, demonstration ones too, is in "
            "the table.",
        ),
        pictures=(bar_picture(lines, name),),
        legend=key_to([(f"bar-{verdict.value}", VERDICTS[verdict]) for verdict in _ORDER], name),
        table=DataTable(name, title, _DECISION_HEAD, tuple(_decision_rows(material))),
        origin=origin(
            material,
            Label(
                "每项结论按其对象计数：企业、贷款、年度等；与该项无关的对象不计。依据列出结论所本的条款。",
                "Each decision counts its own subjects: enterprises, loans, years; subjects that it does not "
                "concern are "
                "left out. The last column names the clauses.",
            ),
            source="aggregates/decisions.parquet, grounds.parquet",
        ),
        shown=40,
    )


def _policy(material: Material, decision: str) -> Label | None:
    """The policy that a decision belongs to, where its own title does not begin with it."""
    policy = material.label("policy", decision.partition(".")[0])
    return None if material.question(decision).zh.startswith(policy.zh) else policy


_DECISION_HEAD = (
    Column("question", Label("结论项", "Decision"), long=True),
    Column("policy", Label("政策", "Policy")),
    Column("grain", Label("对象", "Subjects")),
    *_COUNTS,
    Column("kind", Label("性质", "Kind")),
    Column("clauses", Label("依据", "Clauses"), long=True),
)


def _decision_rows(material: Material) -> list[tuple[Cell, ...]]:
    rows = []
    for key, row in material.questions.items():
        counts = material.decisions.get(key, (0, 0, 0, 0))
        kind = DEMONSTRATION if material.invented(key) else Label("", "")
        policy = material.label("policy", str(row["policy"]))
        rows.append(
            (
                material.question(key),
                policy,
                GRAINS[Grain(str(row["grain"]))].label,
                *counts,
                kind,
                clauses(material, "decision", key),
            )
        )
    return sorted(rows, key=lambda cells: -int(str(cells[3])))


def _products(material: Material) -> Figure:
    name, title = (
        "products",
        Label("产品：可得企业、额度与首年净成本", "Products: who can have them, amounts, net cost"),
    )
    rows = product_lines(material)
    most = [row for row in rows if row.open][:_SHOWN]
    lines = [
        BarLine(
            row.label,
            (BarPart("bar-demonstration" if row.invented else "bar-eligible", row.open),),
            Label(f"{row.open:,}", f"{row.open:,}"),
            _noted(row),
        )
        for row in most
    ]
    return Figure(
        name,
        title,
        says=Label(
            "示范产品的机构是虚构的，条款为示例，只用来演示。",
            "Demonstration products have a fictitious provider and made-up terms; they are there to show how it "
            "works.",
        ),
        pictures=(bar_picture(lines, name),),
        legend=key_to(_PRODUCT_KINDS, name),
        table=DataTable(name, title, _PRODUCT_HEAD, tuple(row.cells for row in rows)),
        origin=origin(
            material,
            Label(
                "可得：结论为可享受，且产品面向企业所处阶段。净成本 = 首年利息与费用 − 可并用的补贴；"
                "比例 = 净成本合计 ÷ 额度合计，只取两者都已知的产品。",
                "Open: eligible, and the product is meant for the stage. Net cost = interest and fees of the "
                "first year "
                "less the subsidies that go together; the rate is net costs over amounts, where both are known.",
            ),
            source="aggregates/products.parquet",
        ),
        shown=70,
    )


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product as a line of the chart and a row of the table; amounts are in fen, None where none is known."""

    label: Label
    provider: Label
    instrument: Label
    invented: bool
    place: int
    counts: Mapping[str, int]
    renminbi: bool
    clauses: Label

    @property
    def open(self) -> int:
        """How many enterprises can have it."""
        return self.counts.get("open", 0)

    def money(self, what: str) -> int | None:
        """A sum over those who can have it: amount, net_cost or relief."""
        known = self.renminbi and self.counts.get(f"{what}_known", 0)
        return self.counts[what] if known else None

    @property
    def rate(self) -> int | None:
        """Net cost over amount in parts per billion, where both are known of the same enterprises."""
        amount, cost = self.money("amount"), self.money("net_cost")
        same = self.counts.get("amount_known") == self.counts.get("net_cost_known")
        return cost * RATE_SCALE // amount if same and amount and cost is not None else None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its row."""
        kind = DEMONSTRATION if self.invented else Label("", "")
        sums = (self.money("amount"), self.money("net_cost"), self.rate, self.money("relief"))
        others = (self.counts.get("nearly", 0), self.counts.get("undetermined", 0))
        return self.label, self.instrument, self.provider, kind, self.open, *sums, *others, self.clauses


def product_lines(material: Material) -> list[ProductLine]:
    """Every product of the catalogue, those open to most first."""
    split = material.aggregates.split("products").filter(value="")
    counts = {row["product"]: row for row in split.iter_rows(named=True)}
    made = [
        ProductLine(
            Label(row["zh"], row["en"]),
            Label(row["provider_zh"], row["provider_en"]),
            INSTRUMENTS[row["instrument"]],
            row["demonstration"],
            row["place"],
            counts.get(row["product"], {}),
            row["currency"] == "fen",
            clauses(material, "decision", row["decision"]),
        )
        for row in material.aggregates["catalogue"].iter_rows(named=True)
    ]
    return sorted(made, key=lambda product: (-product.open, product.place))


def _noted(row: ProductLine) -> Label:
    zh, en = [row.instrument.zh], [row.instrument.en]
    amount = row.money("amount")
    if amount:
        ceiling = brief(amount)
        zh.append(f"额度上限 {ceiling.zh}")
        en.append(f"ceiling {ceiling.en}")
    if row.rate is not None:
        rate = percent(row.rate)
        zh.append(f"首年净成本 {rate}")
        en.append(f"net cost {rate}")
    return Label(" · ".join(zh), " · ".join(en))


_PRODUCT_KINDS = (
    ("bar-eligible", Label("真实项目", "Real programmes")),
    ("bar-demonstration", Label("示范产品", "Demonstration products")),
)
_PRODUCT_HEAD = (
    Column("product", Label("产品", "Product")),
    Column("instrument", Label("工具", "Instrument")),
    Column("provider", Label("提供方", "Provider")),
    Column("kind", Label("性质", "Kind")),
    Column("open", Label("可得企业", "Open to"), Kind.COUNT),
    Column("amount_fen", Label("额度上限", "Ceiling of amounts"), Kind.MONEY),
    Column("net_cost_fen", Label("首年净成本", "Net cost, first year"), Kind.MONEY),
    Column("net_cost_rate", Label("净成本率", "Net cost rate"), Kind.SHARE),
    Column("relief_fen", Label("补贴抵减", "Taken off by subsidies"), Kind.MONEY),
    Column("nearly", VERDICTS[Verdict.NEARLY], Kind.COUNT),
    Column("undetermined", VERDICTS[Verdict.UNDETERMINED], Kind.COUNT),
    Column("clauses", Label("依据", "Clauses"), long=True),
)
