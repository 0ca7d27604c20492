"""`kejin id`: check unified social credit codes."""

from typing import Annotated

import typer

from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, printable, results
from kejin.errors import CreditCodeError
from kejin.identity import parse_credit_code


def identify(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="One or more codes.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Check unified social credit codes: length, letters, authority, both check characters.

    Ends with exit code 1 when a code is not valid.
    """
    checked = [_checked(code) for code in codes]
    if as_json:
        emit(checked)
    else:
        for one in checked:
            mark = "✓" if one["valid"] else "✗"
            results().print(
                f"{mark} {printable(str(one['code']))}" + (f"  {one['problem']}" if one["problem"] else "")
            )
    if not all(one["valid"] for one in checked):
        raise typer.Exit(1)


def _checked(code: str) -> dict[str, object]:
    try:
        parsed = parse_credit_code(code)
    except CreditCodeError as error:
        return {"code": code, "valid": False, "problem": str(error)}
    return {"code": parsed.value, "valid": True, "problem": None}
