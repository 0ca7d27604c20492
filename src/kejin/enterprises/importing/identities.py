"""Which enterprise a row is about: its credit code, else its identifier, else its name."""

from collections.abc import Mapping

import polars as pl

from kejin.enterprises.importing.cells import Parsed
from kejin.enterprises.importing.columns import Placed
from kejin.enterprises.importing.problems import Findings
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.texts import parse_texts
from kejin.facts import Label

BY_NAME = "name:"
"""What stands before an enterprise's name where the name has to identify it."""

_EXPECTED = Label("统一社会信用代码（或企业编号）", "a credit code, or another identifier")


def enterprise_ids(
    placed: Mapping[str, Placed], parsed: Mapping[str, Parsed], names: pl.Series | None, *, findings: Findings
) -> pl.Series | None:
    """The `enterprise_id` of each row, or None where the sheet says nothing about enterprises.

    Args:
        placed: The columns of the sheet by fact.
        parsed: What they hold.
        names: The cells of the enterprise's name, as text.
        findings: Takes a notice when names have to do.
    """
    known = [parsed[name].values for name in ("credit_code", "enterprise_id") if name in parsed]
    if known:
        return pl.select(pl.coalesce(known).alias("enterprise_id")).to_series()
    if names is None:
        return None
    fact = placed["enterprise_name"].fact
    texts = parse_texts(names, fact, key=True).parsed.values
    text = Label("没有信用代码，按名称识别企业", "no credit code; enterprises are identified by their names")
    findings.notice("identity.by_name", placed["enterprise_name"].where, text)
    return pl.select((pl.lit(BY_NAME) + texts).alias("enterprise_id")).to_series()


def refuse_nameless(
    ids: pl.Series,
    rows: pl.Series,
    placed: Mapping[str, Placed],
    *,
    parsed: Mapping[str, Parsed],
    findings: Findings,
) -> None:
    """A problem for each row that says something but not about whom, unless its code was refused already.

    Args:
        ids: The identifiers of the rows.
        rows: A mask of the rows that say something.
        placed: The columns by fact.
        parsed: What they hold.
        findings: Takes the problems.
    """
    column = next(name for name in ("credit_code", "enterprise_id", "enterprise_name") if name in placed)
    wrong = rows & ids.is_null()
    for name in ("credit_code", "enterprise_id", "enterprise_name"):
        reasons = parsed[name].reasons if name in parsed else None
        if reasons is not None:
            wrong &= reasons.is_null()
    refuse_rows(wrong, placed[column], Reason.NO_IDENTITY, expected=_EXPECTED, findings=findings)


def refuse_rows(
    wrong: pl.Series, placed: Placed, reason: Reason, *, expected: Label, findings: Findings
) -> None:
    """A problem for each marked row, at the cell of one column."""
    places = wrong.arg_true()
    listed = places.head(findings.room())
    for index in listed:
        findings.add_cell(placed.problem(index, "", reason, expected=expected))
    findings.uncounted += places.len() - listed.len()
