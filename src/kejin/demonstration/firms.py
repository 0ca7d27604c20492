"""Which enterprises of a synthetic province take part, and what they ask for."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.players import Cast
from kejin.enterprises.synthetic import read_synthetic
from kejin.errors import FileError
from kejin.facts import Grain
from kejin.money import RATE_SCALE

_FAR = "2027-12-31"
_AMOUNTS_FEN = (10_000_000, 3_000_000_000)
_ROUND_FEN = 1_000_000
# Numbers of invented rights begin with these characters, which a register of pledges does not take.
_INVENTED = "合成-"
_PLEDGED_AT_MOST = 3
_PLACE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Right:
    """A right of intellectual property that may be pledged."""

    number: str
    kind: str = "patent"


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise that takes part.

    Attributes:
        credit_code, name, city_code: As in the province.
        product: A bank's product that is open to it in the run.
        amount_fen, rate_ppb, months: Terms of that offer.
        subsidised: Whether it is a manufacturer without a high-tech certificate, to whom the interest subsidy asks
            nothing further.
        rights: Granted patents of its own, at most three.
    """

    credit_code: str
    name: str
    city_code: str
    product: str
    amount_fen: int
    rate_ppb: int
    months: int
    subsidised: bool
    rights: tuple[Right, ...] = ()


def choose(province: Path, run: Path, count: int) -> Sequence[Firm]:
    """The first enterprises of the province to which the run found a bank's loan open, by their numbers.

    Of several products an enterprise asks for the largest amount; of equal ones the first by name.

    Args:
        province: Folder that `kejin synth` wrote.
        run: Folder that `kejin run` wrote over it.
        count: How many; fewer where the run has fewer.
    """
    offers = (
        _offers(run)
        .filter(
            pl.col("product").str.starts_with("demo_bank_loans."),
            pl.col("verdict") == "eligible",
            pl.col("amount").is_between(*_AMOUNTS_FEN),
            pl.col("rate_ppb").is_between(1, RATE_SCALE),
            pl.col("months").is_between(6, 120),
        )
        .select("enterprise_id", "product", "amount", "rate_ppb", "months")
        .sort("enterprise_id", "amount", "product", descending=[False, True, False])
        .unique("enterprise_id", keep="first", maintain_order=True)
        .head(count)
        .collect()
    )
    facts = read_synthetic(province)
    chosen = offers["enterprise_id"].implode()
    named = (
        facts.frames[Grain.ENTERPRISE].lazy()
        .filter(pl.col("enterprise_id").is_in(chosen))
        .select("enterprise_id", "enterprise_name", "city_code", "is_manufacturer", "hte_certified")
        .collect()
    )  # fmt: skip
    rights = _rights(facts.frames[Grain.PATENT].lazy(), offers)
    table = offers.join(named, on="enterprise_id").sort("enterprise_id")
    return [
        Firm(
            row["enterprise_id"],
            row["enterprise_name"],
            row["city_code"],
            row["product"],
            row["amount"] // _ROUND_FEN * _ROUND_FEN,
            row["rate_ppb"],
            row["months"],
            row["is_manufacturer"] is True and row["hte_certified"] is False,
            rights.get(row["enterprise_id"], ()),
        )
        for row in table.iter_rows(named=True)
    ]


def write_firms(firms: Sequence[Firm], path: Path) -> None:
    """Keep who was chosen: begun again after the rules have changed, the stories go on with the same enterprises."""
    text = json.dumps([asdict(firm) for firm in firms], ensure_ascii=False, indent=1)
    made = path.with_suffix(".new")
    made.write_text(text + "\n", encoding="utf-8")
    made.replace(path)


def read_firms(path: Path) -> Sequence[Firm] | None:
    """Who was chosen before; None where nobody was.

    Raises:
        FileError: The file is not one of `write_firms`.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Firm(**row | {"rights": tuple(Right(**right) for right in row["rights"])}) for row in rows]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FileError(
            "The list of enterprises that take part cannot be read", expected="the file as it was written",
            found=str(error), where=str(path), kept="The records were not touched.",
        ) from error  # fmt: skip


def register(script: Script, cast: Cast, firm: Firm, *, username: str) -> Actor:
    """Register an enterprise with a representative whose proof of authority two people of the office have seen."""
    administrator = cast.of("office", "administrator")
    done = script.act(
        administrator, "registry.register_organisation", kind="enterprise", name=firm.name,
        credit_code=firm.credit_code, place_code=firm.city_code.ljust(_PLACE_DIGITS, "0"),
    )  # fmt: skip
    number = int(done["organisation_id"])
    script.act(administrator, "registry.register_person", username=username, name=f"演示·{username}")
    evidence = _digest_of(firm.credit_code)
    lodged = script.act(
        cast.of("office", "handler"), "registry.lodge_authority", username=username, organisation_id=number,
        kind="legal_representative", evidence_sha256=evidence, valid_from="2025-01-01", valid_until=_FAR,
    )  # fmt: skip
    script.act(
        cast.of("office", "approver"), "registry.verify_authority", authority_id=lodged["authority_id"],
        evidence_sha256=evidence,
    )  # fmt: skip
    return Actor(username, number)


def _offers(run: Path) -> pl.LazyFrame:
    """The offers of a run over part files, or of one over a single table."""
    parts = sorted((run / "offers").glob("part-*.parquet"))
    return pl.scan_parquet(parts or [run / "offers.parquet"])


def _rights(patents: pl.LazyFrame, offers: pl.DataFrame) -> Mapping[str, tuple[Right, ...]]:
    granted = (
        patents.filter(
            pl.col("enterprise_id").is_in(offers["enterprise_id"].implode()),
            pl.col("right_granted_on").is_not_null(),
            pl.col("right_status") == "granted",
        )
        .sort("right_no")
        .group_by("enterprise_id", maintain_order=True)
        .agg(pl.col("right_no").head(_PLEDGED_AT_MOST))
        .collect()
    )
    return {
        code: tuple(Right(number.removeprefix(_INVENTED)) for number in numbers)
        for code, numbers in granted.iter_rows()
    }


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
