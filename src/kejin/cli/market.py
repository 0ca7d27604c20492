"""The market side of a run: offers and matrix for all, and for each page the row, the statuses and what they open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kejin.assessment import EnterpriseAnswer
from kejin.assessment.listing import distances, listing_keys
from kejin.assessment.statuses import status_frame, statuses_of
from kejin.cli.pages import PageParts, StatusLine
from kejin.facts import FactSet, Label
from kejin.planning import Catalogue, Matrix, Offers, matrix, offers
from kejin.planning.costing import offer_costs
from kejin.planning.exact import with_exact_costs
from kejin.planning.opening import Openings, only_enterprises, openings
from kejin.planning.row import Row, row_of
from kejin.policy import Ruleset


@dataclass(frozen=True)
class Market:
    """What is open in a run.

    Attributes:
        offers: Every product beside every enterprise.
        matrix: Stages by instruments.
        statuses: Statuses held and met, of the enterprises that get a page.
        openings: What each status would newly open to them.
        boards: The decisions that are listing boards.
    """

    offers: Offers
    matrix: Matrix
    statuses: pl.DataFrame
    openings: Openings
    boards: tuple[str, ...]

    @classmethod
    def of(cls, ruleset: Ruleset, factset: FactSet, paged: Sequence[str]) -> "Market | None":
        """The market on the run's facts; None where no pack offers a product."""
        catalogue = Catalogue.of(ruleset)
        if not catalogue.products:
            return None
        made = offers(catalogue, factset)
        statuses = status_frame(ruleset, only_enterprises(factset, paged))
        opened = openings(catalogue, factset, paged)
        return cls(made, matrix(made), statuses, opened, listing_keys(ruleset))

    def page_parts(self, answer: EnterpriseAnswer) -> PageParts:
        """What an enterprise's page shows beside its answers."""
        return PageParts(
            row=self.row(answer),
            statuses=self.status_lines(answer.enterprise_id),
            listing=distances(answer, self.boards),
        )

    def row(self, answer: EnterpriseAnswer) -> Row:
        """The enterprise's row of the matrix."""
        start = self.offers.catalogue.ruleset.dates.law
        return row_of(self.offers, answer, costs=offer_costs(self.offers, answer.enterprise_id, start=start))

    def status_lines(self, enterprise_id: str) -> tuple[StatusLine, ...]:
        """The enterprise's statuses, each with the products that obtaining it would newly open."""
        opened: Mapping[str, Sequence[str]] = self.openings.get(enterprise_id, {})
        return tuple(
            StatusLine(status, tuple(self._label(key) for key in opened.get(status.key, ())))
            for status in statuses_of(self.offers.catalogue.ruleset, self.statuses, enterprise_id)
        )

    def _label(self, product: str) -> Label:
        return self.offers.catalogue.product(product).label

    def write(self, folder: Path) -> None:
        """Write `offers.parquet` (a row per enterprise and product, exact costs among them) and `matrix.parquet`."""
        start = self.offers.catalogue.ruleset.dates.law
        with_exact_costs(self.offers, start=start).long().write_parquet(folder / "offers.parquet")
        self.matrix.cells.write_parquet(folder / "matrix.parquet")
