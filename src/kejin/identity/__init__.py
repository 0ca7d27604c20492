"""Who is who: the unified social credit code, for one text or for a column."""

from kejin.identity.columns import (
    credit_code_problem_expr,
    credit_code_problems,
    credit_code_valid_expr,
    normalise_credit_code_expr,
    normalise_credit_codes,
)
from kejin.identity.credit_code import (
    CreditCode,
    CreditCodeProblem,
    credit_code_problem,
    normalise_credit_code,
    parse_credit_code,
)
from kejin.identity.scheme import ALPHABET, check_character, organisation_check_character

__all__ = [
    "ALPHABET",
    "CreditCode",
    "CreditCodeProblem",
    "check_character",
    "credit_code_problem",
    "credit_code_problem_expr",
    "credit_code_problems",
    "credit_code_valid_expr",
    "normalise_credit_code",
    "normalise_credit_code_expr",
    "normalise_credit_codes",
    "organisation_check_character",
    "parse_credit_code",
]
