"""A run of the simulation as words and as JSON."""

from collections.abc import Iterator

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.speaking import Speaker
from kejin.cli.terminal import dates_line
from kejin.facts import Label
from kejin.risk.simulation import outlook, positions, results
from kejin.risk.simulation.measures import Estimate
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.telling import amount, day, estimate, interval, percent, times
from kejin.risk.simulation.whole import Prepared

W = {
    "drawn": Label("次情景", "courses drawn"),
    "loans": Label("笔贷款", "loans"),
    "defaults": Label("违约笔数", "Defaults"),
    "lost_fen": Label("申报损失", "Losses claimed"),
    "net_fen": Label("扣除追回后", "After recoveries"),
    "suspended_fen": Label("期末暂缓未付", "Suspended at the end"),
    "unshared_fen": Label("分担待定的损失（依据或数值未知）", "Losses whose sharing is open (no rule or value known)"),
    "party": Label("承担方", "Who bears it"),
    "mean": Label("预期承担", "Expected"),
    "var": Label("不超过（{0}）", "At most ({0})"),
    "es": Label("最坏{0}的平均", "Mean of the worst {0}"),
    "all": Label("合计", "All together"),
    "bound": Label("上限与止损线", "Limits and stop lines"),
    "chance": Label("触及的概率（95%区间）", "Chance that it binds (95% interval)"),
    "median": Label("触及时多在", "Then half by"),
    "early": Label("最早5%", "Earliest 5%"),
    "lent": Label("覆盖的贷款", "Lending covered"),
    "per_expected": Label("每元预期财政承担带动贷款", "Lending per expected yuan of public money"),
    "per_worst": Label("每元财政承担（99%情景）带动贷款", "Lending per yuan of public money at 99%"),
    "error": Label("± 为模拟误差（标准误），不含模型误差。", "± is the standard error of drawing, not of the model."),
    "what_if": Label("假设情景", "A what-if"),
    "year": Label("年度", "Year"),
    "of_year": Label("当年", "Of the year"),
    "so_far": Label("累计", "So far"),
    "left": Label("余额", "Left"),
    "empty": Label("已不足支付的概率", "Chance of having run short"),
    "received": Label("累计注入", "Received so far"),
    "fees_so_far": Label("保费、担保费与补贴：{0}", "Premiums, fees and subsidies: {0}"),
    "got": Label("当年净收费用", "Fees received, net"),
    "paid": Label("当年承担损失", "Losses borne"),
    "kept": Label("累计结余", "Left so far"),
    "worst": Label("最差5%起", "In the worst 5%"),
    "short": Label("累计入不敷出的概率", "Chance of having paid more than it got"),
    "means": Label("所持资金", "Money held"),
    "paid_out": Label("当年承担", "Borne in the year"),
    "low": Label("较差情形（5%）", "A bad course (5%)"),
    "high": Label("较好情形（95%）", "A good course (95%)"),
    "dry": Label("到年末资金用尽的概率", "Chance that money has run out"),
    "unknown_fees": Label("{0} 笔贷款的费用未知，未计入", "fees of {0} loans are not known and not counted"),
}  # fmt: skip


def run_as_plain(prepared: Prepared, run: Run) -> dict[str, object]:
    """All of a run for JSON."""
    ruleset = run.book.arrangement.ruleset
    return {
        "title": prepared.document.title.label,
        "dates": ruleset.dates,
        "rules_digest": ruleset.digest,
        "what_if": ruleset.overlay,
        "agreements": [{"key": a.key, "label": a.label} for a in run.book.arrangement.agreements],
        "loans": run.book.loans.height,
        "scenarios": run.scenarios,
        "seed": run.seed,
        "summary": results.summary(run),
        "losses": results.losses(run),
        "years": results.years(run),
        "bounds": results.bounds(run),
        "bounds_by_year": results.by_year(run),
        "pools": results.pools(run),
        "fees": positions.fees(run),
        "positions": positions.positions(run),
        "carried": results.carried(run),
        "means": outlook.means(run, prepared.document.holds),
    }


