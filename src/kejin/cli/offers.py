"""`kejin offers` and `kejin matrix`: what is open to whom, at what net cost, out of the facts that a run kept."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kejin.assessment import ORDER, answer_for
from kejin.assessment.standing import STAGES
from kejin.cli import tracking
from kejin.cli.costs import cost_as_plain
from kejin.cli.explain import DEFAULT_RUN, FactsFolderOption, replayed
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.pages.wording import MARKS, VERDICTS
from kejin.cli.speaking import Speaker
from kejin.cli.terminal import STYLES
from kejin.enterprises.importing.safetext import safe_text
from kejin.errors import CatalogueError, FileError
from kejin.facts import Fact, FactSet, Label, dictionary
from kejin.money import RATE_SCALE, short_yuan
from kejin.planning import DIMENSIONS, INSTRUMENTS, Catalogue, Matrix, Offers, matrix, offers
from kejin.planning.costing import offer_costs
from kejin.planning.exact import with_exact_costs
from kejin.planning.matrix import UNSTAGED
from kejin.planning.opening import only_enterprises
from kejin.planning.row import OfferLine, Row, row_of
from kejin.runs.replaying import matrix_of_parts, reach_of_parts

RunOption = Annotated[Path, typer.Option("--run", metavar="DIR", help="The folder of the run.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write all rows to this .parquet or .csv file."),
]
_W = {
    "net": Label("首年净成本", "Net cost, first year"),
    "effective": Label("综合年化成本", "Effective annual cost"),
    "middle": Label("综合年化中位数", "median effective cost"),
    "applies": Label("已计入", "counted in"),
    "may": Label("补齐资料后可能适用", "may apply once facts are known"),
    "step": Label("最近的一步", "closest step"),
    "stage": Label("阶段", "Stage"),
    "no_stage": Label("阶段未定", "Stage undetermined"),
    "other_stage": Label("面向其他阶段", "meant for other stages"),
    "none": Label("目录中没有面向该阶段的产品", "no product for this stage in the catalogue"),
    "open": Label("可得", "open"),
    "nearly": Label("接近", "nearly"),
    "undetermined": Label("待定", "undetermined"),
    "product": Label("产品", "Product"),
    "amount": Label("可得额度合计", "Amounts open"),
    "unknown": Label("不在名单", "not listed"),
    "demonstration": Label("示范产品，机构虚构", "a demonstration product of a fictitious provider"),
}


def offers_command(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="One enterprise; all products in figures without it."),
    ] = None,
    *,
    run: RunOption = DEFAULT_RUN,
    out: OutOption = None,
    facts: FactsFolderOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the offers made to one enterprise, or how far each product reaches.

    With --out every offer is written: one row per enterprise and product.
    """
    code = code.strip() if code is not None else None
    ruleset, factset, manifest = replayed(run, code, facts=facts)
    say, catalogue = Speaker(language_of(lang)), Catalogue.of(ruleset)
    if code is not None:
        answer = answer_for(ruleset, factset, code)
        made = offers(catalogue, only_enterprises(factset, [answer.enterprise_id]))
        costs = offer_costs(made, answer.enterprise_id, start=ruleset.dates.law)
        row = row_of(made, answer, costs=costs)
        emit(row_as_plain(row)) if as_json else print_row(results(), row, say)
        return
    with tracking.step("working out the offers"):
        reach = reach_of_parts(run, catalogue) if manifest.parts else _reached(catalogue, factset, out)
    if manifest.parts and out is not None:
        raise FileError(
            "The offers of this run are files already", expected="without --out", where=str(run / "offers")
        )
    if as_json:
        emit(reach)
    else:
        _print_reach(reach, catalogue, say)


