"""What of a block is laid beside published totals: titles in force, balances by perimeter, filings, city by city.

Perimeters of loans are the packs' own rules, evaluated on the facts as they stood on the day: balances after the months
that had run by then, titles in force then. No perimeter is spelled out here.
"""

from datetime import date

import polars as pl

from kejin.enterprises.synthetic.block import Block
from kejin.enterprises.synthetic.published import Measure, published_totals
from kejin.enterprises.synthetic.rulesets import ruleset_at
from kejin.enterprises.synthetic.statuses import TITLES
from kejin.facts import FactSet, Grain
from kejin.policy import evaluate

COLUMNS = {
    "key": pl.String, "city_code": pl.String, "value": pl.Int64, "squares": pl.Int64, "base": pl.Int64,
}  # fmt: skip
SQUARED_FEN = 10_000_000
"""Amounts are squared in units of 100,000 yuan, so that the sum of a province's squares stays within 64 bits."""


def block_measures(block: Block) -> pl.DataFrame:
    """A block's part of every total that is measured, by city.

    Returns:
        `COLUMNS`: `value` is a count, fen, or (for a share) how many have a loan; `squares` the sum of each
        enterprise's square, for the sampling error; `base` how many could have one, 0 where `value` is no share.
    """
    taken = _Taken(block)
    wanted = {
        (total.key, total.measure, total.measured_on)
        for total in published_totals()
        if total.measure is not None
    }
    frames = [
        taken.measured(measure, on).with_columns(pl.lit(key).alias("key"))
        for key, measure, on in sorted(wanted, key=lambda one: one[0])
    ]
    return pl.concat(
        [frame.select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items()) for frame in frames]
    )


