"""Invented facts of firms on a board or on the way to one: the NEEQ, Beijing, STAR's growth tier, Hong Kong."""

from datetime import date

from examples.invented import HUNDRED_MILLION, MANY, Cell, yes
from examples.invented_facts import Drawn, Extra, chance, day, only, whole

HKD = 0.92
"""Yuan for a Hong Kong dollar in this table, which is invented."""


def _quoted(d: Drawn) -> Cell:
    return yes(2e7 < d.size < 6e8 and not d.says("board4") and d.dice.chance(0.1 + 0.3 * d.quality))


def _listed(d: Drawn) -> Cell:
    # A few of the largest firms are on a board already.
    if d.size > 4e8 and not d.says("quoted") and d.dice.chance(0.25):
        d.firm.facts["listed"] = yes(True)
        return d.dice.one_of(("科创板", "科创板", "创业板", "沪深主板"))
    return "未上市"


def _on_board(d: Drawn, *boards: str) -> bool:
    return d.firm.facts["board"] in boards


def _only_listed(draw: Cell, d: Drawn) -> Cell:
    return None if d.firm.facts["board"] == "未上市" else draw


def _placements(d: Drawn) -> Cell:
    return d.dice.whole(3, 120) * 100 * MANY if d.dice.chance(0.7) else 0


def _hk_value(d: Drawn) -> Cell:
    return d.number("value") / HKD


def _hk_costs(d: Drawn) -> Cell:
    return d.size * d.dice.between(0.2, 0.5) / HKD


def _hk_cash(d: Drawn) -> Cell:
    return d.number("hk_costs") * d.dice.between(0.9, 2.2)


def _path_share(d: Drawn) -> Cell:
    return round(d.dice.between(4, 20), 2)


def _path_money(d: Drawn) -> Cell:
    return d.dice.between(3, 22) * HUNDRED_MILLION


