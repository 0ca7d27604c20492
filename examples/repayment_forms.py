"""Draw the cash flows of every terms file of examples/terms: every form of repayment, and what may happen to a loan.

python examples/repayment_forms.py [FILE]     writes docs/images/repayment-forms.svg, or FILE
"""

import sys
from pathlib import Path

from kejin.cli.contract_picture import picture
from kejin.instruments.termsheets import read_contract

HERE = Path(__file__).parent
ORDER = (
    "equal-instalments", "equal-principal", "bullet-subsidised", "interest-first", "stepped", "balloon",
    "grace-of-both", "interest-free", "capitalised", "seasonal", "custom-plan", "lpr-linked",
    "result-linked", "drawn-in-parts", "merger", "prepaid", "revolving-line", "revenue-based",
    "renewal", "renewal-by-bridge", "serviced", "rescheduled", "restructured", "growth-sharing",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Write the picture."""
    contracts = [read_contract(HERE / "terms" / f"{name}.yaml") for name in ORDER]
    path = Path(arguments[0]) if arguments else HERE.parent / "docs" / "images" / "repayment-forms.svg"
    path.write_text(picture([(each.name, each.payments) for each in contracts]), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
