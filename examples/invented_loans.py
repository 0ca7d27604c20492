"""Further invented facts of the loans: renewal, guarantee, what was paid, how losses are shared, statistics."""

from datetime import date, timedelta

from examples.invented import SEED, Cell, Dice, Row, yes

MANUFACTURING = ("医药制造业", "电子及通信设备制造业", "医疗仪器设备及仪器仪表制造业", "不属于", "不属于")
SERVICES = ("信息服务", "研发与设计服务", "不属于", "不属于", "不属于")
STRATEGIC = ("新一代信息技术产业", "高端装备制造产业", "新材料产业", "生物产业", "不属于", "不属于")
PATENT_HEAVY = ("信息通信技术制造业", "新装备制造业", "医药医疗产业", "不属于", "不属于")
USES = ("购买设备及原材料", "技术改造", "数智化改造", "改扩建厂房", "经营周转", "其他")


def add_loan_facts(loans: list[Row]) -> tuple[str, ...]:
    """Add the further facts to each loan, by header; returns the headers."""
    headers: dict[str, None] = {}
    for number, loan in enumerate(loans, 1):
        dice = Dice(SEED * 13_000 + number)
        more = _renewal(loan, dice) | _guarantee(loan, dice) | _paid(loan, dice) | _sharing(loan, dice)
        more |= _statistics(loan, dice)
        for header in more:
            if dice.chance(0.012):
                more[header] = None
        loan.update(more)
        headers |= dict.fromkeys(more)
    return tuple(headers)


def _amount(loan: Row, key: str) -> float:
    value = loan.get(key)
    return float(value) if isinstance(value, int | float) else 0.0


def _renewal(loan: Row, dice: Dice) -> Row:
    due, asks = loan["due"], dice.chance(0.45)
    before = due - timedelta(days=dice.whole(15, 75)) if isinstance(due, date) else None
    return {
        "到期后仍有融资需求": yes(asks or dice.chance(0.3)),
        "临时存在资金困难": yes(asks and dice.chance(0.8)),
        "续贷申请日": before if asks else None,
        "依法合规经营": yes(dice.chance(0.97)),
        "生产经营正常并可持续": yes(dice.chance(0.93)),
        "信用状况良好": yes(dice.chance(0.94)),
        "符合发放标准": yes(dice.chance(0.92)),
        "参照的LPR期限品种": "1年期" if dice.chance(0.8) else "5年期以上",
        "现金流回收周期较长": yes(dice.chance(0.3)),
        "是否首贷": yes(dice.chance(0.2)),
    }


def _guarantee(loan: Row, dice: Dice) -> Row:
    if loan["mode"] != "担保":
        return {
            "担保机构是否属政府性融资担保体系": yes(False),
            "单笔担保金额（万元）": 0,
            "民间投资用途": dice.one_of(USES),
        }
    share = (80, 100)[dice.whole(0, 1)]
    return {
        "担保机构是否属政府性融资担保体系": yes(dice.chance(0.9)),
        "担保比例（%）": share,
        "单笔担保金额（万元）": _amount(loan, "principal") * share / 100,
        "民间投资用途": dice.one_of(USES),
        "担保（保险）机构是否与市融资担保基金合作": yes(dice.chance(0.5)),
        "担保（保险）机构代偿额（元）": _amount(loan, "overdue"),
    }


def _paid(loan: Row, dice: Dice) -> Row:
    principal, pledged = _amount(loan, "principal"), loan["security"] == "知识产权质押"
    return {
        "是否商业银行人民币贷款": yes(dice.chance(0.96)),
        "贷款是否已结清": yes(dice.chance(0.4)),
        "不间断使用整月数": dice.whole(3, 12),
        "是否发生欠息或逾期": yes(loan.get("defaulted") is not None),
        "申报期已付担保费（元）": principal * 0.008 if loan["mode"] == "担保" else 0,
        "申报期已付贷款保证保险费（元）": principal * 0.012 if pledged and dice.chance(0.4) else 0,
        "申报期已付评估费（元）": principal * 0.005 if pledged else 0,
        "是否用于生产经营或技术研发": yes(dice.chance(0.95)),
        "是否已享受市级知识产权质押扶持": yes(pledged and dice.chance(0.2)),
        "是否申请省制造业和高新技术企业贷款贴息": yes(dice.chance(0.4)),
        "是否申请省专精特新贷款贴息": yes(dice.chance(0.1)),
        "是否知识产权证券化融资": yes(False),
    }


