"""Sci-tech bonds: what one bond's proceeds are used for, how long it runs, and the risk-sharing tool.

`rules_issuer.py` holds who may issue. The exchanges' rule of 2022 and the interbank notices stand apart by market.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Days,
    Fen,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    below,
    latest,
    not_,
    one_of,
    parent,
    rule,
    share_at_least,
    share_at_most,
    share_of,
)

EXCHANGE = "sse-2022#募集资金"
INTERBANK = "nafmii-2025-86#募集资金用途"
FREE_USE = "nafmii-2026#募集资金用途"
TERM = "nafmii-2026#期限"
CLASSES = "nafmii-2025-86#一（一）"
BOND = Grain.BOND

rd_latest_fen = latest("rd_expense_fen", "最近一年研发投入", "Latest year's R&D")
revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest year's revenue")
issuer_rd_intense = parent(
    "rd_intense", "发行人研发投入强度达标", "R&D intensity of the issuer", of=Grain.ENTERPRISE, to=BOND
)


@rule("研发投入强度达标", "R&D intensity reached", cites=FREE_USE)
def rd_intense(rd_latest_fen: Fen, revenue_latest_fen: Fen, free_use_rd_intensity: Share) -> Check:
    """R&D over revenue reaches the intensity from which the proceeds may be used freely; the figure was not read."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, free_use_rd_intensity)


@rule("交易所债券", "Exchange bond", cites=EXCHANGE, grain=BOND)
def exchange_bond(bond_market: Choice, exchange_markets: Choices) -> Check:
    """The bond was issued on an exchange."""
    return one_of(bond_market, exchange_markets)


@rule("银行间债券", "Interbank bond", cites=INTERBANK, grain=BOND)
def interbank_bond(bond_market: Choice, interbank_markets: Choices) -> Check:
    """The bond was issued in the interbank market."""
    return one_of(bond_market, interbank_markets)


@rule("属须达比例的类型", "Type that has to reach the share", cites=EXCHANGE, grain=BOND)
def restricted_type(bond_sci_tech_type: Choice, restricted_types: Choices) -> Check:
    """Upgrade, investment or incubation."""
    return one_of(bond_sci_tech_type, restricted_types)


@rule("属科创企业类", "Type for innovating enterprises", cites=EXCHANGE, grain=BOND)
def free_type(bond_sci_tech_type: Choice, free_types: Choices) -> Check:
    """The type for innovating enterprises, which has no share to reach."""
    return one_of(bond_sci_tech_type, free_types)


@rule("投向科创比例达标", "Share for sci-tech reached", cites=EXCHANGE, grain=BOND)
def sci_tech_share_reached(
    bond_sci_tech_use_fen: Fen, bond_proceeds_fen: Fen, sci_tech_share_min: Share
) -> Check:
    """What goes to sci-tech over the proceeds reaches the floor."""
    return share_at_least(bond_sci_tech_use_fen, bond_proceeds_fen, sci_tech_share_min)


@rule("园区用途不超限", "Share for parks within the limit", cites=EXCHANGE, grain=BOND)
def park_share_kept(bond_park_use_fen: Fen, bond_proceeds_fen: Fen, park_share_max: Share) -> Check:
    """What goes to parks over the proceeds stays within the ceiling."""
    return share_at_most(bond_park_use_fen, bond_proceeds_fen, park_share_max)


@rule("交易所用途合规", "Exchange use in order", cites=EXCHANGE, grain=BOND)
def exchange_use(
    exchange_bond: Condition,
    free_type: Condition,
    restricted_type: Condition,
    sci_tech_share_reached: Condition,
    park_share_kept: Condition,
) -> Condition:
    """An exchange bond of the free type, or one that reaches the share and keeps to the parks' limit."""
    return all_of(
        exchange_bond, any_of(free_type, all_of(restricted_type, sci_tech_share_reached, park_share_kept))
    )


@rule("全部用于科创", "All for sci-tech", cites="pboc-csrc-2025-8#一（一）", grain=BOND)
def all_for_sci_tech(bond_sci_tech_use_fen: Fen, bond_proceeds_fen: Fen) -> Check:
    """All proceeds go to sci-tech, which no share could ask more of."""
    return at_least(bond_sci_tech_use_fen, bond_proceeds_fen)


@rule("银行间投向科创比例达标", "Interbank share reached", cites=INTERBANK, grain=BOND)
def interbank_share_reached(
    bond_sci_tech_use_fen: Fen, bond_proceeds_fen: Fen, interbank_share_min: Share
) -> Check:
    """What goes to sci-tech over the proceeds reaches the interbank floor; the figure was not read."""
    return share_at_least(bond_sci_tech_use_fen, bond_proceeds_fen, interbank_share_min)


