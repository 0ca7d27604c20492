"""ACTUS contracts: terms with ACTUS names in, every event with payoff and state out, unrounded.

Source: ACTUS technical specification (github.com/actusfrf/actus-techspecs), schedules, state transition and payoff
functions of PAM, LAM, ANN, NAM, LAX, CLM, UMP, CSH, STK, CEG and CEC; names from the ACTUS data dictionary.
"""

from kejin.instruments.actus.cases import SUPPORTED, Row, is_case, read_cases, run_actus, run_case
from kejin.instruments.actus.comparing import Comparison, Difference, compare_case
from kejin.instruments.actus.observing import Observations, ObservedEvent
from kejin.instruments.actus.rows import EnhancementRow, ResultRow

__all__ = [
    "SUPPORTED",
    "Comparison",
    "Difference",
    "EnhancementRow",
    "Observations",
    "ObservedEvent",
    "ResultRow",
    "Row",
    "compare_case",
    "is_case",
    "read_cases",
    "run_actus",
    "run_case",
]
