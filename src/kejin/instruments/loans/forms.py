"""The forms in which principal is repaid 还款方式."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class EqualInstalments:
    """等额本息: interest and principal together are the same every time (ACTUS ANN).

    Attributes:
        next_principal_redemption_payment: The instalment in minor units, where it is agreed and not worked out.
        balloon: What is left for the maturity in minor units, on top of the last instalment (尾款).
    """

    next_principal_redemption_payment: int | None = None
    balloon: int = 0


@dataclass(frozen=True, slots=True)
class SteppedInstalments:
    """分段等额: instalments that step up or down from given days on, in given proportions.

    Attributes:
        steps: From which payment day on, and how many times the first instalment; ascending. Before the first day the
            factor is one.
    """

    steps: tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True, slots=True)
class EqualPrincipal:
    """等额本金: principal is the same every time, interest on what is left comes on top (ACTUS LAM).

    Attributes:
        next_principal_redemption_payment: The part of principal in minor units, where it is agreed and not worked out.
        balloon: What is left for the maturity in minor units, on top of the last part (尾款).
    """

    next_principal_redemption_payment: int | None = None
    balloon: int = 0


@dataclass(frozen=True, slots=True)
class PrincipalPlan:
    """自定义还本计划: so much on given days, the rest at maturity (ACTUS LAX): steps, seasons, whatever was agreed.

    Attributes:
        parts: Days before the maturity and amounts in minor units, ascending.
    """

    parts: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """到期一次还本: all principal at maturity, interest by its cycle, or with it (ACTUS PAM)."""


Repayment = EqualInstalments | SteppedInstalments | EqualPrincipal | PrincipalPlan | Bullet
