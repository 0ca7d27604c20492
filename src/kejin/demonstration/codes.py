"""Credit codes that no real organisation has."""

from kejin.identity import check_character, organisation_check_character


def credit_code(number: int) -> str:
    """A valid credit code whose body begins with XN, as all invented ones do.

    Args:
        number: From 0 to 999,999; each its own code.
    """
    body = f"XND{number:05d}"
    first = f"91440000{body}{organisation_check_character(body)}"
    return first + check_character(first)
