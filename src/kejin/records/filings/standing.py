"""What stood on a day: the filings of all sources as they were known, and one row of facts made of them.

Where several sources say something of the same row, the sources that were named first go first, then what was known
later; each fact is taken from the first that knows it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from kejin.facts import Grain
from kejin.records.filings.teaching import columns_of

ROWS = {
    "enterprise_id": pl.String,
    "subject": pl.String,
    "rank": pl.Int32,
    "known_since": pl.Date,
    "filing_id": pl.Int64,
    "facts": pl.String,
}
"""The columns of standing rows, as `standing_rows` gives them."""
# A place in the list of origins; whoever is not in it comes last.
_STANDING = """
SELECT o.credit_code, f.subject, coalesce(array_position(%(origins)s::text[], f.origin::text), 1000000), f.known_since,
       f.id, f.facts::text
FROM filings_filing f JOIN parties_organisation o ON o.id = f.enterprise_id
WHERE f.grain = %(grain)s AND f.known_since <= %(known_by)s AND f.enterprise_id = ANY (%(enterprises)s)
  AND (%(source)s::bigint IS NULL OR f.source_id = %(source)s)
  AND NOT EXISTS (SELECT FROM filings_filing c WHERE c.corrects_id = f.id AND c.known_since <= %(known_by)s)
"""


def standing_rows(
    grain: Grain,
    enterprises: Sequence[int],
    known_by: date,
    *,
    origins: Sequence[str] = (),
    source: int | None = None,
) -> pl.DataFrame:
    """The filings of a grain about some enterprises that stood on a day; columns as in `ROWS`.

    Args:
        grain: What the rows are about.
        enterprises: Whose, by number.
        known_by: As known on this day.
        origins: Which go first where several say something.
        source: Only what this organisation filed.
    """
    asked: dict[str, Any] = {
        "grain": grain.value, "enterprises": list(enterprises), "known_by": known_by, "origins": list(origins),
        "source": source,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, asked)
        return pl.DataFrame(cursor.fetchall(), schema=ROWS, orient="row")


def merged(rows: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """One row for each subject, with every fact of the grain in the dictionary's type; null is unknown.

    Args:
        rows: As `standing_rows` gives them.
        grain: What they are about.

    Returns:
        `enterprise_id`, all facts of the grain, `_known_since` (the latest of what went in); in the order of the keys.
    """
    columns = columns_of(grain)
    stored: Mapping[str, pl.DataType] = {
        name: pl.String() if fact.dtype == pl.Date else fact.dtype for name, fact in columns.items()
    }
    said = rows.sort("enterprise_id", "subject", "rank", pl.col("known_since"), "filing_id",
                     descending=[False, False, False, True, True])  # fmt: skip
    said = said.with_columns(
        pl.col("facts").str.json_decode(pl.Struct([pl.Field(name, dtype) for name, dtype in stored.items()]))
    ).unnest("facts")
    keys = ["enterprise_id", "subject"]
    if said.select(pl.struct(keys).n_unique()).item() < said.height:
        facts = [pl.col(name).drop_nulls().first() for name in columns]
        said = said.group_by(keys, maintain_order=True).agg(pl.col("known_since").max(), *facts)
    days = [name for name, fact in columns.items() if fact.dtype == pl.Date]
    return said.select(
        "enterprise_id",
        *(pl.col(name).str.to_date("%Y-%m-%d") if name in days else pl.col(name) for name in columns),
        pl.col("known_since").alias("_known_since"),
    )
