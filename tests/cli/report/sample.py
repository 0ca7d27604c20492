"""A run's aggregates built by hand, small enough to count on paper, with names that try to break out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from kejin.cli.report.material import Material
from kejin.enterprises.synthetic.calibration import COLUMNS
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates import TABLES, Aggregates
from kejin.runs.manifest import Manifest

HOSTILE = Label("=cmd|'/c calc'!A1<script>alert(1)</script>", '</style><script>alert(2)</script> & "co"')
WAN = 10_000 * 100
# Stage, instrument, enterprises, open, their fen, open without an amount, nearly, undetermined.
CELLS = (
    ("seed", "loan", 40, 10, 300 * WAN, 2, 20, 4),
    ("seed", "equity", 40, 1, 0, 1, 30, 0),
    ("growth", "loan", 60, 60, 900 * WAN, 0, 0, 0),
    ("growth", "equity", 60, 45, 500 * WAN, 5, 6, 9),
    ("undetermined", "loan", 3, 1, 0, 1, 0, 2),
    ("undetermined", "equity", 3, 0, 0, 0, 0, 3),
)
# City, enterprises at growth, loans open.
CITIES = (("4403", 70, 63), ("4401", 30, 24), (None, 3, 1))
DECISIONS = (
    # decision, grain, audience, zh, en, asked, counts
    (
        "hte.qualifies",
        "enterprise",
        "enterprise",
        "高新技术企业认定",
        "High-tech enterprise",
        True,
        (30, 12, 21, 40),
    ),
    ("pool.loan", "loan", "office", "贷款补偿", "Loan compensation", False, (5, 0, 1, 2)),
    ("demo_bank.open", "enterprise", "enterprise", HOSTILE.zh, HOSTILE.en, True, (71, 20, 6, 6)),
)
CONDITIONS = (
    # decision, condition, failed, near, waiting
    ("hte.qualifies", "hte.rd_share", 30, 9, 0),
    ("hte.qualifies", "hte.staff_share", 12, 3, 0),
    ("hte.qualifies", "hte.score", 0, 0, 21),
    ("demo_bank.open", "demo_bank.right", 26, 20, 6),
)
LABELS = {
    "policy": {"hte": ("高新技术企业", "High-tech"), "pool": ("资金池", "Pool"), "demo_bank": ("示范银行", "Demo bank")},
    "stage": {"seed": ("种子期", "Seed"), "growth": ("成长期", "Growth")},
    "city_code": {"4401": ("广州市", "Guangzhou"), "4403": ("深圳市", "Shenzhen"), "4404": ("珠海市", "Zhuhai")},
    "platform": {"qianhai": ("前海", "Qianhai"), "none": ("不在重大平台", "None")},
    "key_industry": {"ai": ("人工智能", "AI"), "chips": ("集成电路", "Chips"), "none": ("非重点产业", "None")},
    "tier": {"leading": ("属科技领军企业", "Is a leading firm"), "odd": ("另一梯队", "Another tier")},
    "condition": {
        "hte.rd_share": ("研发费用占比达标", "R&D share reached"),
        "hte.staff_share": ("科技人员占比达标", "Staff share reached"),
        "hte.score": ("评分达标", "Score passed"),
        "demo_bank.right": (HOSTILE.zh, HOSTILE.en),
    },
    "fact": {"score": ("评分", "Score")},
}  # fmt: skip


def frame(name: str, rows: Iterable[Sequence[object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(TABLES[name].columns), orient="row")


def _matrix() -> Iterable[tuple[object, ...]]:
    for stage, instrument, whole, opened, fen, without, nearly, undetermined in CELLS:
        yield (
            "",
            "",
            stage,
            instrument,
            whole,
            opened,
            fen,
            without,
            nearly,
            0,
            nearly,
            undetermined,
            0,
            undetermined,
        )
    for code, whole, opened in CITIES:
        yield "city_code", code, "growth", "loan", whole, opened, opened * WAN, 0, 0, 0, 0, 0, 0, 0
    groups = (
        ("platform", (("none", 90), ("qianhai", 13))),
        ("key_industry", (("ai", 50), ("chips", 40), ("none", 10), (None, 3))),
        ("tier", (("odd", 1), ("leading", 2), (None, 100))),
    )
    for dimension, values in groups:
        for value, whole in values:
            opened = whole if value == "chips" else whole // 2
            yield dimension, value, "growth", "loan", whole, opened, 0, opened, 0, 0, 0, 0, 0, 0


def _grounds() -> Iterable[tuple[object, ...]]:
    place = (
        "高新技术企业认定管理办法",
        "Measures on high-tech enterprises",
        "国科发火〔2016〕32号",
        "11(4)",
        "",
        False,
    )
    yield "decision", "hte.qualifies", 0, "clause", "", "", "", "", "", *place
    yield "condition", "hte.staff_share", 0, "clause", "", "", "", "", "", *place
    share = ("科技人员占比下限", "Technical staff share at least", "10%", "10%", "reported")
    yield "condition", "hte.staff_share", 1, "value", *share, *place


def aggregates_by_hand() -> Aggregates:
    labels = [
        (kind, key, *texts)
        for kind, named in (LABELS | {"instrument": _pairs(INSTRUMENTS)}).items()
        for key, texts in named.items()
    ]
    decisions = [(d[0], "", "", *d[6]) for d in DECISIONS]
    questions = [
        (
            d[0],
            d[0].partition(".")[0],
            d[1],
            d[2],
            "policy",
            "",
            d[3],
            d[4],
            place,
            d[5],
            d[0].startswith("demo_"),
        )
        for place, d in enumerate(DECISIONS)
    ]
    both = ("示范银行（虚构）", "Demo bank (fictitious)")
    catalogue = [
        ("hte.award", "policy", "fen", "认定奖补", "Award", "科技厅", "Science department", "hte.qualifies", 0, False, ["growth"]),
        ("demo_bank.loan", "loan", "fen", HOSTILE.zh, HOSTILE.en, *both, "demo_bank.open", 1, True, ["seed", "growth"]),
        ("demo_bank.stake", "equity", "usd_cent", "股权", "Stake", *both, "demo_bank.open", 2, True, ["growth"]),
    ]  # fmt: skip
    products = [
        ("hte.award", "", "", 30, 12, 21, 40, 28, 0, 0, 0, 0, 0, 0),
        ("demo_bank.loan", "", "", 71, 20, 6, 6, 71, 1000 * WAN, 70, 35 * WAN, 70, 5 * WAN, 70),
        ("demo_bank.stake", "", "", 71, 20, 6, 6, 46, 77 * WAN, 46, 0, 0, 0, 0),
    ]
    values = [
        ("missing", "hte", "hte.line", "合格线", "Pass line", "", "", "工作指引", "Work guide", "三", 103, ["hte.qualifies"]),
        ("weak", "hte", "hte.days", "天数", "Days", "365 天", "365 days", "工作指引", "Work guide", "", 103, ["hte.qualifies"]),
    ]  # fmt: skip
    return Aggregates(
        {
            "enterprises": frame("enterprises", [("4403", "none", "ai", "growth", None, 103)]),
            "decisions": frame("decisions", decisions),
            "conditions": frame("conditions", CONDITIONS),
            "missing": frame("missing", [("score", "", 21), ("score", "hte.qualifies", 21)]),
            "products": frame("products", products),
            "matrix": frame("matrix", _matrix()),
            "questions": frame("questions", questions),
            "catalogue": frame("catalogue", catalogue),
            "values": frame("values", values),
            "grounds": frame("grounds", _grounds()),
            "labels": frame("labels", labels),
        }
    )


def _pairs(labels: Mapping[str, Label]) -> dict[str, tuple[str, str]]:
    return {key: (label.zh, label.en) for key, label in labels.items()}


def manifest(*, synthetic: bool = True) -> Manifest:
    return Manifest(
        source={"file": "=1+1<b>.xlsx", "sha256": "ab" * 32},
        rows={"enterprise": 103, "loan": 8},
        dates={"law": "2026-06-30", "facts_as_of": "2026-06-30", "known_by": "2026-07-01"},
        ruleset_digest="92a75ef3.c0de1b44",
        overlay=None,
        policies=(),
        packs=(),
        counts={},
        pages=3,
        synthetic=synthetic,
        language="zh",
        versions={"kejin": "0.1.0"},
        snapshot_digest="5a" * 32,
    )


def calibration() -> pl.DataFrame:
    def row(key: str, published: int, synthetic: int | None, *, use: str) -> dict[str, object]:
        deviation = synthetic / published - 1 if synthetic is not None and use != "not_compared" else None
        texts = {
            name: f"{name} of {key}"
            for name, kind in COLUMNS.items()
            if kind == pl.String and name not in ("key", "perimeter", "unit", "use")
        }
        return texts | {
            "key": key, "perimeter": "province", "unit": "count", "published": published, "synthetic": synthetic,
            "published_on": date(2025, 12, 31), "measured_on": date(2025, 12, 31), "deviation": deviation,
            "sampling_error": 0.012, "use": use, "within": None if deviation is None else abs(deviation) <= 0.05,
        }  # fmt: skip

    rows = [
        row("high_tech", 74_000, 73_000, use="fitted"),
        row("loans", 1_000, 1_300, use="held_out"),
        row("rd", 5_350, 5_500, use="not_compared"),
    ]
    return pl.DataFrame(rows, schema=COLUMNS)


def material(*, approval: str = "", synthetic: bool = True) -> Material:
    kept = calibration() if synthetic else None
    return Material(aggregates_by_hand(), manifest(synthetic=synthetic), kept, approval)
