"""Sentences of the analysts' pages."""

WORDS: dict[str, tuple[str, str]] = {
    "home": ("研究首页", "Research"),
    "lead": (
        "这里只有汇总数：全省能得到什么融资、按什么条款、改了规则会怎样。没有任何企业的名称或单条记录。",
        "Here are counts alone: what finance is open in the province, by which clauses, and what another rule would do. "
        "No enterprise is named, and none has a row.",
    ),
    "run": ("当前测算", "The present run"),
    "run_synthetic": (
        "合成省份，{} 家虚构企业。数字完整展示，不作处理。",
        "A synthetic province of {} invented enterprises. Every figure is shown in full.",
    ),
    "run_real": (
        "真实数据，约 {} 家企业。计数和金额已作保护处理。",
        "Real data on about {} enterprises. Counts and sums are protected.",
    ),
    "run_none": (
        "目前没有可读的测算。可以先看政策、日历，或按下面的办法自己做一个合成省份。",
        "There is no run to read at present. Policies and calendar are there, and a synthetic province can be made as shown "
        "below.",
    ),
    "read": ("看数字", "Read"),
    "more": ("规则、情景与名单", "Rules, what-ifs and lists"),
    "notices": ("公示名单", "Public notices"),
    "tokens": ("接口令牌", "Tokens of the API"),
    "at_home": ("在自己的电脑上", "On your own machine"),
    "at_home_lead": (
        "科金是一个 Python 库：同样的规则、同样的引擎。情景页可以下载 Jupyter 笔记本。",
        "Kejin is a Python library: the same rules, the same engines. The page of a what-if has a Jupyter notebook.",
    ),
    "synthetic_province": ("做一个合成省份并测算", "Make a synthetic province and a run over it"),
    "same_province": (
        "做出与当前测算相同的合成省份（同一种子，逐字节相同）",
        "Make the present run again: the same seed makes the same bytes",
    ),
    "library": ("用 Python 读汇总表", "Read the tables in Python"),
    "api": ("通过接口读汇总表", "Read the tables through the API"),
    "api_note": (
        "令牌的用途选“汇总数据”，它就读不了别的。",
        "A token with the purpose “aggregates” reads nothing else.",
    ),
    "api_pages": ("接口文档", "The pages of the API"),
    "tables": ("数据表", "Tables"),
    "tables_lead": (
        "当前测算的全部汇总表。列名与 Parquet 文件、接口一致；键的中文和英文名称在“名称”表里。",
        "Every table of the present run. Columns are called as in the Parquet files and the API; what keys mean stands in "
        "the table of names.",
    ),
    "table": ("表", "Table"),
    "holds": ("内容", "What it holds"),
    "rows": ("行数", "Rows"),
    "files": ("下载", "Download"),
    "counted": ("计数", "Counts"),
    "described": ("说明", "What the keys mean"),
    "split_by": ("按", "Split by"),
    "every_split": ("全部", "All of them"),
    "first_rows": ("前 {} 行，共 {} 行", "The first {} of {} rows"),
    "no_rows": (
        "这张表没有行：测算没有计这一项，或为保护单个企业而不提供。",
        "The table has no rows: the run counted nothing of the kind, or it is not given to protect single enterprises.",
    ),
    "hidden_short": ("已作保护处理", "Protected"),
    "hidden": (
        "为使任何单个企业不被识别或推断：每个计数取整为 {} 的倍数（向上或向下由密钥抽定，分项之和等于合计），金额只给全省、至少 {} "
        "家企业的合计，并取两位有效数字；分地市、平台、产业、梯队时各阶段合并。空格表示不提供。",
        "So that no single enterprise can be recognised or inferred, each count is a multiple of {} (up or down as a key "
        "draws; parts add up to their whole), and sums of money are told of the whole alone, of at least {} enterprises, to "
        "two digits. Cities, platforms, industries and tiers are told for all stages together. A blank is withheld.",
    ),
    "hidden_law": (
        "依据：《中华人民共和国统计法》（2009年修订文本）第二十五条；方法：统计披露控制手册5.5节“控制取整”。",
        "Grounds: Statistics Law of the PRC (text of 2009), article 25. Method: controlled rounding, Handbook on Statistical "
        "Disclosure Control, section 5.5.",
    ),
    "table_enterprises": ("企业", "Enterprises"),
    "what_enterprises": (
        "各地市、平台、产业、阶段、梯队交叉的企业数",
        "Enterprises by city, platform, industry, stage and tier together",
    ),
    "table_decisions": ("结论", "Decisions"),
    "what_decisions": (
        "每项政策结论：符合、接近、待定、不符合",
        "Of each decision: eligible, nearly, undetermined, not eligible",
    ),
    "table_conditions": ("条件", "Conditions"),
    "what_conditions": (
        "每个条件使多少对象不符合、差一步、待定",
        "Whom each condition refuses, keeps one step away or open",
    ),
    "table_missing": ("缺少的事实", "Missing facts"),
    "what_missing": ("缺哪项事实，使多少企业的结论待定", "Enterprises whose answer waits for a fact"),
    "table_amounts": ("金额", "Amounts"),
    "what_amounts": ("符合者的金额合计", "Amounts over the eligible"),
    "table_products": ("产品", "Products"),
    "what_products": (
        "每个产品：四种结论、可得企业、额度、净成本、补贴",
        "Of each product: verdicts, to whom it is open, amounts, net cost, relief",
    ),
    "table_matrix": ("矩阵", "The matrix"),
    "what_matrix": (
        "阶段乘工具：可得、接近、待定及额度上限",
        "Stage by instrument: open, nearly, undetermined, ceilings",
    ),
    "table_questions": ("问题", "Questions"),
    "what_questions": (
        "每项结论属于哪个政策、问谁、按什么计",
        "Of each decision its policy, whose question it is and what it counts",
    ),
    "table_catalogue": ("产品目录", "The catalogue"),
    "what_catalogue": ("产品、提供方、面向的阶段", "Products, who provides them, for which stages"),
    "table_values": ("未确认的数值", "Unconfirmed values"),
    "what_values": (
        "缺失、弱来源的数值，及多少结论依赖它",
        "Values that are missing or weak, and how many answers rest on them",
    ),
    "table_grounds": ("依据", "Grounds"),
    "what_grounds": (
        "结论、条件、金额背后的条款和数值",
        "Clauses and values behind decisions, conditions and amounts",
    ),
    "table_labels": ("名称", "Names"),
    "what_labels": ("各种键的中文和英文名称", "What keys are called in Chinese and English"),
}
