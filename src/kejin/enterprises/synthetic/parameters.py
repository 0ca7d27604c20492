"""The calibrated parameters: numbers of the model that were fitted so that published totals come out.

They are data (`calibrated.yaml`), each with its meaning and the total it was fitted to; `fitting.fit` makes them anew.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.errors import SchemaError
from kejin.facts import Label, read_strict
from kejin.policy.documents import Identifier, LabelDocument

FILE = "calibrated.yaml"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is fitted. Levels are natural logarithms of a factor, odds are log odds.

    Attributes:
        rd_level: Of all R&D intensities.
        tech_sme_odds: That an enterprise that meets the conditions of a technology SME registers as one.
        innovative_odds: That one that meets those of an innovative SME applies and is recognised.
        sme_score_points: Mean of the evaluation score of specialised SMEs, in points.
        niche_level: Of the log odds of what leaders of a niche have, and of their market share.
        debt_level: Of the bank debt of operating enterprises over revenue.
        project_debt_level: Of the bank debt of project companies over revenue.
        ip_pledge_odds: That an average borrower with rights to pledge pledges them for a loan.
    """

    rd_level: float
    tech_sme_odds: float
    innovative_odds: float
    sme_score_points: float
    niche_level: float
    debt_level: float
    project_debt_level: float
    ip_pledge_odds: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A parameter as the file has it.

    Attributes:
        name: A field of `Parameters`.
        value: Its value.
        fitted_to: The key of the published total that it was fitted to.
        slope: How the logarithm of that total moves with it, near enough to begin a fit with.
        label: What it means.
    """

    name: str
    value: Decimal
    fitted_to: str
    slope: Decimal
    label: Label


class _Fitted(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Identifier
    value: Decimal
    fitted_to: Identifier
    slope: Decimal
    label: LabelDocument


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    parameters: list[_Fitted] = Field(min_length=1)


@cache
def fitted_parameters() -> tuple[Fitted, ...]:
    """The parameters with their meaning, in the order of the file.

    Raises:
        SchemaError: The file does not hold exactly the fields of `Parameters`.
    """
    text = (files("kejin.enterprises.synthetic") / FILE).read_text(encoding="utf-8")
    try:
        document = _File.model_validate(read_strict(text, where=FILE, error=SchemaError))
    except ValidationError as error:
        raise SchemaError(
            "the calibrated parameters are not as they should be", found=str(error), where=FILE
        ) from error
    found = tuple(
        Fitted(one.name, one.value, one.fitted_to, one.slope, one.label.label) for one in document.parameters
    )
    names = [field.name for field in fields(Parameters)]
    if [one.name for one in found] != names:
        raise SchemaError(
            "the calibrated parameters are not those of the model", expected=", ".join(names),
            found=", ".join(one.name for one in found), where=FILE,
        )  # fmt: skip
    return found


@cache
def parameters() -> Parameters:
    """The calibrated values."""
    return Parameters(**{one.name: float(one.value) for one in fitted_parameters()})
