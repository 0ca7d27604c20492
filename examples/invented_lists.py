"""Invented titles, lists, fields and records of the enterprises."""

from datetime import date

from examples.invented import Cell, yes
from examples.invented_facts import Drawn, Extra, chance, day, pick, whole

EMERGING = (
    "电子核心产业",
    "人工智能",
    "智能制造装备产业",
    "前沿新材料",
    "生物医药产业",
    "新能源汽车装置、配件制造",
    "太阳能产业",
    "先进环保产业",
    "新兴软件和新型信息技术服务",
)


def _grade(d: Drawn) -> Cell:
    return d.dice.one_of(("A 级", "A 级", "B 级", "C 级")) if d.dice.chance(0.95) else "D 级"


LISTS = (
    Extra("points_list", "入选创新积分制名单", chance(0.05, 0.4)),
    Extra("points_score", "创新积分（分）", lambda d: round(d.dice.leaning(30, 110, d.quality), 1)),
    Extra("tech_firm", "是否认定为科技型企业", chance(0.4, 0.5)),
    Extra("demonstration", "国家技术创新示范企业", chance(0.01, 0.05)),
    Extra("tech_centre", "国家企业技术中心", chance(0.01, 0.05)),
    Extra("named", "列入各类科技名单", chance(0.05, 0.1)),
    Extra("leader", "列入科技领军企业", chance(0.0, 0.06)),
    Extra("chain_leader", "列入链主企业", chance(0.0, 0.06)),
    Extra("gazelle", "已认定瞪羚企业", chance(0.0, 0.2)),
    Extra("unicorn", "已认定独角兽企业", lambda d: yes(d.number("valuation") > 6e9 and d.dice.chance(0.5))),
    Extra("relending", "在科技创新再贷款支持范围", chance(0.1, 0.3)),
    Extra("smart", "智能制造示范工厂", lambda d: yes(d.says("manufacturer") and d.dice.chance(0.08))),
    Extra("reform", "科改示范标杆企业", chance(0.01)),
    Extra("other_title", "其他部委科创称号", chance(0.02, 0.05)),
    Extra("core_tech", "形成核心技术并用于主营业务", chance(0.2, 0.7)),
    Extra("financial", "企业属金融机构", chance(0.0)),
    Extra("investor", "股权投资机构", chance(0.01)),
    Extra(
        "emerging_class",
        "战略性新兴产业类别",
        lambda d: d.dice.one_of(EMERGING) if d.says("emerging") else "不属于",
    ),
    Extra(
        "key_industry",
        "重点产业",
        pick(
            "集成电路", "新能源汽车", "低空经济", "生物医药", "新能源", "人工智能", "其他", "不属于重点产业"
        ),
    ),
    Extra("future", "属于未来产业", chance(0.1, 0.2)),
    Extra("traditional", "升级改造的传统产业", chance(0.15)),
    Extra(
        "services",
        "高技术服务业类别",
        pick("信息服务", "研发与设计服务", "检验检测服务", "不属于", "不属于", "不属于"),
    ),
    Extra(
        "patent_industry",
        "知识产权（专利）密集型产业类别",
        pick("信息通信技术制造业", "新装备制造业", "医药医疗产业", "不属于", "不属于"),
    ),
    Extra("utility", "实用新型专利数", whole(0, 40)),
    Extra("own_right", "是否拥有专利权、商标权或地理标志", chance(0.7, 0.3)),
    Extra("high_value", "Ⅰ类高价值知识产权数", lambda d: round(d.number("class1") * d.dice.between(0, 0.8))),
    Extra("self_made", "自主研发Ⅰ类知识产权数", lambda d: round(d.number("class1") * d.dice.between(0.4, 1))),
    Extra("ip_firm", "知识产权优势或示范企业", chance(0.02, 0.12)),
    Extra(
        "any_award", "国家级或省级科技奖励日期（不限名次）", day(date(2020, 1, 1), date(2025, 12, 31), 0.06)
    ),
    Extra("state_project", "是否承担国家科技项目", chance(0.02, 0.12)),
    Extra("incubator", "是否科技孵化载体入驻企业", lambda d: yes(d.age < 6 and d.dice.chance(0.5))),
    Extra("contest", "是否创新创业大赛获奖企业", chance(0.03, 0.12)),
    Extra("sz_contest", "深圳认可的创新创业大赛获奖日期", day(date(2023, 1, 1), date(2025, 12, 31), 0.06)),
    Extra("young_tech", "属初创科技型企业", lambda d: yes(d.age < 5 and d.dice.chance(0.8))),
    Extra("priority", "区重点招商项目", chance(0.1)),
    Extra("key_startup", "区认定的重点产业初创企业", lambda d: yes(d.age < 6 and d.dice.chance(0.25))),
    Extra("shenshan", "注册在深汕特别合作区", lambda d: yes(d.city == "深圳市" and d.dice.chance(0.1))),
    Extra("pilot_outside", "在省外的金融资产投资公司试点城市", chance(0.0)),
    Extra("partner", "所在地是否参加省级科技信贷风险补偿", chance(0.6)),
    Extra("in_gz", "是否在广州市经营", lambda d: yes(d.city == "广州市" or d.dice.chance(0.1))),
    Extra("resident", "是否境内居民企业", chance(0.98)),
    Extra("institute", "境内非企业科研机构", chance(0.02)),
    Extra("dishonest_3y", "近三年是否有重大违法失信行为", chance(0.03)),
    Extra("evasion_3y", "近三年重大事故或偷漏税等违法违规", chance(0.03)),
    Extra("research_bad", "列入科研诚信异常名录", chance(0.02)),
    Extra("project_bad", "近三年科技计划项目不良信用记录", chance(0.02)),
    Extra("grade", "公共信用评价等级", _grade),
    Extra("sme_field", "属于中小微企业贷款贴息支持领域", chance(0.5)),
    Extra("special_paid", "已获专精特新企业贷款贴息", chance(0.1)),
)
