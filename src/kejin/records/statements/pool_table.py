"""A pool's statement as the sheets of a workbook."""

from kejin.records.ledger.templates import PLANS, Template
from kejin.records.statements.pool import PoolStatement
from kejin.records.statements.writing import Table, Value, yuan_text

_KINDS = {"claimed": "申请中 Claimed", "payable": "应付未付 Payable"}
_ROOMS = {"limit": "限额 Limit", "stop_line": "止损线 Stop line"}

_LOAN_HEADS = ("合同编号 Contract", "银行 Bank", "申请 Claim", "核定 Admitted", "已付 Paid", "收回 Recovered")
_COMMITMENT_HEADS = ("类别 Kind", "合同编号 Contract", "申请 Claim", "金额 Amount")
_ROOM_HEADS = (
    "协议 Agreement", "类别 Kind", "名称 Name", "对象 Group", "年度 Year", "额度 Amount", "已用 Used", "剩余 Room",
)  # fmt: skip


def pool_tables(made: PoolStatement) -> list[Table]:
    """Four sheets: the statement, each loan, commitments, room left. Amounts in yuan, exact."""
    above: tuple[tuple[str, Value], ...] = (
        ("资金池 Pool", f"{made.book} {made.name}"),
        ("期间 Period", f"{made.since} – {made.until}"),
        ("币种 Currency", made.currency),
    )
    accounts = {plan.code: f"{plan.label.zh} {plan.label.en}" for plan in PLANS[Template.POOL]}
    lines: list[tuple[Value, ...]] = [
        (f"期初 Opening · {name}", None, yuan_text(made.opening[code])) for code, name in accounts.items()
    ]
    lines += [
        (f"{move.label.zh} {move.label.en}", move.entries, yuan_text(move.amount_minor))
        for move in made.moves
    ]
    lines += [
        (f"期末 Closing · {name}", None, yuan_text(made.closing[code])) for code, name in accounts.items()
    ]
    loans: list[tuple[Value, ...]] = [
        (
            loan.contract_number, loan.institution, loan.claim_id, yuan_text(loan.admitted_minor),
            yuan_text(loan.paid_minor), yuan_text(loan.recovered_minor),
        )
        for loan in made.loans
    ]  # fmt: skip
    commitments: list[tuple[Value, ...]] = [
        (_KINDS[each.kind], each.contract_number, each.claim_id, yuan_text(each.amount_minor))
        for each in made.commitments
    ]
    rooms: list[tuple[Value, ...]] = [
        (
            each.agreement, _ROOMS[each.kind], each.key, each.group, each.year, _known(each.amount_minor),
            yuan_text(each.used_minor), _known(each.room_minor),
        )
        for each in made.rooms
    ]  # fmt: skip
    unknown = (("无法计算 Unknown", made.rooms_unknown),) if made.rooms_unknown else ()
    return [
        Table(
            "对账单 Statement", above, ("项目 Item", "笔数 Entries", "金额（元） Amount (CNY)"), tuple(lines)
        ),
        Table("逐笔补偿 By loan", above, _LOAN_HEADS, tuple(loans)),
        Table("承诺 Commitments", above, _COMMITMENT_HEADS, tuple(commitments)),
        Table("剩余额度 Room left", (*above, *unknown), _ROOM_HEADS, tuple(rooms)),
    ]


def _known(minor: int | None) -> str | None:
    return None if minor is None else yuan_text(minor)