LISTING = (
    Extra("quoted", "是否在新三板挂牌", _quoted),
    Extra("quoted_on", "新三板连续挂牌起始日", only("quoted", day(date(2021, 1, 1), date(2026, 3, 31), 1))),
    Extra("innovation_tier", "是否在新三板创新层", only("quoted", chance(0.4), "否")),
    Extra("capital", "实缴资本（万元）", lambda d: d.size * d.dice.between(0.1, 0.5)),
    Extra("registered", "注册资本（万元）", lambda d: d.number("capital") * d.dice.between(1, 2)),
    Extra("trading", "新三板交易方式", only("quoted", lambda d: d.dice.one_of(("做市交易", "集合竞价")))),
    Extra("makers", "做市商家数", only("quoted", whole(2, 8))),
    Extra("traded", "60个交易日集合竞价累计成交量", only("quoted", lambda d: d.dice.whole(20, 400) * MANY)),
    Extra(
        "neeq_value",
        "有成交的60个交易日平均市值（亿元）",
        only("quoted", lambda d: d.size * d.dice.between(0.5, 4)),
    ),
    Extra("placed", "挂牌以来定向发行融资累计（万元）", only("quoted", _placements)),
    Extra(
        "placed_24m",
        "24个月内定向发行融资累计（万元）",
        only("quoted", lambda d: d.number("placed") * d.dice.between(0, 1)),
    ),
    Extra(
        "placed_value",
        "各次定向发行后的最低股票市值（亿元）",
        only("quoted", lambda d: d.size * d.dice.between(0.5, 3)),
    ),
    Extra("investors", "合格投资者人数", only("quoted", whole(20, 160))),
    Extra("board", "上市板块", _listed),
    Extra("star_chinext", "科创板或创业板上市", lambda d: yes(_on_board(d, "科创板", "创业板"))),
    Extra(
        "listed_on", "上市日期", lambda d: _only_listed(d.dice.day(date(2021, 1, 1), date(2026, 4, 30)), d)
    ),
    Extra("loss_at_listing", "上市时是否未盈利", lambda d: _only_listed(yes(d.dice.chance(0.5)), d)),
    Extra("earned_since", "上市后是否已首次实现盈利", lambda d: _only_listed(yes(d.dice.chance(0.5)), d)),
    Extra(
        "growth_tier",
        "是否在科创成长层",
        lambda d: yes(_on_board(d, "科创板") and d.says("loss_at_listing") and d.dice.chance(0.6)),
    ),
    Extra("chinext_3", "是否属于创业板第三套标准行业", chance(0.05, 0.3)),
    Extra("chinext_4", "是否属于创业板第四套标准领域", chance(0.05, 0.3)),
    Extra("hk_value", "预计上市时市值（港元）（亿港元）", _hk_value),
    Extra(
        "same_team", "现有业务在同一管理层下的完整会计年度数", lambda d: d.dice.whole(0, max(0, round(d.age)))
    ),
    Extra("hk_costs", "未来12个月集团开支（港元）（万港元）", _hk_costs),
    Extra("hk_cash", "可动用营运资金（港元）（万港元）", _hk_cash),
    Extra(
        "biotech", "是否主要从事生物科技产品研发", lambda d: yes(d.firm.facts["key_industry"] == "生物医药")
    ),
    Extra("beyond", "核心产品是否通过概念阶段", only("biotech", chance(0.6), "否")),
    Extra("rd_months", "核心产品研发满月数", only("biotech", whole(4, 60), 0)),
    Extra("product_ip", "是否拥有核心产品的专利或知识产权", only("biotech", chance(0.9), "否")),
    Extra("for_product", "上市主要是否为核心产品研发集资", only("biotech", chance(0.8), "否")),
    Extra("investor_months", "资深投资者投资满月数", only("biotech", whole(0, 40), 0)),
    Extra(
        "specialist",
        "是否属于特专科技可接纳领域",
        lambda d: yes(d.firm.facts["key_industry"] in ("集成电路", "人工智能", "低空经济")),
    ),
    Extra("specialist_years", "特专科技产品研发会计年度数", only("specialist", whole(1, 9), 0)),
    Extra("credible", "是否有可信的商业化路径", only("specialist", chance(0.8), "否")),
    Extra("path_months", "领航资深独立投资者投资满月数", only("specialist", whole(4, 40), 0)),
    Extra("path_share", "全部领航资深独立投资者持股比例（%）", only("specialist", _path_share, 0)),
    Extra("path_money", "全部领航资深独立投资者投资额（港元）（亿港元）", only("specialist", _path_money, 0)),
    Extra(
        "path_share_1",
        "第一名领航资深独立投资者持股比例（%）",
        lambda d: round(d.number("path_share") * d.dice.between(0.5, 0.7), 2),
    ),
    Extra(
        "path_money_1",
        "第一名领航资深独立投资者投资额（港元）（亿港元）",
        lambda d: d.number("path_money") * d.dice.between(0.5, 0.7),
    ),
    Extra(
        "path_share_2",
        "第二名领航资深独立投资者持股比例（%）",
        lambda d: round(d.number("path_share") * d.dice.between(0.1, 0.3), 2),
    ),
    Extra(
        "path_money_2",
        "第二名领航资深独立投资者投资额（港元）（亿港元）",
        lambda d: d.number("path_money") * d.dice.between(0.1, 0.3),
    ),
    Extra(
        "sii_share",
        "全部资深独立投资者上市时持股比例（%）",
        only("specialist", lambda d: round(d.dice.between(5, 30), 2), 0),
    ),
    Extra("managers_5y", "五年以上境外投资管理人员数", whole(0, 3)),
    Extra("managers_3y", "三年以上境外投资管理人员数", whole(0, 6)),
    Extra("qdlp_holder", "控股股东等符合QDLP要求", chance(0.1)),
    Extra(
        "qflp",
        "经认定的QFLP管理企业",
        lambda d: yes(d.firm.facts["platform"] == "横琴" and d.dice.chance(0.3)),
    ),
)
