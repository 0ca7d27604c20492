"""A priced cover and a triangle run off, as words and as JSON."""

from collections.abc import Iterator, Sequence
from math import isfinite

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.speaking import Speaker
from kejin.cli.terminal import dates_line
from kejin.facts import Label
from kejin.risk.agreements import Arrangement
from kejin.risk.insurance.quoting import Quote
from kejin.risk.insurance.reserving import Reserve
from kejin.risk.simulation.telling import amount, percent
from kejin.risk.words import yuan

LEVELS = (0.9, 0.95, 0.99, 0.995)
PARTS = {
    "expected_fen": Label("预期赔款", "Expected claims"),
    "experience_fen": Label("经验调整", "Experience"),
    "uncertainty_fen": Label("参数不确定性", "Uncertainty of the claims' number"),
    "capital_fen": Label("资本成本", "Cost of capital"),
    "expense_fen": Label("费用", "Expenses"),
}
W = {
    "number": Label("预期赔案数", "Expected number of claims"),
    "size": Label("每件预期赔付", "Expected payment of one"),
    "grid": Label("网格", "Grid"),
    "gross": Label("保费", "Premium"),
    "rate": Label("费率", "Rate on what is insured"),
    "rol": Label("保费占年度限额", "Premium over the year's limit"),
    "year": Label("年度赔款", "The year's claims"),
    "at_most": Label("不超过（{0}）", "At most ({0})"),
    "worst": Label("最坏{0}的平均", "Mean of the worst {0}"),
    "over": Label("超过保费的概率", "Chance that claims pass the premium"),
    "capital": Label("所需资本", "Capital needed"),
    "member": Label("成员", "Member"),
    "share": Label("份额", "Share"),
    "premium": Label("保费", "Premium"),
    "expected": Label("预期赔款", "Expected claims"),
    "most": Label("年度最高赔付", "Most in a year"),
    "over_capacity": Label("超出承保能力", "Over capacity"),
    "within": Label("按承保能力调整后", "Moved within capacities"),
    "short": Label("各成员承保能力合计不足以承担年度限额", "All capacities together do not reach the year's limit"),
    "total": Label("合计", "Total"),
    "credibility": Label("经验可信度", "Credibility of the experience"),
    "own": Label("自身", "own"),
    "collective": Label("总体", "collective"),
    "past": Label("回看", "Looking back"),
    "claims": Label("赔款", "Claims"),
    "chance": Label("模型中至少如此的概率", "Chance of at least that in the model"),
    "flag": Label("模型几乎不会出现这样的年份，定价不可信", "the model hardly has such a year: do not trust the price"),
    "ratio": Label("赔付率", "Loss ratio"),
    "tail": Label("尾部拟合", "Tail fitted"),
    "above": Label("高于", "above"),
    "shares": Label("份额依据", "Shares from"),
    "ultimate": Label("最终赔款", "Ultimate"),
    "latest": Label("已知", "So far"),
    "missing": Label("未决", "Still to be paid"),
    "error": Label("标准误", "Standard error"),
    "rule": Label("末年方差规则", "Rule for the last variance"),
}  # fmt: skip


def quote_as_plain(made: Quote, arrangement: Arrangement | None) -> dict[str, object]:
    """All of a quote for JSON."""
    year, premium = made.priced.year_paid, made.priced.premium
    found: dict[str, object] = {
        "title": made.document.title.label,
        "claims_mean": made.priced.frequency.mean,
        "claims_variance": made.priced.frequency.variance,
        "claim_mean_fen": made.priced.claim.mean,
        "unit_fen": made.priced.year.unit,
        "lost_beyond_grid": made.priced.year.lost,
        "year": {
            "mean_fen": year.mean,
            "deviation_fen": year.deviation,
            "quantiles_fen": {f"{level:g}": year.quantile(level) for level in LEVELS},
            "shortfall99_fen": year.shortfall(0.99),
        },
        "premium": premium,
        "rate": premium.gross_fen / made.insured_fen if made.insured_fen else None,
        "passes_premium": year.beyond(premium.gross_fen),
        "experience_factor": made.factor,
        "credibility": _credibility_as_plain(made),
        "past": [
            {
                "year": past.year,
                "insured_fen": past.insured_fen,
                "claims_fen": past.claims_fen,
                "premium_fen": past.premium_fen,
                "loss_ratio": past.loss_ratio,
                "expected_fen": past.expected_fen,
                "chance": past.chance,
                "flagged": past.flagged,
            }
            for past in made.past
        ],
        "pool": _pool_as_plain(made),
        "tail": made.tail,
    }
    if arrangement is not None:
        found |= {"dates": arrangement.ruleset.dates, "rules_digest": arrangement.ruleset.digest}
        found |= {"agreement": arrangement.agreements[0].key, "what_if": arrangement.ruleset.overlay}
    return found


