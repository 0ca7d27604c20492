"""Which part of a loan the pool covers, and what of the loss falls on it."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Grain,
    all_of,
    any_of,
    holds,
    largest,
    not_,
    only_if,
    rule,
    running_total_of,
    smallest,
)

AMOUNT = "gz-ip-2023#数额和标准"

enrolled_so_far_fen = running_total_of(
    "enrolled_part_fen",
    "借款人当年累计纳入额（按签订日）",
    "Enrolled for the borrower so far in the year, by day of signing",
    of=Grain.LOAN,
    within=Grain.FILING,
    by=("loan_signed_on", "loan_id"),
)


@rule("已纳入风险补偿池", "Enrolled", cites=AMOUNT, grain=Grain.LOAN)
def enrolled(loan_enrolled: Flag) -> Check:
    """The loan is enrolled with the pool."""
    return holds(loan_enrolled)


@rule("知识产权质押贷款", "IP pledged", cites=AMOUNT, grain=Grain.LOAN)
def ip_pledged(loan_ip_pledged: Flag) -> Check:
    """Intellectual property is pledged for the loan."""
    return holds(loan_ip_pledged)


@rule("在池内", "In the pool", cites=AMOUNT, grain=Grain.LOAN)
def in_pool(enrolled: Condition, ip_pledged: Condition) -> Condition:
    """An enrolled loan with pledged IP."""
    return all_of(enrolled, ip_pledged)


@rule("组合担保", "Mixed security", cites=AMOUNT, grain=Grain.LOAN)
def mixed(loan_mixed_security: Flag) -> Check:
    """Other collateral stands beside the IP."""
    return holds(loan_mixed_security)


@rule("仅有知识产权质押", "IP alone", cites=AMOUNT, grain=Grain.LOAN)
def ip_alone(mixed: Condition) -> Condition:
    """Nothing stands beside the IP."""
    return not_(mixed)


@rule("合同已明确知识产权额度", "IP part stated in the contract", cites=AMOUNT, grain=Grain.LOAN)
def contract_states_part(loan_ip_part_in_contract: Flag) -> Check:
    """The contract states the part that rests on IP."""
    return holds(loan_ip_part_in_contract)


@rule("知识产权额度明确", "IP part is clear", cites=AMOUNT, grain=Grain.LOAN)
def part_stated(ip_alone: Condition, contract_states_part: Condition) -> Condition:
    """IP alone, or a contract that states the part; what is not stated is not compensated."""
    return any_of(ip_alone, contract_states_part)


@rule("知识产权质押部分", "Part resting on IP", cites=AMOUNT, grain=Grain.LOAN)
def ip_part_fen(ip_alone: Condition, loan_principal_fen: Fen, mixed: Condition, loan_ip_part_fen: Fen) -> Fen:
    """The whole loan where IP stands alone, else the part stated in the contract."""
    return only_if(ip_alone, loan_principal_fen) + only_if(mixed, loan_ip_part_fen)


@rule("单笔可补偿部分", "Part of one loan", cites=AMOUNT, grain=Grain.LOAN)
def loan_part_fen(ip_part_fen: Fen, loan_part_max: Fen) -> Fen:
    """The part resting on IP, up to the limit of one loan."""
    return smallest(ip_part_fen, loan_part_max)


@rule("纳入池内部分", "Enrolled part", cites=AMOUNT, grain=Grain.LOAN)
def enrolled_part_fen(in_pool: Condition, loan_part_fen: Fen) -> Fen:
    """What the loan takes of the borrower's line of the year."""
    return only_if(in_pool, loan_part_fen)


@rule("借款人剩余额度", "Left of the borrower's line", cites=AMOUNT, grain=Grain.LOAN)
def line_left_fen(borrower_line_max: Fen, enrolled_so_far_fen: Fen, enrolled_part_fen: Fen) -> Fen:
    """The line less what earlier loans of the year took."""
    return borrower_line_max - (enrolled_so_far_fen - enrolled_part_fen)


@rule("可补偿的贷款部分", "Covered part of the loan", cites=AMOUNT, grain=Grain.LOAN)
def covered_part_fen(enrolled_part_fen: Fen, line_left_fen: Fen, nothing_fen: Fen) -> Fen:
    """The enrolled part, up to what the line has left."""
    return largest(nothing_fen, smallest(enrolled_part_fen, line_left_fen))


@rule("知识产权部分的损失", "Loss on the IP part", cites=AMOUNT, grain=Grain.LOAN)
def ip_loss_fen(
    ip_alone: Condition, loan_principal_loss_fen: Fen, mixed: Condition, loan_ip_loss_fen: Fen
) -> Fen:
    """The whole loss where IP stands alone, else the loss that the bank states for the IP part."""
    return only_if(ip_alone, loan_principal_loss_fen) + only_if(mixed, loan_ip_loss_fen)


@rule("可补偿的损失", "Covered loss", cites=(AMOUNT, "kejin-conventions#部分损失"), grain=Grain.LOAN)
def covered_loss_fen(ip_loss_fen: Fen, covered_part_fen: Fen) -> Fen:
    """The loss on the IP part, up to the covered part."""
    return smallest(ip_loss_fen, covered_part_fen)
