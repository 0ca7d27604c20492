"""Books of loans under their sharing agreements: who bears what, the path of public money, what-ifs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.report.drawing import Drawn
from kejin.cli.report.drawing.paths import PathYear, paths
from kejin.cli.report.material import Material
from kejin.cli.report.model import NARROW, WIDE, Cell, Column, DataTable, Figure, Kind, Picture, Section
from kejin.cli.report.sections.common import key_to, short
from kejin.cli.report.solvency import KeptBook
from kejin.facts import Label
from kejin.money import RATE_SCALE
from kejin.policy import Confidence

_ALL = Label("合计", "All together")
_PUBLIC = Label("财政合计", "Public money together")
_SUSPENDED = Label("期末暂缓未付", "Suspended at the end")
_LEGEND = {
    "path-mean": Label("平均", "Mean"),
    "range-half": Label("95%情景以内", "Within 95% of courses"),
    "range-wide": Label("99%情景以内", "Within 99% of courses"),
    "path-other": Label("假设情景平均", "Mean of the what-if"),
}


def solvency_section(material: Material) -> Section | None:
    """One chapter for all books that were kept beside the run; None where there are none."""
    if not material.books:
        return None
    figures = [
        figure
        for place, book in enumerate(material.books, start=1)
        for figure in _figures(book, f"solvency-{place}")
    ]
    return Section(
        "solvency",
        Label("风险分担与资金池偿付", "Shared losses and the solvency of pools"),
        lead=Label(
            "可能的损失逐笔按与真实损失相同的代码分给各方；± 是只抽取这么多次情景带来的模拟误差，不说明假设是否成立。",
            "Possible losses are shared loan by loan by the code that shares real ones. ± is the error of drawing "
            "only so many courses; it does not say whether the assumptions hold.",
        ),
        figures=tuple(figures),
    )


def _figures(book: KeptBook, name: str) -> Iterator[Figure]:
    yield from _paths(book, name)
    yield _burdens(book, f"{name}-borne")
    if book.rows("bounds"):
        yield _bounds(book, f"{name}-limits")
    if book.rows("positions"):
        yield _positions(book, f"{name}-fees")
    if book.plain["what_if"]:
        yield _what_if(book, f"{name}-what-if")


def _origin(book: KeptBook, *lines: Label) -> tuple[Label, ...]:
    plain, dates = book.plain, book.plain["dates"]
    names = [book.label(agreement["label"]) for agreement in plain["agreements"]]
    keys = ", ".join(agreement["key"] for agreement in plain["agreements"])
    return (
        *lines,
        Label(
            f"协议：{'、'.join(n.zh for n in names)}（{keys}）；{plain['loans']:,} 笔贷款，"
            f"{plain['scenarios']:,} 次情景，种子 {plain['seed']}",
            f"Agreements: {', '.join(n.en for n in names)} ({keys}); {plain['loans']:,} loans, "
            f"{plain['scenarios']:,} courses, seed {plain['seed']}",
        ),
        Label(
            f"按 {dates['law']} 有效的规定；规则版本 {short(plain['rules_digest'])}；"
            f"读自：运行目录中的 solvency/{book.name}.json",
            f"Rules as of {dates['law']}; ruleset {short(plain['rules_digest'])}; read from solvency/{book.name}.json "
            "in the folder of the run",
        ),
    )


def _paths(book: KeptBook, name: str) -> Iterator[Figure]:
    """The path of every public party that bears something; of every other one that took a share where none does."""
    drawn = _drawn(book)
    for place, (party, label) in enumerate(book.parties.items()):
        own = book.years(party)
        if party not in drawn:
            continue
        others = {row["year"]: row["total_fen"] for row in book.years(party, what_if=True)}
        anchor = f"{name}-path-{place}"
        years = [
            PathYear(r["year"], r["total_fen"], r["total_p95_fen"], r["total_p99_fen"], others.get(r["year"]))
            for r in own
        ]
        wide, narrow = (paths(years, width=width, name=f"{anchor}-title") for width in (WIDE, NARROW))
        title = Label(f"{book.title.zh}：{label.zh}累计承担", f"{book.title.en}: borne so far by {label.en}")
        shown = [(kind, text) for kind, text in _LEGEND.items() if others or kind != "path-other"]
        yield Figure(
            anchor,
            title,
            says=_says(own, others),
            pictures=(Picture(Drawn(wide, narrow)),),
            legend=key_to(shown, f"{anchor}-title"),
            table=DataTable(
                anchor, title, _path_head(with_other=bool(others)), tuple(_path_rows(own, others))
            ),
            origin=_origin(book),
        )


def _drawn(book: KeptBook) -> set[str]:
    parties = book.plain["parties"]
    bears = {row["party"] for row in book.rows("years") if row["total_p99_fen"] or row["total_fen"]}
    public = {row["key"] for row in parties if row["public"]} & bears
    return public or {row["key"] for row in parties if row["kind"] not in ("lender", "guarantor")} & bears


def _says(rows: Sequence[Mapping[str, Any]], others: Mapping[int, float]) -> Label:
    last = rows[-1]
    mean, error, high = (_yuan(last[key]) for key in ("total_fen", "total_error_fen", "total_p99_fen"))
    zh = f"到 {last['year']} 年平均承担 {mean.zh}（±{error.zh}），99%的情景不超过 {high.zh}"
    en = f"By {last['year']} CNY {mean.en} on average (± {error.en}), at most {high.en} in 99% of courses"
    if last["year"] in others:
        other = _yuan(others[last["year"]])
        zh, en = f"{zh}；假设情景平均 {other.zh}", f"{en}; {other.en} on average under the what-if"
    return Label(f"{zh}。", f"{en}.")


def _yuan(fen: float | None) -> Label:
    if fen is None:
        return Label("?", "?")
    million, wan = fen / 10**8, fen / 10**6
    return Label(f"{wan:,.1f} 万元", f"{million:,.3f} million")


def _path_head(*, with_other: bool) -> tuple[Column, ...]:
    head = (
        Column("year", Label("年度", "Year")),
        Column("of_year", Label("当年", "Of the year"), Kind.MONEY),
        Column("of_year_error", Label("误差", "Error"), Kind.MONEY),
        Column("so_far", Label("累计", "So far"), Kind.MONEY),
        Column("so_far_error", Label("误差", "Error"), Kind.MONEY),
        Column("p95", Label("95%情景不超过", "At most in 95%"), Kind.MONEY),
        Column("p99", Label("99%情景不超过", "At most in 99%"), Kind.MONEY),
    )
    other = Column("what_if", Label("假设情景累计", "So far under the what-if"), Kind.MONEY)
    return (*head, other) if with_other else head


def _path_rows(rows: Sequence[Mapping[str, Any]], others: Mapping[int, float]) -> Iterator[tuple[Cell, ...]]:
    keys = ("mean_fen", "mean_error_fen", "total_fen", "total_error_fen", "total_p95_fen", "total_p99_fen")
    for row in rows:
        cells = (str(row["year"]), *(_fen(row[key]) for key in keys))
        yield (*cells, _fen(others[row["year"]])) if others else cells


def _fen(value: float | None) -> int | None:
    """A figure of the model in whole fen; None where there is none, or one scenario had no error."""
    return round(value) if value is not None and abs(value) < 2**62 else None


def _share(value: float) -> int:
    return round(value * RATE_SCALE)


def _burdens(book: KeptBook, name: str) -> Figure:
    title = Label(f"{book.title.zh}：谁承担多少", f"{book.title.en}: who bears what")
    heads = (
        ("mean", Label("预期承担", "Expected")),
        ("mean_error", Label("误差", "Error")),
        ("var95", Label("95%情景不超过", "At most in 95%")),
        ("var99", Label("99%情景不超过", "At most in 99%")),
        ("var99_error", Label("误差", "Error")),
        ("var99_9", Label("99.9%情景不超过", "At most in 99.9%")),
        ("es99", Label("最坏1%的平均", "Mean of the worst 1%")),
        ("es99_error", Label("误差", "Error")),
    )
    columns = (
        Column("party", Label("承担方", "Who bears it")),
        *(Column(key, label, Kind.MONEY) for key, label in heads),
    )
    labels = {**book.parties, "all": _ALL}
    rows = tuple(
        (labels[row["party"]], *(_fen(row[f"{key}_fen"]) for key, _ in heads)) for row in book.rows("losses")
    )
    carried = book.plain["carried"]["per_expected"]
    says = None
    if carried["value"] is not None and carried["error"] is not None and carried["value"] < 10**9:
        value, error = f"{carried['value']:,.1f}", f"{carried['error']:,.1f}"
        says = Label(
            f"每元预期财政承担带动贷款 {value}（±{error}）元。",
            f"Each expected yuan of public money carries {value} (± {error}) yuan of lending.",
        )
    return Figure(
        name, title, says=says, table=DataTable(name, title, columns, rows), origin=_origin(book), opened=True
    )


def _bounds(book: KeptBook, name: str) -> Figure:
    title = Label(f"{book.title.zh}：上限与止损线", f"{book.title.en}: caps and stop lines")
    columns = (
        Column("limit", Label("上限或止损线", "Cap or stop line")),
        Column("chance", Label("触及的概率", "Chance that it binds"), Kind.SHARE),
        Column("low", Label("95%区间下界", "95% interval from"), Kind.SHARE),
        Column("high", Label("上界", "to"), Kind.SHARE),
        Column("median_on", Label("触及时多在", "Then half by")),
        Column("early_on", Label("最早5%", "Earliest 5%")),
    )
    rows = tuple(
        (
            book.limits[row["key"]],
            *(_share(row[key]) for key in ("chance", "chance_low", "chance_high")),
            *((row[key] or "–")[:7] for key in ("median_on", "early_on")),
        )
        for row in book.rows("bounds")
    )
    return Figure(name, title, table=DataTable(name, title, columns, rows), origin=_origin(book), opened=True)


def _positions(book: KeptBook, name: str) -> Figure:
    title = Label(f"{book.title.zh}：保费、担保费与补贴", f"{book.title.en}: premiums, fees and subsidies")
    columns = (
        Column("party", Label("一方", "Party")),
        Column("year", Label("年度", "Year")),
        Column("fees", Label("当年净收费用", "Fees received, net"), Kind.MONEY),
        Column("losses", Label("当年承担损失", "Losses borne"), Kind.MONEY),
        Column("left", Label("累计结余", "Left so far"), Kind.MONEY),
        Column("left_error", Label("误差", "Error"), Kind.MONEY),
        Column("left_p5", Label("最差5%起", "In the worst 5%"), Kind.MONEY),
        Column("negative", Label("累计入不敷出的概率", "Chance of having paid more than it got"), Kind.SHARE),
    )
    money = ("fees_fen", "losses_fen", "left_fen", "left_error_fen", "left_p5_fen")
    rows = tuple(
        (
            book.parties[row["party"]],
            str(row["year"]),
            *(_fen(row[key]) for key in money),
            _share(row["negative"]),
        )
        for row in book.rows("positions")
    )
    return Figure(name, title, table=DataTable(name, title, columns, rows), origin=_origin(book))


def _what_if(book: KeptBook, name: str) -> Figure:
    other = book.plain["what_if"]
    asked = book.label(other["title"])
    title = Label(f"假设情景：{asked.zh}", f"What if: {asked.en}")
    columns = (
        Column("figure", Label("指标（预期）", "Figure (expected)")),
        Column("before", Label("现行", "In force"), Kind.MONEY),
        Column("after", Label("假设", "Supposed"), Kind.MONEY),
        Column("difference", Label("差", "Difference"), Kind.MONEY),
        Column("error", Label("误差", "Error"), Kind.MONEY),
    )
    labels = {**book.parties, "public": _PUBLIC, "suspended": _SUSPENDED}
    rows = tuple(
        (
            labels[change["key"]],
            *(_fen(change[side]["value"]) for side in ("before", "after", "difference")),
            _fen(change["difference"]["error"]),
        )
        for change in other["changes"]
        if change["key"] in labels
    )
    return Figure(
        name,
        title,
        says=_chances(book, other["changes"]),
        table=DataTable(name, title, columns, rows),
        beneath=tuple(_values(book, other["values"])),
        origin=_origin(
            book,
            Label(
                "两边用同样的随机数模拟，差额的误差因此小得多。",
                "Both sides draw the same numbers: the difference errs far less.",
            ),
        ),
        opened=True,
    )


def _chances(book: KeptBook, changes: Sequence[Mapping[str, Any]]) -> Label | None:
    found = [change for change in changes if change["key"] in book.limits]
    if not found:
        return None
    texts = [
        (book.limits[c["key"]], f"{c['before']['value']:.2%} → {c['after']['value']:.2%}") for c in found
    ]
    zh = "；".join(f"{label.zh}触及概率 {text}" for label, text in texts)
    en = "; ".join(f"{label.en} binds: {text}" for label, text in texts)
    return Label(f"{zh}。", f"{en}.")


def _values(book: KeptBook, values: Sequence[Mapping[str, Any]]) -> Iterator[Label]:
    """Each value that the what-if changes, with the clause behind the one in force."""
    for value in values:
        label, source = book.label(value["label"]), book.label(value["source"])
        known = CONFIDENCE[Confidence(value["confidence"])]
        change = f"{value['before'] or '?'} → {value['after'] or '?'}"
        quote = f"“{value['quote']}”" if value["quote"] else ""
        yield Label(
            f"{label.zh} {change}（现行依据：{source.zh} {value['at']} {quote}，{known.zh}）",
            f"{label.en} {change} (in force by {source.en} {value['at']} {quote}, {known.en.lower()})",
        )