def _pool_as_plain(made: Quote) -> list[dict[str, object]]:
    return [
        {
            "party": part.member.key,
            "label": part.member.label,
            "share": part.member.share_ppb / 1e9,
            "premium_fen": part.premium_fen,
            "expected_fen": part.expected_fen,
            "high_fen": part.high_fen,
            "capital_fen": part.capital_fen,
            "most_fen": part.most_fen,
            "over_capacity_fen": part.over_capacity_fen,
            "within_fen": part.within_fen,
        }
        for part in made.parts
    ]


def _credibility_as_plain(made: Quote) -> dict[str, object] | None:
    found, experience = made.credibility, made.document.experience
    if found is None or experience is None:
        return None
    return {
        "within": found.within,
        "between": found.between,
        "collective": found.collective,
        "weighted": found.weighted,
        "groups": [
            {
                "group": name,
                "z": float(found.z[k]),
                "own": float(found.own[k]),
                "premium": float(found.premium[k]),
            }
            for k, name in enumerate(experience.groups)
        ],
    }


def print_quote(console: Console, made: Quote, arrangement: Arrangement | None, *, say: Speaker) -> None:
    """Print what was priced, what the premium is made of, the year, the pool and the look back."""
    console.print(Text(say(made.document.title.label), style="bold"))
    if arrangement is not None:
        ruleset = arrangement.ruleset
        console.print(Text(dates_line(ruleset.dates, ruleset.digest, say), style="dim"))
    frequency, claim = made.priced.frequency, made.priced.claim
    console.print(f"  {say(W['number'])}: {frequency.mean:,.2f} ± {frequency.variance**0.5:,.2f}")
    console.print(f"  {say(W['size'])}: {say(amount(claim.mean))}")
    if made.tail is not None:
        fitted = made.tail.fitted
        text = f"xi {fitted.xi:.3f} ± {made.tail.xi_error:.3f}, {made.tail.number} {say(W['above'])} "
        console.print(f"  {say(W['tail'])}: {text}{say(amount(fitted.threshold))}")
    console.print()
    console.print(_premium(made, say))
    console.print()
    for line in _year(made, say):
        console.print(f"  {line}")
    if made.parts:
        console.print()
        console.print(_pool(made, say))
        if any(part.over_capacity_fen for part in made.parts) and made.parts[0].within_fen is None:
            console.print(Text(f"! {say(W['short'])}", style="yellow"))
        if arrangement is not None:
            label = arrangement.agreements[0].label
            console.print(
                Text(f"{say(W['shares'])}: {say(label)} ({arrangement.agreements[0].key})", style="dim")
            )
    for past in _looking_back(made, say):
        console.print(past)