def _sharing(loan: Row, dice: Dice) -> Row:
    principal, lost, pledged = (
        _amount(loan, "principal"),
        _amount(loan, "loss"),
        loan["security"] == "知识产权质押",
    )
    part = dice.between(0.4, 1) if dice.chance(0.3) else 1.0
    mode: Cell = "贷款+担保+财政风险补偿" if loan["mode"] == "担保" else "贷款+财政风险补偿"
    return {
        "信用贷款占比（%）": 100 if loan["security"] == "信用" else dice.whole(0, 80),
        "同一时期是否另有项目入库": yes(dice.chance(0.05)),
        "风险共担模式": mode,
        "是否知识产权与其他担保物组合担保": yes(pledged and part < 1),
        "合同是否明确知识产权质押额度": yes(pledged and dice.chance(0.9)),
        "知识产权质押部分金额（万元）": principal * part if pledged else 0,
        "知识产权质押部分本金损失（元）": lost * part if pledged else 0,
        "单户授信额度（万元）": principal * dice.between(1, 2),
        "同一年度是否向他行申请同一产品": yes(dice.chance(0.05)),
        "是否有实物抵质押": yes(loan["security"] == "不动产抵押"),
        "不良贷款本金余额（元）": lost,
        "已获风险补偿金额（元）": 0,
    }


def _statistics(loan: Row, dice: Dice) -> Row:
    return {
        "是否委托贷款": yes(dice.chance(0.02)),
        "是否已核销": yes(dice.chance(0.02)),
        "是否已转让": yes(dice.chance(0.02)),
        "是否单位贷款": yes(dice.chance(0.98)),
        "是否个人消费贷款": yes(False),
        "票据业务种类": "不是票据",
        "资金是否用于境内": yes(dice.chance(0.98)),
        "贷款投向行业代码": dice.one_of(("3974", "6513", "3562", "2710", "7320")),
        "高技术制造业贷款类型": dice.one_of(MANUFACTURING),
        "高技术服务业贷款类型": dice.one_of(SERVICES),
        "战略性新兴产业贷款类型": dice.one_of(STRATEGIC),
        "投向在该类战新行业代码清单内": yes(dice.chance(0.8)),
        "知识产权（专利）密集型产业贷款类型": dice.one_of(PATENT_HEAVY),
        "统计所属年度": loan["claim_year"],
    }


def add_institution_facts(rows: list[Row]) -> tuple[str, ...]:
    """Add what merger loans, technology loans and guarantees ask of a bank or guarantor; returns the headers."""
    headers: dict[str, None] = {}
    for number, row in enumerate(rows):
        dice = Dice(SEED * 14_000 + number)
        assets, tech = dice.between(3e10, 4e11), dice.between(2e9, 4e10)
        more: Row = {
            "金融资产投资公司": yes(False),
            "上季末总资产（亿元）": assets,
            "上年末调整后表内外资产余额（亿元）": assets * 1.1,
            "一级资本净额（亿元）": assets * 0.08,
            "全部并购贷款余额（亿元）": assets * dice.between(0.002, 0.05),
            "参股型并购贷款余额（亿元）": assets * dice.between(0, 0.012),
            "科技贷款余额（亿元）": tech,
            "科技型企业不良贷款余额（亿元）": tech * dice.between(0.002, 0.02),
        }
        if row["kind"] != "银行":
            more = {"当年平均担保费率（%）": round(dice.between(0.7, 1.4), 2)}
        row.update(more)
        headers |= dict.fromkeys(more)
    return tuple(headers)
