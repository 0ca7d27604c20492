"""ACTUS's own files: cases with terms, observations and results."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kejin.errors import FileError, TermsError
from kejin.instruments.actus.enhancements import run_enhancement
from kejin.instruments.actus.maturity_contracts import KINDS, run_maturity_contract
from kejin.instruments.actus.observing import Observations
from kejin.instruments.actus.others import run_cash, run_stock
from kejin.instruments.actus.reading import Terms, time_of
from kejin.instruments.actus.rows import EnhancementRow, ResultRow
from kejin.instruments.actus.terms import ContractTerms

Row = ResultRow | EnhancementRow


def run_actus(
    terms: Mapping[str, Any], *, seen: Observations | None = None, until: datetime | None = None
) -> Sequence[Row]:
    """Every event of a contract, with its payoff and the state after it, unrounded.

    Args:
        terms: ACTUS names to values, as in ACTUS's own JSON.
        seen: Market data and observed events.
        until: The last time that is looked at.

    Returns:
        Rows in the order of time, after the status date and from the purchase on, where there is one.

    Raises:
        TermsError: A term is missing, cannot be read or breaks a rule.
        ObservationError: Market data is missing.
    """
    identity = terms.get("contractID") or terms.get("contractIdentifier") or "contract"
    read = Terms(terms, str(identity))
    kind = read.text("contractType") or ""
    if kind not in _RUNS:
        raise TermsError(
            "a contract type that is not worked out here", expected=", ".join(sorted(_RUNS)), found=kind,
            where=f"{read.where}: contractType",
        )  # fmt: skip
    return _RUNS[kind](read, seen or Observations(), until)


def run_case(case: Mapping[str, Any]) -> Sequence[Row]:
    """A case of ACTUS's reference tests: terms, `to`, dataObserved, eventsObserved."""
    until = str(case.get("to") or "").strip()
    seen = Observations.of(case.get("dataObserved"), case.get("eventsObserved"))
    return run_actus(case["terms"], seen=seen, until=time_of(until) if until else None)


def read_cases(path: Path) -> dict[str, Mapping[str, Any]]:
    """The cases of a file by name: a file of reference tests, or the terms of one contract alone.

    Raises:
        FileError: The file cannot be read or is neither.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileError("The file cannot be read as JSON", found=str(error), where=str(path)) from error
    if isinstance(document, dict) and "contractType" in document:
        return {str(document.get("contractID") or path.stem): {"terms": document}}
    if isinstance(document, dict) and "terms" in document:
        return {str(document.get("identifier") or path.stem): document}
    if isinstance(document, dict) and document and all(is_case(each) for each in document.values()):
        return document
    raise FileError(
        "The file holds no ACTUS contract",
        expected="terms with a contractType, or cases with terms",
        where=str(path),
    )


def is_case(value: object) -> bool:
    """Whether a value has the shape of a case of ACTUS's reference tests."""
    return (
        isinstance(value, dict) and isinstance(value.get("terms"), dict) and "contractType" in value["terms"]
    )


def _maturity_contract(terms: Terms, seen: Observations, until: datetime | None) -> Sequence[Row]:
    return run_maturity_contract(ContractTerms.of(terms), seen, until)


_RUNS: Final[Mapping[str, Callable[[Terms, Observations, datetime | None], Sequence[Row]]]] = (
    MappingProxyType(
        {
            **dict.fromkeys(KINDS, _maturity_contract),
            "CSH": run_cash,
            "STK": run_stock,
            "CEG": run_enhancement,
            "CEC": run_enhancement,
        }
    )
)
SUPPORTED: Final = frozenset(_RUNS)
"""The contract types that are worked out."""
