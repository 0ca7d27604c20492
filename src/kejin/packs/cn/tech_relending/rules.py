"""Re-lending for innovation and technical upgrading: which borrowers and loans, the quota and what it costs banks."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    holds,
    latest,
    not_,
    one_of,
    parent,
    rule,
    share_at_least,
)

TOOL = "times-2024#全文"
WIDER = "pbc-2026#支持领域"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

rd_latest_fen = latest("rd_expense_fen", "上年度研发费用", "R&D of the year before")
revenue_latest_fen = latest("revenue_fen", "上年度营业收入", "Revenue of the year before")
borrower_tech = parent(
    "as_tech_sme", "借款企业为科技型中小企业", "Borrower a technology SME", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_project = parent(
    "has_project", "借款企业有推荐项目", "Borrower with a project", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_research = parent(
    "as_rd_heavy_sme",
    "借款企业研发投入水平较高",
    "Borrower heavy on R&D",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("入库科技型中小企业", "Registered technology SME", cites=TOOL)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """It has this year's registration as a technology SME."""
    return holds(tech_sme_registered)


@rule("以前没有贷款", "No loan before", cites="first-loans-2024#片段")
def first_loan(first_loan_customer: Flag) -> Check:
    """It had no business loan from any bank before."""
    return holds(first_loan_customer)


@rule("只限首次贷款", "First loans only", cites="first-loans-2024#片段")
def limited_to_first(first_loans_only: Flag) -> Check:
    """The tool takes only first loans of technology SMEs."""
    return holds(first_loans_only)


@rule("作为科技型中小企业", "As a technology SME", cites=TOOL)
def as_tech_sme(tech_sme: Condition, first_loan: Condition, limited_to_first: Condition) -> Condition:
    """A technology SME, with a first loan where the tool takes no other."""
    return all_of(tech_sme, any_of(first_loan, not_(limited_to_first)))


@rule("有被推荐的技术改造和设备更新项目", "Has a recommended project", cites=TOOL)
def has_project(tech_upgrade_project_recommended: Flag) -> Check:
    """The authority has recommended a project of it to banks."""
    return holds(tech_upgrade_project_recommended)


@rule("已纳入民营中小企业", "Private SMEs admitted", cites=WIDER)
def rd_heavy_open(rd_heavy_admitted: Flag) -> Check:
    """The tool takes private SMEs that spend much on R&D."""
    return holds(rd_heavy_admitted)


@rule("属民营企业", "Private enterprise", cites=WIDER)
def private(private_enterprise: Flag) -> Check:
    """Privately controlled, as stated."""
    return holds(private_enterprise)


@rule("研发投入水平较高", "R&D share high", cites=WIDER)
def rd_heavy(rd_latest_fen: Fen, revenue_latest_fen: Fen, rd_heavy_floor: Share) -> Check:
    """R&D over revenue reaches the line, which was not read."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, rd_heavy_floor)


@rule("作为研发投入水平较高的民营中小企业", "As a private SME heavy on R&D", cites=WIDER)
def as_rd_heavy_sme(
    rd_heavy_open: Condition, private: Condition, is_sme: Condition, rd_heavy: Condition
) -> Condition:
    """Admitted since 2026: private, small or medium, and heavy on R&D."""
    return all_of(rd_heavy_open, private, is_sme, rd_heavy)


@rule("企业属支持领域", "The enterprise is of a supported field", cites=(TOOL, WIDER))
def firm(as_tech_sme: Condition, has_project: Condition, as_rd_heavy_sme: Condition) -> Condition:
    """A technology SME, an enterprise with a project, or a private SME heavy on R&D."""
    return any_of(as_tech_sme, has_project, as_rd_heavy_sme)


@rule("由可申请再贷款的银行发放", "Made by a bank of the tool", cites=TOOL, grain=Grain.LOAN)
def bank_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is one of the 21 banks."""
    return holds(loan_lender_in_scheme)


@rule("放款不早于工具设立", "Drawn since the tool exists", cites=TOOL, grain=Grain.LOAN)
def drawn_in_time(loan_drawn_on: Day, lent_from: Day) -> Check:
    """The loan was paid out on or after the day the tool was set up."""
    return at_least(loan_drawn_on, lent_from)


@rule("用于技术改造或设备更新", "Used for upgrading", cites=TOOL, grain=Grain.LOAN)
def used_for_upgrade(loan_use: Choice, upgrade_uses: Choices) -> Check:
    """The money buys equipment or pays for technical upgrading."""
    return one_of(loan_use, upgrade_uses)


@rule("贷款属支持领域", "The loan is of a supported field", cites=(TOOL, WIDER), grain=Grain.LOAN)
def of_field(
    borrower_tech: Condition,
    borrower_project: Condition,
    used_for_upgrade: Condition,
    borrower_research: Condition,
) -> Condition:
    """To a technology SME or a private SME heavy on R&D, or for the upgrading of a firm with a project."""
    return any_of(borrower_tech, all_of(borrower_project, used_for_upgrade), borrower_research)


@rule("可申请再贷款", "May be refinanced", cites=TOOL, grain=Grain.LOAN)
def refinanceable(bank_takes_part: Condition, drawn_in_time: Condition, of_field: Condition) -> Condition:
    """Bank, time and field."""
    return all_of(bank_takes_part, drawn_in_time, of_field)


@rule("再贷款本金", "Principal refinanced", cites=TOOL, grain=Grain.LOAN, rounds=MONEY)
def refinanced_principal_fen(loan_principal_fen: Fen, refinanced_share: Share) -> Product:
    """The share of the principal that the central bank lends; the share was not read."""
    return loan_principal_fen * refinanced_share


@rule("余额在额度之内", "Within the quota", cites="pbc-2026#额度", grain=Grain.PROGRAMME_YEAR)
def within_quota(programme_outstanding_fen: Fen, quota: Fen) -> Check:
    """What is outstanding stays within the quota."""
    return at_most(programme_outstanding_fen, quota)


@rule("剩余额度", "Room under the quota", cites="pbc-2026#额度", grain=Grain.PROGRAMME_YEAR)
def quota_room_fen(quota: Fen, programme_outstanding_fen: Fen) -> Fen:
    """What is left of the quota; negative where it is passed."""
    return quota - programme_outstanding_fen


@rule("银行一年的资金成本", "A year's cost to banks", cites=TOOL, grain=Grain.PROGRAMME_YEAR, rounds=MONEY)
def yearly_cost_fen(programme_outstanding_fen: Fen, relending_rate: Share) -> Product:
    """A year's interest on what is outstanding, at the rate in force."""
    return programme_outstanding_fen * relending_rate


@rule("再贷款最长年数", "Longest years", cites=TOOL, grain=Grain.PROGRAMME_YEAR)
def longest_years(term_years: Count, extensions: Count) -> Count:
    """The term and its extensions of a year each."""
    return term_years + extensions