@rule(
    "银行间用途合规",
    "Interbank use in order",
    cites=INTERBANK,
    grain=BOND,
    leaf="interbank_use",
    until="2026-03-08",
)
def interbank_use_2025(
    interbank_bond: Condition, all_for_sci_tech: Condition, interbank_share_reached: Condition
) -> Condition:
    """An interbank bond all for sci-tech, or one that reaches the floor."""
    return all_of(interbank_bond, any_of(all_for_sci_tech, interbank_share_reached))


@rule("银行间用途合规", "Interbank use in order", cites=FREE_USE, grain=BOND, since="2026-03-09")
def interbank_use(
    interbank_bond: Condition,
    all_for_sci_tech: Condition,
    interbank_share_reached: Condition,
    technology_issuer: Condition,
    issuer_rd_intense: Condition,
) -> Condition:
    """As before, or a technology firm whose R&D is intense enough to use the money freely."""
    free = all_of(technology_issuer, issuer_rd_intense)
    return all_of(interbank_bond, any_of(all_for_sci_tech, interbank_share_reached, free))


@rule("募集资金用途合规", "Proceeds in order", cites=(EXCHANGE, INTERBANK), grain=BOND)
def proceeds_kept(exchange_use: Condition, interbank_use: Condition) -> Condition:
    """In order by the rule of the market where it was issued."""
    return any_of(exchange_use, interbank_use)


@rule(
    "投向科创比例",
    "Share for sci-tech",
    cites=EXCHANGE,
    grain=BOND,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#占比"),
)
def sci_tech_share(bond_sci_tech_use_fen: Fen, bond_proceeds_fen: Fen) -> Quotient:
    """What goes to sci-tech over the proceeds."""
    return share_of(bond_sci_tech_use_fen, bond_proceeds_fen)


@rule("发行人为科技型企业", "Technology firm as issuer", cites=CLASSES, grain=BOND)
def technology_issuer(bond_issuer_class: Choice, technology_classes: Choices) -> Check:
    """The issuer is a technology firm."""
    return one_of(bond_issuer_class, technology_classes)


@rule("发行人为股权投资机构", "Equity investor as issuer", cites=CLASSES, grain=BOND)
def equity_issuer(bond_issuer_class: Choice, equity_classes: Choices) -> Check:
    """The issuer is an equity investor."""
    return one_of(bond_issuer_class, equity_classes)


@rule("发行人为金融机构", "Financial institution as issuer", cites="pboc-csrc-2025-8#一（一）", grain=BOND)
def financial_issuer(bond_issuer_class: Choice, financial_classes: Choices) -> Check:
    """The issuer is a financial institution, for which no minimum was read."""
    return one_of(bond_issuer_class, financial_classes)


@rule("科技型企业期限达标", "Long enough for a technology firm", cites=TERM, grain=BOND)
def tech_term_reached(bond_due_on: Day, bond_issued_on: Day, tech_term_min: Days) -> Check:
    """From issue to the due date it is as many days as a technology firm's bond has to run."""
    return at_least(bond_due_on - bond_issued_on, tech_term_min)


@rule("股权投资机构期限达标", "Long enough for an equity investor", cites=TERM, grain=BOND)
def equity_term_reached(bond_due_on: Day, bond_issued_on: Day, equity_term_years: Count) -> Check:
    """From issue to the due date it is as many years as an equity investor's bond has to run."""
    return at_least(bond_due_on, bond_issued_on.plus_years(equity_term_years))


@rule("期限合规", "Long enough", cites=TERM, grain=BOND)
def term_kept(
    interbank_bond: Condition,
    technology_issuer: Condition,
    tech_term_reached: Condition,
    equity_issuer: Condition,
    equity_term_reached: Condition,
    financial_issuer: Condition,
) -> Condition:
    """Long enough for its issuer; the notice binds interbank bonds only."""
    return any_of(
        not_(interbank_bond),
        all_of(technology_issuer, tech_term_reached),
        all_of(equity_issuer, equity_term_reached),
        financial_issuer,
    )


@rule("风险分担工具未用满", "Tool not used up", cites="tool-2026#规模", grain=Grain.PROGRAMME_YEAR)
def tool_open(programme_bonds_supported_fen: Fen, tool_size: Fen) -> Check:
    """Less is in use than the tool's size."""
    return below(programme_bonds_supported_fen, tool_size)


@rule("风险分担工具剩余额度", "Room in the tool", cites="tool-2026#规模", grain=Grain.PROGRAMME_YEAR)
def tool_left_fen(tool_size: Fen, programme_bonds_supported_fen: Fen) -> Fen:
    """The tool's size less what is in use."""
    return tool_size - programme_bonds_supported_fen