class _Taken:
    """A block looked at on any day; what was worked out for a day is kept."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.cities = block.facts[Grain.ENTERPRISE].select("enterprise_id", "city_code")
        self._titled: dict[date, pl.DataFrame] = {}
        self._lent: dict[date, pl.DataFrame] = {}
        self._counted: dict[date, pl.DataFrame] = {}

    def measured(self, measure: Measure, on: date) -> pl.DataFrame:
        """The measure by city."""
        if measure.kind == "held":
            return self._count(self.titled(on).filter(pl.col(measure.of)))
        if measure.kind == "newly":
            return self._count(self._first_given(measure.of, on.year))
        if measure.kind == "lent":
            return self._sum(self.in_perimeter(measure.of, on), pl.col("balance"))
        if measure.kind == "pledged":
            return self._sum(self.lent(on).filter(pl.col("loan_ip_pledged")), pl.col("balance"))
        if measure.kind == "filed":
            filings = self.block.facts[Grain.FILING].filter(pl.col("year") == on.year)
            return self._sum(filings, pl.col(measure.of))
        return self._access(measure.of, on)

    def titled(self, on: date) -> pl.DataFrame:
        """Enterprises that traded on the day, with a flag for each title in force then."""
        if on not in self._titled:
            force = self.block.facts[Grain.HONOUR].filter(
                (pl.col("granted_on") <= on) & (pl.col("honour_expires_on") >= on)
            )
            held = {title.honour: pl.col("honour_code").eq(title.honour).any() for title in TITLES}
            flags = force.group_by("enterprise_id").agg(rule.alias(name) for name, rule in held.items())
            trading = self.block.tables["lives"].filter(
                (pl.col("founded_on") <= on) & (pl.col("ceased_on").is_null() | (pl.col("ceased_on") > on))
            )
            self._titled[on] = (
                trading.select("enterprise_id")
                .join(flags, on="enterprise_id", how="left", maintain_order="left")
                .with_columns(pl.col(list(held)).fill_null(value=False))
            )
        return self._titled[on]

    def lent(self, on: date) -> pl.DataFrame:
        """Loans drawn by the day with their balance then; those written off or repaid have none."""
        if on not in self._lent:
            ran = self.block.tables["performance"].filter(pl.col("month_end") <= on)
            # The months of a loan stand in order.
            last = ran.group_by("loan_id").agg(pl.col("balance_fen", "written_off").last())
            drawn = self.block.facts[Grain.LOAN].filter(pl.col("loan_drawn_on") <= on)
            self._lent[on] = drawn.join(last, on="loan_id", how="left", maintain_order="left").with_columns(
                balance=pl.col("balance_fen").fill_null(pl.col("loan_principal_fen")),
                gone=pl.col("written_off").fill_null(value=False),
            )
        return self._lent[on]

    def in_perimeter(self, decision: str, on: date) -> pl.DataFrame:
        """The loans that a decision of the packs counts on the day."""
        if on not in self._counted:
            self._counted[on] = self._verdicts(on)
        counted = self._counted[on].select("loan_id", pl.col(decision).fill_null(value=False).alias("counts"))
        return self.lent(on).join(counted, on="loan_id", how="left").filter("counts")

    def _verdicts(self, on: date) -> pl.DataFrame:
        """What all decisions that are asked for on the day say of each loan, worked out together."""
        asked = sorted({
            total.measure.of
            for total in published_totals()
            if total.measure is not None and total.measure.kind == "lent" and total.measured_on == on
        })  # fmt: skip
        loans = self.lent(on)
        facts = loans.with_columns(loan_balance_fen=pl.col("balance"), loan_written_off=pl.col("gone")).drop(
            "balance_fen", "written_off", "balance", "gone"
        )
        factset = FactSet({Grain.ENTERPRISE: self._as_titled(on), Grain.LOAN: facts})
        found: dict[str, pl.Series] = {"loan_id": facts["loan_id"]}
        for policy in dict.fromkeys(decision.partition(".")[0] for decision in asked):
            own = [decision for decision in asked if decision.startswith(f"{policy}.")]
            rows = evaluate(ruleset_at(own[0], on), factset, own, near=False).frames[Grain.LOAN]
            ordered = facts.select("loan_id").join(rows, on="loan_id", how="left", maintain_order="left")
            found |= {decision: ordered[decision] for decision in own}
        return pl.DataFrame(found)

    def _as_titled(self, on: date) -> pl.DataFrame:
        flags = {title.flag: pl.col(title.honour).fill_null(value=False) for title in TITLES}
        firms = self.block.facts[Grain.ENTERPRISE].drop(list(flags))
        titled = firms.join(self.titled(on), on="enterprise_id", how="left", maintain_order="left")
        return titled.with_columns(**flags).drop([title.honour for title in TITLES])

    def _first_given(self, honour: str, year: int) -> pl.DataFrame:
        given = self.block.facts[Grain.HONOUR].filter(pl.col("honour_code") == honour)
        first = given.group_by("enterprise_id").agg(pl.col("granted_on").min())
        return first.filter(pl.col("granted_on").dt.year() == year)

    def _access(self, honour: str, on: date) -> pl.DataFrame:
        holders = self.titled(on).filter(pl.col(honour)).select("enterprise_id")
        borrowers = self.lent(on).filter(pl.col("balance") > 0).select("enterprise_id").unique()
        both = holders.join(borrowers.with_columns(lent=True), on="enterprise_id", how="left")
        cities = both.join(self.cities, on="enterprise_id", how="left").group_by("city_code")
        return cities.agg(
            pl.col("lent").sum().alias("value"), pl.col("lent").sum().alias("squares"), pl.len().alias("base")
        )

    def _count(self, firms: pl.DataFrame) -> pl.DataFrame:
        cities = firms.join(self.cities, on="enterprise_id", how="left").group_by("city_code")
        return cities.agg(pl.len().alias("value"), pl.len().alias("squares"), pl.lit(0).alias("base"))

    def _sum(self, rows: pl.DataFrame, amount: pl.Expr) -> pl.DataFrame:
        each = rows.group_by("enterprise_id").agg(amount.sum().alias("amount"))
        cities = each.join(self.cities, on="enterprise_id", how="left").group_by("city_code")
        squared = (pl.col("amount") // SQUARED_FEN) ** 2
        return cities.agg(
            pl.col("amount").sum().alias("value"), squared.sum().alias("squares"), pl.lit(0).alias("base")
        )