def print_run(console: Console, prepared: Prepared, run: Run, *, say: Speaker) -> None:
    """Print what a run says: losses by party, limits that bind, what public money carries."""
    print_head(console, prepared, run, say=say)
    summary = results.summary(run)
    for key in ("lost_fen", "net_fen", "suspended_fen", "unshared_fen"):
        if summary[key].value:
            console.print(f"  {say(W[key])}: {say(estimate(summary[key]))}")
    defaults = summary["defaults"]
    console.print(f"  {say(W['defaults'])}: {defaults.value:,.1f} ± {defaults.error:,.1f}")
    console.print()
    console.print(_losses(run, say))
    _print_bounds(console, run, say)
    console.print()
    found = results.carried(run)
    lent = found["lent_fen"]
    console.print(f"{say(W['lent'])}: {say(amount(lent if isinstance(lent, int) else 0))}")
    for key in ("per_expected", "per_worst"):
        ratio = found[key]
        if isinstance(ratio, Estimate) and ratio.value != float("inf"):
            console.print(f"{say(W[key])}: {times(ratio)}")
    console.print(Text(say(W["error"]), style="dim"))


def print_head(console: Console, prepared: Prepared, run: Run, *, say: Speaker) -> None:
    """The title, the dates, how much was drawn."""
    ruleset = run.book.arrangement.ruleset
    console.print(Text(say(prepared.document.title.label), style="bold"))
    console.print(Text(dates_line(ruleset.dates, ruleset.digest, say), style="dim"))
    drawn = (
        f"{run.scenarios:,} {say(W['drawn'])} · seed {run.seed} · {run.book.loans.height:,} {say(W['loans'])}"
    )
    console.print(Text(drawn, style="dim"))
    if ruleset.overlay is not None:
        console.print(Text(f"{say(W['what_if'])}: {say(ruleset.overlay)}", style="yellow"))


def _losses(run: Run, say: Speaker) -> Table:
    labels = {party.key: party.label for party in run.book.arrangement.parties} | {results.ALL: W["all"]}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(W["party"]))
    table.add_column(say(W["mean"]), justify="right")
    for level in ("95", "99", "99.9"):
        table.add_column(say(filled(W["var"], f"{level}%")), justify="right")
    table.add_column(say(filled(W["es"], "1%")), justify="right")
    can_bear = {*results.bearing(run), results.ALL}
    for row in results.losses(run).filter(pl.col("party").is_in(list(can_bear))).iter_rows(named=True):
        style = "bold" if row["party"] == results.ALL else None
        figures = [estimate_of(row, name) for name in ("mean", "var95", "var99", "var99_9", "es99")]
        table.add_row(say(labels[row["party"]]), *(say(estimate(one)) for one in figures), style=style)
    return table


def estimate_of(row: dict[str, float], name: str) -> Estimate:
    """An estimate out of a row of a frame."""
    return Estimate(*(row[f"{name}{end}_fen"] for end in ("", "_error", "_low", "_high")))


def filled(label: Label, *parts: str) -> Label:
    """A label with its blanks filled."""
    return Label(label.zh.format(*parts), label.en.format(*parts))


def bound_labels(run: Run) -> dict[str, Label]:
    """What limits and stop lines are called."""
    arrangement = run.book.arrangement
    return {limit.key: limit.label for limit in arrangement.limits} | {
        line.key: line.label for line in arrangement.stop_lines
    }


def _print_bounds(console: Console, run: Run, say: Speaker) -> None:
    frame, labels = results.bounds(run), bound_labels(run)
    if frame.is_empty():
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("bound", "chance", "median", "early"):
        table.add_column(say(W[key]))
    for row in frame.iter_rows(named=True):
        chance = Estimate(row["chance"], row["chance_error"], row["chance_low"], row["chance_high"])
        table.add_row(say(labels[row["key"]]), interval(chance), day(row["median_on"]), day(row["early_on"]))
    console.print()
    console.print(table)


