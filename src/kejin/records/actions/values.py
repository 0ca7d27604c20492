"""The types that parameters of acts are made of: strict, bounded, without what could mislead a reader or a file."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from kejin.money import INT64_MAX
from kejin.records.kept.texts import plain_text

_LONGEST = 2_000
PERSONAL = "personal"
"""Key of a field's JSON schema that keeps its value out of the act's body: only a digest of it stays there."""


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST),
    AfterValidator(plain_text),
]
Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\n]*$"),
    AfterValidator(plain_text),
]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[int, Field(strict=True, ge=1, le=INT64_MAX)]
Fen = Annotated[int, Field(strict=True, ge=1, le=INT64_MAX)]
"""A positive amount in minor units."""
FenOrNone = Annotated[int, Field(strict=True, ge=0, le=INT64_MAX)]
"""An amount in minor units that may be zero."""
Ppb = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
