"""Many filings at once: a frame goes to the database by COPY, and becomes filings in a handful of statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from kejin.facts import Grain
from kejin.identity import credit_code_valid_expr
from kejin.records.errors import RefusedError
from kejin.records.filings.checking import key_facts
from kejin.records.filings.models import Batch
from kejin.records.filings.teaching import columns_of
from kejin.records.kept.patience import be_patient

_STAGE = """
CREATE TEMPORARY TABLE filings_stage (
    code text NOT NULL, name text, grain text NOT NULL, period smallint, subject text NOT NULL, facts text NOT NULL,
    row_number integer
) ON COMMIT DROP
"""
_COPY = "COPY filings_stage (code, name, grain, period, subject, facts, row_number) FROM STDIN (FORMAT csv)"
_STRANGERS = """
SELECT DISTINCT s.code FROM filings_stage s
LEFT JOIN parties_organisation o ON o.credit_code = s.code AND o.kind = 'enterprise'
WHERE o.id IS NULL ORDER BY s.code LIMIT 20
"""
_REGISTER = """
INSERT INTO parties_organisation (kind, name, credit_code, place_code, status)
SELECT 'enterprise', coalesce(max(s.name), s.code), s.code, '', 'active'
FROM filings_stage s WHERE NOT EXISTS (SELECT FROM parties_organisation o WHERE o.credit_code = s.code)
GROUP BY s.code ORDER BY s.code
"""
# What stands from this source, each row with the facts that are now said of it laid over it.
_MEET = """
CREATE TEMPORARY TABLE filings_met ON COMMIT DROP AS
SELECT o.id AS enterprise_id, s.grain, s.period, s.subject, s.row_number, f.id AS corrects_id, f.facts AS earlier,
       coalesce(f.facts, '{}') || jsonb_strip_nulls(s.facts::jsonb) AS facts
FROM filings_stage s JOIN parties_organisation o ON o.credit_code = s.code
LEFT JOIN filings_filing f ON f.enterprise_id = o.id AND f.grain = s.grain AND f.subject = s.subject
    AND f.source_id = %(source)s AND f.origin = %(origin)s
    AND NOT EXISTS (SELECT FROM filings_filing c WHERE c.corrects_id = f.id)
"""
_COUNT = """
SELECT count(*) FILTER (WHERE corrects_id IS NULL),
       count(*) FILTER (WHERE corrects_id IS NOT NULL AND facts <> earlier) FROM filings_met
"""
_FILE = """
INSERT INTO filings_filing
    (batch_id, enterprise_id, grain, period, subject, source_id, origin, known_since, facts, corrects_id, row)
SELECT %(batch)s, enterprise_id, grain, period, subject, %(source)s, %(origin)s, %(known_since)s, facts, corrects_id,
       row_number
FROM filings_met WHERE corrects_id IS NULL OR facts <> earlier
"""
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Met:
    """What a table says that was not filed yet: new rows, and rows that differ from what stands."""

    new: int
    changed: int


def stage(frames: dict[Grain, pl.DataFrame]) -> None:
    """Bring checked frames to the database, into a table that is gone with the act."""
    # What a table of a million takes is more than an act may take otherwise.
    be_patient()
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for grain, frame in frames.items():
                for piece in _pieces(frame):
                    copy.write(staged(piece, grain).write_csv(include_header=False).encode())
        cursor.execute("ANALYZE filings_stage")


def staged(frame: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Rows as they are staged: code, name, grain, period, subject, facts as JSON with nulls, row of the file."""
    names = [name for name in frame.columns if name in columns_of(grain)]
    days = [name for name in names if frame.schema[name] == pl.Date]
    kept = frame.with_columns(pl.col(name).dt.strftime("%Y-%m-%d") for name in days)
    keys = [pl.col(name).cast(pl.String) for name in key_facts(grain)]
    return kept.select(
        pl.col("enterprise_id").alias("code"),
        (pl.col("enterprise_name") if "enterprise_name" in names else pl.lit(None, pl.String)).alias("name"),
        pl.lit(grain.value).alias("grain"),
        (pl.col("year") if "year" in names else pl.lit(None, pl.Int64)).alias("period"),
        (pl.concat_str(keys, separator="|") if keys else pl.lit("")).alias("subject"),
        (pl.struct(names).struct.json_encode() if names else pl.lit("{}")).alias("facts"),
        (pl.col("_row") if "_row" in frame.columns else pl.lit(None, pl.UInt32)).alias("row"),
    )


def known_enterprises(*, register: bool) -> int:
    """See to it that every enterprise of the staged rows is known; how many were registered.

    Raises:
        RefusedError: Some are not, and `register` is not given; or a number is no credit code.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STRANGERS)
        strangers = [code for (code,) in cursor.fetchall()]
        if not strangers:
            return 0
        if not register:
            raise RefusedError(
                "The table names enterprises that are not registered", "wrong_party", found=", ".join(strangers),
                expected="registered enterprises; an office may register them with the table",
            )  # fmt: skip
        cursor.execute("SELECT DISTINCT code FROM filings_stage")
        codes = pl.DataFrame(cursor.fetchall(), schema={"code": pl.String}, orient="row")
        wrong = codes.filter(~credit_code_valid_expr(pl.col("code"))).get_column("code").head(20).to_list()
        if wrong:
            raise RefusedError("These are no credit codes", "wrong_code", found=", ".join(wrong))
        cursor.execute(_REGISTER)
        return int(cursor.rowcount)


def meet(source: int, origin: str) -> Met:
    """Lay what was staged over what the source filed before."""
    with connection.cursor() as cursor:
        cursor.execute(_MEET, {"source": source, "origin": origin})
        cursor.execute(_COUNT)
        new, changed = cursor.fetchone()
    return Met(new, changed)


def load(batch: Batch) -> int:
    """File what is new or differs, in the batch; how many filings that are."""
    parts: dict[str, Any] = {
        "batch": batch.pk, "source": batch.source_id, "origin": batch.origin, "known_since": batch.known_since,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FILE, parts)
        return int(cursor.rowcount)


def _pieces(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return frame.iter_slices(_CHUNK)