def print_solvency(console: Console, prepared: Prepared, run: Run, *, say: Speaker) -> None:
    """Print the years of the public parties: what they bear, what pools have left, how likely limits have bound."""
    print_head(console, prepared, run, say=say)
    frame = results.years(run)
    for party in run.book.arrangement.parties:
        if party.public and party.key in results.bearing(run):
            console.print()
            console.print(Text(say(party.label), style="bold"))
            console.print(_years(frame.filter(pl.col("party") == party.key), say))
    labels = bound_labels(run)
    chances = results.by_year(run)
    for key in chances["key"].unique(maintain_order=True):
        console.print()
        console.print(Text(say(labels[key]), style="bold"))
        console.print(f"  {'  '.join(_chances(chances.filter(pl.col('key') == key)))}")
    _print_positions(console, run, say=say)
    for key, rows in _pools(results.pools(run)):
        console.print()
        console.print(Text(say(labels[key]), style="bold"))
        console.print(_pool(rows, say))
    _print_means(console, outlook.means(run, prepared.document.holds), say)
    console.print(Text(say(W["error"]), style="dim"))


def _print_means(console: Console, frame: pl.DataFrame, say: Speaker) -> None:
    """What is left of the money held, year by year, and how likely it has run out."""
    if frame.is_empty():
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("year", "paid_out", "left", "low", "high", "dry"):
        table.add_column(say(W[name]), justify="left" if name == "year" else "right")
    for row in frame.iter_rows(named=True):
        dry = Estimate(row["dry"], row["dry_error"], row["dry_low"], row["dry_high"])
        cells = (
            say(estimate(Estimate(row[f"{name}_fen"], row[f"{name}_error_fen"], 0, 0)))
            for name in ("paid", "left", "left_p5", "left_p95")
        )
        table.add_row(str(row["year"]), *cells, interval(dry))
    console.print()
    console.print(Text(say(W["means"]), style="bold"))
    console.print(table)


def _print_positions(console: Console, run: Run, *, say: Speaker) -> None:
    """What fees leave each party with, year by year."""
    frame = positions.positions(run)
    labels = {party.key: party.label for party in run.book.arrangement.parties}
    for key in frame["party"].unique(maintain_order=True) if not frame.is_empty() else ():
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("year", "got", "paid", "kept", "worst", "short"):
            table.add_column(say(W[name]), justify="left" if name == "year" else "right")
        for row in frame.filter(pl.col("party") == key).iter_rows(named=True):
            left = Estimate(row["left_fen"], row["left_error_fen"], 0, 0)
            below = Estimate(row["negative"], 0, row["negative_low"], row["negative_high"])
            cells = (say(amount(row["fees_fen"])), say(amount(row["losses_fen"])), say(estimate(left)))
            table.add_row(str(row["year"]), *cells, say(amount(row["left_p5_fen"])), interval(below))
        console.print()
        console.print(Text(say(filled(W["fees_so_far"], say(labels[key]))), style="bold"))
        console.print(table)
    unknown = sum(set(positions.fees(run)["unknown_loans"].to_list()))
    if unknown:
        console.print(Text(say(filled(W["unknown_fees"], f"{unknown:,}")), style="dim"))


def _years(frame: pl.DataFrame, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(W["year"]))
    table.add_column(say(W["of_year"]), justify="right")
    for name in (say(W["so_far"]), *(say(filled(W["var"], f"{p}%")) for p in (95, 99))):
        table.add_column(name, justify="right")
    for row in frame.iter_rows(named=True):
        year = Estimate(row["mean_fen"], row["mean_error_fen"], 0, 0)
        total = Estimate(row["total_fen"], row["total_error_fen"], 0, 0)
        table.add_row(
            str(row["year"]),
            say(estimate(year)),
            say(estimate(total)),
            say(amount(row["total_p95_fen"])),
            say(amount(row["total_p99_fen"])),
        )
    return table


def _chances(frame: pl.DataFrame) -> Iterator[str]:
    last = None
    for row in frame.iter_rows(named=True):
        if row["chance"] != last:
            yield f"{row['year']}: {percent(row['chance'])}"
        last = row["chance"]


def _pools(frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    if not frame.is_empty():
        for key in frame["limit"].unique(maintain_order=True):
            yield key, frame.filter(pl.col("limit") == key)


def _pool(frame: pl.DataFrame, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("year", "received", "left", "empty"):
        table.add_column(say(W[key]), justify="left" if key == "year" else "right")
    for row in frame.iter_rows(named=True):
        chance = Estimate(row["empty"], 0, row["empty_low"], row["empty_high"])
        left = Estimate(row["left_fen"], row["left_error_fen"], 0, 0)
        table.add_row(
            str(row["year"]), say(amount(row["received_fen"])), say(estimate(left)), interval(chance)
        )
    return table
