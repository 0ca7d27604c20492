"""One credit code: real codes, typed slips, and errors that name the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from tests.identity.codes import codes

from kejin.errors import CreditCodeError
from kejin.identity import (
    ALPHABET,
    CreditCodeProblem,
    check_character,
    credit_code_problem,
    normalise_credit_code,
    organisation_check_character,
    parse_credit_code,
)
from kejin.identity.scheme import AUTHORITIES, WEIGHTS

# Public codes, each as the body itself prints it: in its annual report or at the foot of its site.
PUBLIC = {
    "91440300708461136T": "深圳市腾讯计算机系统有限公司",
    "914403001922038216": "华为技术有限公司",
    "91440300192317458F": "比亚迪股份有限公司",
    "91440300100012316L": "中国平安保险（集团）股份有限公司",
    "91350100M000100Y43": "the example of GB 32100—2015 as encyclopaedias print it",
}


@pytest.mark.parametrize("code", PUBLIC)
def test_public_codes_are_valid(code: str) -> None:
    assert credit_code_problem(code) is None
    assert str(parse_credit_code(code)) == code


def test_a_code_is_taken_apart() -> None:
    code = parse_credit_code("91440300708461136T")
    assert (code.authority, code.category, code.region, code.organisation) == (
        "9",
        "1",
        "440300",
        "708461136",
    )
    assert code.authority_label == ("工商", "Market regulation")


def test_the_weights_are_those_printed_in_the_standard() -> None:
    # GB 32100—2015, table of weights for places 1 to 17.
    assert WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def test_the_inner_check_is_that_of_the_standards_example() -> None:
    # GB 11714: the worked example is D2143569-X.
    assert organisation_check_character("D2143569") == "X"


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_registering_authority_is_accepted_letters_too(authority: str) -> None:
    body = f"{authority}1440305M000100Y4"
    code = parse_credit_code(body + check_character(body))
    assert code.authority == authority
    assert code.authority_label == AUTHORITIES[authority]


def test_an_authority_that_the_standard_does_not_name_has_no_label() -> None:
    body = "B1440305M000100Y4"
    assert parse_credit_code(body + check_character(body)).authority_label is None


@pytest.mark.parametrize(
    "text",
    [
        "91440300708461136t",
        " 91440300 70846113 6T\t",
        "９１４４０３００７０８４６１１３６Ｔ",
        "91440300708461136T\u200b",
        "\ufeff91440300708461136T\r\n",
        "91440300\u3000708461136T",
    ],
)
def test_full_width_lower_case_and_spaced_codes_are_understood(text: str) -> None:
    assert parse_credit_code(text).value == "91440300708461136T"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected 18 characters, not 0"),
        ("914403007084611", "expected 18 characters, not 15, found '914403007084611'"),
        ("91440300708461136TT", "expected 18 characters, not 19"),
        ("9I440300708461136T", r"found 'I' \(character 2 of 9I440300708461136T\)"),
        ("91A40300708461136T", r"a digit of the administrative division, found 'A' \(character 3 of"),
        (
            "9144030070846113AT",
            r"a digit or X, the check of the organisation code, found 'A' \(character 17 of",
        ),
        ("91440300708461136O", f"one of {ALPHABET}, found 'O'"),
        ("91440300708461136X", r"the check character T, found 'X' \(character 18 of"),
        ("六个汉字的码", "expected 18 characters, not 6"),
    ],
)
def test_an_error_names_the_character_and_what_was_expected(text: str, message: str) -> None:
    with pytest.raises(CreditCodeError, match=message):
        parse_credit_code(text)


def test_a_code_whose_organisation_code_is_wrong_is_caught_by_the_inner_check() -> None:
    body = "91440300708461137"
    with pytest.raises(
        CreditCodeError, match=r"expected 6, the check of the organisation code 70846113, found '7'"
    ):
        parse_credit_code(body + check_character(body))


def test_a_huge_text_is_not_repeated_in_the_error() -> None:
    with pytest.raises(CreditCodeError) as caught:
        parse_credit_code("9" * 1_000_000)
    assert len(str(caught.value)) < 200


@given(codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_caught(code: str, place: int, wrong: str) -> None:
    slip = code[:place] + wrong + code[place + 1 :]
    assert (credit_code_problem(slip) is None) == (wrong == code[place])


@given(codes(), st.integers(0, 16))
def test_every_swap_of_two_neighbours_is_caught(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (credit_code_problem(swapped) is None) == (code[place] == code[place + 1])


@given(codes(authorities="123456789", categories="1239"))
def test_codes_that_begin_with_digits_are_valid_for_a_second_implementation(code: str) -> None:
    assert uscc.is_valid(code)


@given(
    st.text(alphabet="0123456789", min_size=8, max_size=8),
    st.text(alphabet=ALPHABET, min_size=10, max_size=10),
)
def test_what_a_second_implementation_refuses_is_refused(digits: str, rest: str) -> None:
    # It knows the outer check only, and only codes that begin with eight digits.
    if not uscc.is_valid(digits + rest):
        assert credit_code_problem(digits + rest) is not None


@given(st.text(max_size=40))
def test_any_text_is_judged_and_normalising_twice_is_normalising_once(text: str) -> None:
    problem = credit_code_problem(text)
    assert problem is None or problem in CreditCodeProblem
    once = normalise_credit_code(text)
    assert normalise_credit_code(once) == once