def matrix_command(
    *,
    run: RunOption = DEFAULT_RUN,
    by: Annotated[
        str, typer.Option("--by", metavar="DIMENSION", help="city_code, platform, key_industry or tier.")
    ] = "",
    out: OutOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the matrix: five stages by six instruments, enterprises and money open, nearly open, undetermined."""
    ruleset, factset, manifest = replayed(run)
    if by and by not in DIMENSIONS:
        raise CatalogueError("No such dimension", expected=", ".join(DIMENSIONS), found=by)
    with tracking.step("working out the offers"):
        found = (
            matrix_of_parts(run, by)
            if manifest.parts
            else matrix(offers(Catalogue.of(ruleset), factset), by=by)
        )
    if out is not None:
        _write(found.cells, out)
    if as_json:
        emit(found.cells)
    else:
        print_matrix(results(), found, Speaker(language_of(lang)))


def _write(frame: pl.DataFrame, out: Path) -> None:
    if out.suffix == ".parquet":
        frame.write_parquet(out)
    elif out.suffix == ".csv":
        texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
        frame.with_columns(pl.col(texts).map_elements(safe_text, return_dtype=pl.String)).write_csv(out)
    else:
        raise FileError("The file's ending says no format", expected=".parquet or .csv", found=out.name)
    messages().print(f"{frame.height} rows → {printable(str(out))}")


def row_as_plain(row: Row) -> dict[str, object]:
    """A row of the matrix as plain values for JSON."""
    return {
        "stage": row.stage,
        "tier": row.tier,
        "instruments": [
            {
                "instrument": cell.instrument,
                "verdict": cell.verdict,
                "offers": [_offer_as_plain(offer) for offer in cell.offers],
            }
            for cell in row.cells
        ],
    }


def _offer_as_plain(offer: OfferLine) -> dict[str, object]:
    return {
        "product": offer.product.key,
        "label": offer.product.label,
        "provider": offer.product.document.provider.label,
        "demonstration": offer.product.demonstration,
        "verdict": offer.verdict,
        "fits_stage": offer.fits_stage,
        "terms": [{"term": what, "value": text} for what, text in offer.terms],
        "net_cost": offer.net_cost,
        "net_cost_ppb": offer.net_cost_ppb,
        "cost": cost_as_plain(offer.cost) if offer.cost is not None else None,
        "applied": [support.key for support in offer.applied],
        "may_apply": [support.key for support in offer.may_apply],
        "reason": offer.reason,
        "steps": offer.steps,
        "decision": offer.decision,
    }


def print_row(console: Console, row: Row, say: Speaker) -> None:
    """Print one enterprise's row: instrument by instrument, best offer first."""
    stage = say(row.stage_label) if row.stage_label is not None else say(_W["no_stage"])
    console.print(Text(f"{say(_W['stage'])}: ").append(stage, style="bold"))
    for cell in row.cells:
        console.print()
        head = Text(say(cell.label), style="bold")
        if cell.verdict is None:
            console.print(head.append(f"  {say(_W['none'])}", style="dim"))
        else:
            mark = f"  {MARKS[cell.verdict]} {say(VERDICTS[cell.verdict])}"
            console.print(head.append(mark, style=STYLES[cell.verdict]))
        for offer in cell.offers:
            console.print(Padding(Group(*_offer(offer, say)), (0, 0, 0, 2)))


def _offer(offer: OfferLine, say: Speaker) -> Iterator[RenderableType]:
    line = Text(f"{MARKS[offer.verdict]} ", style=STYLES[offer.verdict])
    line.append(say(offer.product.label), style="default").append(
        f"  {say(offer.product.document.provider.label)}", style="dim"
    )
    if offer.fits_stage is False:
        line.append(f"  ({say(_W['other_stage'])})", style="dim")
    if offer.product.demonstration:
        line.append(f"  [{say(_W['demonstration'])}]", style="dim")
    yield line
    parts = [f"{say(what)} {say(text)}" for what, text in offer.terms]
    if offer.net_cost is not None:
        parts.insert(0, f"{say(_W['net'])} {say(offer.net_cost)}")
    if parts:
        yield Text("    " + " · ".join(parts))
    if offer.effective_cost is not None:
        yield Text(f"    {say(_W['effective'])} ").append(say(offer.effective_cost), style="bold")
    for key, supports in (("applies", offer.applied), ("may", offer.may_apply)):
        if supports:
            names = ", ".join(say(support.label) for support in supports)
            yield Text(f"    {say(_W[key])}: {names}", style="dim")
    if offer.reason is not None:
        yield Text(f"    {say(offer.reason)}", style="dim")
    for step in offer.steps[:1]:
        yield Text(f"    → {say(_W['step'])}: {say(step.label)}, {say(step.sentence)}", style="dim")


def _reached(catalogue: Catalogue, factset: FactSet, out: Path | None) -> list[dict[str, object]]:
    made = with_exact_costs(offers(catalogue, factset), start=catalogue.ruleset.dates.law)
    if out is not None:
        _write(made.long(), out)
    return list(_reach(made))


def _reach(made: Offers) -> Iterable[dict[str, object]]:
    for product in made.catalogue.products:
        frame = made.frames[product.key]
        counts = dict(frame.group_by("verdict").len().iter_rows())
        opened = frame.filter(pl.col("verdict") == ORDER[0].value)
        amount = opened["amount"].cast(pl.Int128).sum() if product.currency == "fen" else None
        yield {
            "product": product.key,
            "label": product.label,
            "instrument": product.instrument,
            "demonstration": product.demonstration,
            "counts": {verdict.value: counts.get(verdict.value, 0) for verdict in ORDER},
            "amount_fen": int(amount) if amount is not None else None,
            "effective_cost_ppb": _spread_of(opened["effective_cost_ppb"]),
        }


def _spread_of(costs: pl.Series) -> dict[str, int] | None:
    """The least, the middle and the largest of exact costs; None where no cost is known."""
    known = costs.drop_nulls()
    if known.is_empty():
        return None
    least, middle, most = (known.quantile(part, "nearest") for part in (0, 0.5, 1))
    return {name: int(cost or 0) for name, cost in (("least", least), ("middle", middle), ("most", most))}


def _print_reach(reach: Iterable[dict[str, object]], catalogue: Catalogue, say: Speaker) -> None:
    console, instrument = results(), ""
    order = list(INSTRUMENTS)
    lines = sorted(
        zip(reach, catalogue.products, strict=True), key=lambda pair: order.index(pair[1].instrument)
    )
    for line, product in lines:
        if product.instrument != instrument:
            instrument = product.instrument
            console.print(Text(say(INSTRUMENTS[instrument]), style="bold"))
        counts = line["counts"]
        assert isinstance(counts, dict)  # noqa: S101 - made a few lines above
        text = Text("  ")
        for verdict in ORDER:
            count = counts[verdict.value]
            text.append(f"{MARKS[verdict]} {count:>6}  ", style=STYLES[verdict] if count else "dim")
        text.append(say(product.label)).append(f"  {product.key}", style="dim")
        spread = line.get("effective_cost_ppb")
        if isinstance(spread, dict):
            text.append(f"  {say(_W['middle'])} {spread['middle'] / RATE_SCALE * 100:.2f}%", style="dim")
        console.print(text)


def print_matrix(console: Console, found: Matrix, say: Speaker) -> None:
    """Print the matrix, once for each value of its dimension."""
    values = found.cells[found.dimension].unique(maintain_order=True).to_list() if found.dimension else [None]
    for value in values:
        cells = found.cells
        if found.dimension:
            cells = cells.filter(pl.col(found.dimension).eq_missing(value))
            console.print(Text(say(_named(found.dimension, value)), style="bold"))
        console.print(_grid(cells, say))


def _named(dimension: str, value: str | None) -> Label:
    if value is None:
        return _W["unknown"]
    fact: Fact | None = dictionary().get(dimension)
    choices = fact.choices if fact is not None else ()
    return next((choice.label for choice in choices if choice.code == value), Label(value, value))


def _grid(cells: pl.DataFrame, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(_W["stage"]))
    for label in INSTRUMENTS.values():
        table.add_column(say(label), justify="right")
    found = {(row["stage"], row["instrument"]): row for row in cells.iter_rows(named=True)}
    for stage in [*STAGES, UNSTAGED]:
        rows = [found.get((stage, instrument)) for instrument in INSTRUMENTS]
        if any(rows):
            name = say(STAGES[stage]) if stage in STAGES else say(_W["no_stage"])
            table.add_row(
                f"{name} ({next(r['enterprises'] for r in rows if r)})", *(_count(r, say) for r in rows)
            )
    return table


def _count(row: dict[str, object] | None, say: Speaker) -> Text:
    if row is None:
        return Text("–", style="dim")
    text = Text(f"✓{row['open']} ≈{row['nearly']} ?{row['undetermined']}")
    amount = row["open_fen"]
    if isinstance(amount, int) and amount:
        # At a glance, and in one language: both would make the grid wider than any screen.
        language: Literal["zh", "en"] = "en" if say.language == "en" else "zh"
        text.append(f"\n{short_yuan(amount, language=language)}", style="dim")
    return text