def _premium(made: Quote, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    premium = made.priced.premium
    gross = premium.gross_fen
    for key, label in PARTS.items():
        fen = getattr(premium, key)
        table.add_row(say(label), say(yuan(fen)), percent(fen / gross) if gross and fen >= 0 else "")
    rate = f"{say(W['rate'])} {gross / made.insured_fen * 100:.3f}%" if made.insured_fen else ""
    table.add_row(say(W["gross"]), say(yuan(gross)), rate, style="bold")
    most = made.document.cover.cover().year_limit
    if isfinite(most):
        table.add_row(say(W["rol"]), "", percent(gross / most))
    return table


def _year(made: Quote, say: Speaker) -> Iterator[str]:
    year, premium = made.priced.year_paid, made.priced.premium
    figures = [
        f"{say(_filled(W['at_most'], f'{level:.1%}'))} {say(amount(year.quantile(level)))}"
        for level in LEVELS
    ]
    yield f"{say(W['year'])}: {say(amount(year.mean))} ± {say(amount(year.deviation))}"
    yield "; ".join(figures)
    yield f"{say(_filled(W['worst'], '1%'))}: {say(amount(year.shortfall(0.99)))}"
    yield f"{say(W['over'])}: {percent(year.beyond(premium.gross_fen))}"
    yield f"{say(W['capital'])}: {say(amount(premium.capital_needed_fen))}"
    yield f"{say(W['grid'])}: {say(amount(made.priced.year.unit))} × {len(made.priced.year.likely):,}"


def _filled(label: Label, *parts: str) -> Label:
    return Label(label.zh.format(*parts), label.en.format(*parts))


def _pool(made: Quote, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    keys = ("member", "share", "premium", "expected", "capital", "most", "over_capacity", "within")
    for key in keys:
        table.add_column(say(W[key]), justify="left" if key == "member" else "right")
    for part in made.parts:
        table.add_row(
            say(part.member.label),
            f"{part.member.share_ppb / 1e7:g}%",
            say(yuan(part.premium_fen)),
            say(yuan(part.expected_fen)),
            say(yuan(part.capital_fen)),
            say(yuan(part.most_fen)) if part.most_fen is not None else "–",
            say(yuan(part.over_capacity_fen)) if part.over_capacity_fen else "–",
            say(yuan(part.within_fen)) if part.within_fen is not None else "–",
            style="yellow" if part.over_capacity_fen else None,
        )
    sums = [
        sum(getattr(part, name) for part in made.parts)
        for name in ("premium_fen", "expected_fen", "capital_fen")
    ]
    table.add_row(say(W["total"]), "", *(say(yuan(fen)) for fen in sums), "", "", "", style="bold")
    return table


def _looking_back(made: Quote, say: Speaker) -> Iterator[Text]:
    found, experience = made.credibility, made.document.experience
    if found is not None and experience is not None:
        z, own = found.z[made.place], found.own[made.place]
        yield Text(
            f"\n{say(W['credibility'])}: {z:.1%}  ({say(W['own'])} {own:.4%}, {say(W['collective'])} "
            f"{found.collective:.4%}, × {made.factor:.3f})"
        )
    if made.past:
        yield Text(f"\n{say(W['past'])}", style="bold")
    for past in made.past:
        ratio = f"  {say(W['ratio'])} {past.loss_ratio:.0%}" if past.loss_ratio is not None else ""
        text = f"  {past.year}: {say(W['claims'])} {say(amount(past.claims_fen))}  {say(W['expected'])} "
        text += f"{say(amount(past.expected_fen))}{ratio}  {say(W['chance'])} {percent(past.chance)}"
        yield Text(text, style="yellow" if past.flagged else "")
        if past.flagged:
            yield Text(f"    ! {say(W['flag'])}", style="yellow")


def reserve_as_plain(names: Sequence[str], ages: Sequence[str], made: Reserve) -> dict[str, object]:
    """A triangle run off for JSON."""
    columns = zip(names, made.latest, made.ultimate, made.reserve, made.errors, strict=True)
    return {
        "rule": made.rule,
        "ages": list(ages),
        "factors": made.factors.tolist(),
        "sigmas": made.sigmas.tolist(),
        "years": [
            {"year": n, "latest": float(a), "ultimate": float(u), "reserve": float(r), "error": float(e)}
            for n, a, u, r, e in columns
        ],
        "ultimate": float(np.sum(made.ultimate)),
        "reserve": made.total,
        "error": made.error,
    }


def print_reserve(console: Console, names: Sequence[str], made: Reserve, *, say: Speaker) -> None:
    """Print each year's claims so far, at the end, and missing, with its error."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for key in ("latest", "ultimate", "missing", "error"):
        table.add_column(say(W[key]), justify="right")
    for row, name in enumerate(names):
        figures = (made.latest[row], made.ultimate[row], made.reserve[row], made.errors[row])
        table.add_row(name, *(f"{figure:,.0f}" for figure in figures))
    totals = (made.latest.sum(), made.ultimate.sum(), made.total, made.error)
    table.add_row(say(W["total"]), *(f"{figure:,.0f}" for figure in totals), style="bold")
    console.print(table)
    console.print(Text(f"{say(W['rule'])}: {made.rule}", style="dim"))
