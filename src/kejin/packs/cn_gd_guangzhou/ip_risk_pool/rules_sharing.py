"""Which loans the pool covers, and how much of one loan's loss: what the ledger of shared losses asks."""

from kejin.policy.dsl import Condition, Fen, Grain, all_of, only_if, rule, smallest

AMOUNT = "gz-ip-2023#数额和标准"


@rule("属知识产权资金池共担范围", "Covered by the pool", cites=AMOUNT, grain=Grain.LOAN)
def pool_covered(
    lender_takes_part: Condition,
    borrower_local: Condition,
    borrower_small: Condition,
    in_pool: Condition,
    part_stated: Condition,
) -> Condition:
    """An enrolled IP-pledged loan of a partner bank to a small borrower of the city, its IP part stated."""
    return all_of(lender_takes_part, borrower_local, borrower_small, in_pool, part_stated)


@rule("可分担的损失上限", "Most of the loss that is shared", cites=AMOUNT, grain=Grain.LOAN)
def shared_part_fen(
    ip_alone: Condition, covered_part_fen: Fen, mixed: Condition, loan_ip_loss_fen: Fen
) -> Fen:
    """The covered part; of mixed security no more than the loss that the bank states for the IP part."""
    return only_if(ip_alone, covered_part_fen) + only_if(mixed, smallest(covered_part_fen, loan_ip_loss_fen))
