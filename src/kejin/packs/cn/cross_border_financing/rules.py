"""Cross-border borrowing: the cap of a firm, what its debts use of it, and the room that is left.

One row of the finer grain is one debt; `used_fen` adds them up. Weights follow the published formula: balance times
term times class, and half of what is in foreign currency on top.
"""

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
    above,
    all_of,
    at_most,
    fails,
    largest,
    latest,
    one_of,
    only_if,
    rule,
    total_of,
)

CAP = "pboc-2017-9#上限"
USED = "safe-hebei-2017#风险加权余额"
TERM = "safe-hebei-2017#期限风险转换因子"
LENDING = "overseas-lending#系数"
DEBT = Grain.FOREIGN_DEBT
EXACT = Rounded(Rounding.HALF_UP, cites="kejin-conventions#因子")
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

net_assets_latest_fen = latest("net_assets_fen", "最近一年末净资产", "Net assets at the latest year end")
used_fen = total_of(
    "debt_used_fen",
    "跨境融资风险加权余额",
    "Weighted balance of cross-border debts",
    of=DEBT,
    to=Grain.ENTERPRISE,
)


@rule("属短期融资", "Short-term debt", cites=TERM, grain=DEBT)
def short_term(debt_due_on: Day, debt_drawn_on: Day, short_years: Count) -> Check:
    """The debt falls due a year or less after it was drawn."""
    return at_most(debt_due_on, debt_drawn_on.plus_years(short_years))


@rule("计入余额", "Counts towards the cap", cites=CAP, grain=DEBT)
def counted(debt_outside_cap: Flag) -> Check:
    """The rules do not leave the debt out."""
    return fails(debt_outside_cap)


@rule("期限乘类别因子", "Term times class", cites=USED, grain=DEBT, rounds=EXACT)
def term_class_weight(term_weight: Share, class_weight: Share) -> Product:
    """The weight of term times the weight of class."""
    return term_weight * class_weight


@rule("综合因子", "Whole weight", cites=USED, grain=DEBT)
def whole_weight(term_class_weight: Share, currency_weight: Share) -> Share:
    """Term times class, and the weight of currency risk on top."""
    return term_class_weight + currency_weight


@rule("加权余额", "Weighted balance", cites=USED, grain=DEBT, rounds=TO_THE_FEN)
def weighted_fen(debt_balance_fen: Fen, whole_weight: Share) -> Product:
    """The balance times its whole weight."""
    return debt_balance_fen * whole_weight


@rule("该笔占用额", "What the debt uses", cites=USED, grain=DEBT)
def debt_used_fen(counted: Condition, weighted_fen: Fen) -> Fen:
    """The weighted balance; nothing for a debt left out."""
    return only_if(counted, weighted_fen)


@rule("净资产加权数", "Net assets times leverage and parameter", cites=CAP, rounds=TO_THE_FEN)
def weighted_assets_fen(net_assets_latest_fen: Fen, leverage: Share, macro_parameter: Share) -> Product:
    """Net assets times leverage times the macro-prudential parameter."""
    return net_assets_latest_fen * leverage * macro_parameter


@rule("跨境融资上限", "Cap", cites=CAP)
def cap_fen(weighted_assets_fen: Fen, nothing_fen: Fen) -> Fen:
    """The cap; nothing where net assets are negative."""
    return largest(weighted_assets_fen, nothing_fen)


@rule("剩余空间", "Room left", cites=CAP)
def headroom_fen(cap_fen: Fen, used_fen: Fen) -> Fen:
    """The cap less what is used; negative above the cap."""
    return cap_fen - used_fen


@rule("可新增的一年以上人民币外债", "Renminbi debt of over a year that still fits", cites=CAP)
def open_fen(headroom_fen: Fen, nothing_fen: Fen) -> Fen:
    """The room left, which a renminbi debt of over a year uses one for one; short foreign-currency debt uses double."""
    return largest(headroom_fen, nothing_fen)


@rule("适用的一般企业", "Firm to which the cap applies", cites="pboc-2017-9#企业")
def admitted(cross_border_borrower_kind: Choice, admitted_kinds: Choices) -> Check:
    """Neither a government platform, a property developer nor a financial institution."""
    return one_of(cross_border_borrower_kind, admitted_kinds)


@rule("余额不超过上限", "Balance within the cap", cites=CAP)
def not_above_cap(used_fen: Fen, cap_fen: Fen) -> Check:
    """The weighted balance is no higher than the cap."""
    return at_most(used_fen, cap_fen)


@rule("在上限之内", "Within the cap", cites=CAP)
def within_cap(admitted: Condition, not_above_cap: Condition) -> Condition:
    """A firm to which the cap applies, and no more used than the cap."""
    return all_of(admitted, not_above_cap)


@rule("有剩余空间", "Some room left", cites=CAP)
def room_left(headroom_fen: Fen, nothing_fen: Fen) -> Check:
    """The room left is above nothing."""
    return above(headroom_fen, nothing_fen)


@rule("可自主借用外债", "May borrow abroad", cites=CAP)
def may_borrow(admitted: Condition, room_left: Condition) -> Condition:
    """A firm to which the cap applies, with room left."""
    return all_of(admitted, room_left)


@rule("境外放款上限", "Limit of overseas lending", cites=LENDING, rounds=TO_THE_FEN)
def lending_limit_fen(net_assets_latest_fen: Fen, lending_coefficient: Share) -> Product:
    """Owners' equity times the coefficient."""
    return net_assets_latest_fen * lending_coefficient


@rule("境外放款不超限", "Overseas lending within the limit", cites=LENDING)
def lending_within_limit(overseas_loans_balance_fen: Fen, lending_limit_fen: Fen) -> Check:
    """What the firm has lent abroad is no higher than the limit."""
    return at_most(overseas_loans_balance_fen, lending_limit_fen)
