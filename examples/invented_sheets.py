"""Invented rights, debts abroad, hedges, insurances, bonds, funds and their investments: one sheet each.

A row is a mapping from header to cell; the unit stands in the header.
"""

from datetime import date, timedelta

from examples.invented import HUNDRED_MILLION, MANY, SEED, Cell, Dice, Firm, Row, yes

CODE = "统一社会信用代码"
KINDS = ("发明专利", "发明专利", "实用新型", "软件著作权")
PRICES = {"工业硅": 8_600, "碳酸锂": 78_000, "多晶硅": 52_000, "铂": 420_000, "钯": 300_000}
FUNDS = (
    "国家创业投资引导基金",
    "粤港澳大湾区创业投资引导基金",
    "广东省战略性新兴产业投资引导基金",
    "广州市新兴产业发展引导基金",
    "广州开发区（黄埔区）科创母基金直投",
    "南山区战略直投专项基金",
    "福田区协同基金",
    "深圳市科技创新种子基金",
    "深圳市天使母基金",
)


def _lose(rows: list[Row], dice: Dice, keys: tuple[str, ...]) -> list[Row]:
    for row in rows:
        for key in row:
            if key not in keys and dice.chance(0.012):
                row[key] = None
    return rows


def make_rights(firms: list[Firm]) -> list[Row]:
    """Up to three rights of each firm that has inventions, most of them fit to pledge and valued."""
    rows: list[Row] = []
    for firm in firms:
        dice, held = Dice(SEED * 6_000 + firm.number), firm.facts.get("inventions")
        for _ in range(min(3, held) if isinstance(held, int) else 0):
            kind, applied = dice.one_of(KINDS), dice.day(date(2015, 1, 1), date(2024, 6, 30))
            years = 20 if kind == "发明专利" else 10
            co_owned, pledged = dice.chance(0.1), dice.chance(0.15)
            pending, twin = dice.chance(0.03), kind == "实用新型" and dice.chance(0.1)
            rows.append(
                {
                    "知识产权号": f"示例权利{len(rows) + 1:04d}",
                    CODE: firm.code,
                    "知识产权类型": kind,
                    "法律状态": "有效" if dice.chance(0.95) else "终止",
                    "申请日": applied,
                    "授权公告日": applied + timedelta(days=dice.whole(300, 900)),
                    "届满日": applied.replace(year=applied.year + years, day=min(applied.day, 28)),
                    "出质人为登记的专利权人": yes(dice.chance(0.97)),
                    "年费已缴纳": yes(dice.chance(0.95)),
                    "处于中止或保全": yes(dice.chance(0.02)),
                    "是否共有": yes(co_owned),
                    "共有人同意出质": yes(dice.chance(0.7)) if co_owned else None,
                    "已启动无效宣告程序": yes(pending),
                    "知悉无效程序仍继续办理": yes(dice.chance(0.5)) if pending else None,
                    "实用新型同日另申请发明": yes(twin),
                    "知悉同日申请仍继续办理": yes(dice.chance(0.5)) if twin else None,
                    "是否已质押": yes(pledged),
                    "质押登记日": dice.day(date(2025, 3, 1), date(2026, 5, 31)) if pledged else None,
                    "知识产权评估价值（万元）": _value(firm, dice),
                    "是否自主申请": yes(dice.chance(0.9)),
                    "被担保债务履行届满日": dice.day(date(2027, 1, 1), date(2029, 6, 30)),
                    "质押合同内容符合要求": yes(dice.chance(0.95)),
                    "申请表共同签章": yes(dice.chance(0.95)),
                    "已提交质押合同": yes(dice.chance(0.95)),
                    "已提交身份证明或承诺书": yes(dice.chance(0.97)),
                    "是否委托代理": yes(False),
                    "注明经资产评估": yes(False),
                }
            )
    return _lose(rows, Dice(SEED * 6_001), ("知识产权号", CODE))


def _value(firm: Firm, dice: Dice) -> Cell:
    return max(80 * MANY, min(firm.size * dice.between(0.05, 0.35), 60_000_000))


def make_debts(firms: list[Firm]) -> list[Row]:
    """One or two debts abroad for two firms in three."""
    rows: list[Row] = []
    for firm in firms:
        dice = Dice(SEED * 7_000 + firm.number)
        for _ in range(dice.whole(1, 2) if dice.chance(0.7) and firm.size > 5e6 else 0):
            drawn = dice.day(date(2024, 6, 1), date(2026, 5, 31))
            rows.append(
                {
                    "跨境融资标识": f"示例外债{len(rows) + 1:03d}",
                    CODE: firm.code,
                    "跨境融资余额（万元）": firm.size * dice.between(0.0, 0.4),
                    "是否外币": yes(dice.chance(0.6)),
                    "外债提款日": drawn,
                    "外债到期日": drawn + timedelta(days=(300, 540, 1_100)[dice.whole(0, 2)]),
                    "是否表外融资": yes(dice.chance(0.05)),
                    "是否不计入跨境融资余额": yes(dice.chance(0.1)),
                }
            )
    return _lose(rows, Dice(SEED * 7_001), ("跨境融资标识", CODE))


def make_hedges(firms: list[Firm]) -> list[Row]:
    """Positions in futures of firms that deal in a material of the exchange."""
    rows: list[Row] = []
    for firm in firms:
        dice, material = Dice(SEED * 8_000 + firm.number), str(firm.facts.get("material"))
        if material not in PRICES or not dice.chance(0.5):
            continue
        buys = dice.chance(0.6)
        rows.append(
            {
                "套期保值标识": f"示例套保{len(rows) + 1:03d}",
                CODE: firm.code,
                "套期保值品种": material,
                "现货敞口方向": "将买入" if buys else "将卖出",
                "期货持仓方向": "买入" if buys == dice.chance(0.9) else "卖出",
                "被套期的数量": dice.whole(20, 400) * 1_000,
                "持仓手数": dice.whole(2, 120),
                "期货价格（元）": PRICES[material] * dice.between(0.9, 1.1),
                "按套期保值交易": yes(dice.chance(0.8)),
            }
        )
    return _lose(rows, Dice(SEED * 8_001), ("套期保值标识", CODE))


def make_insurances(firms: list[Firm]) -> list[Row]:
    """First sets insured by makers, and patents of some others."""
    rows: list[Row] = []
    for firm in firms:
        dice = Dice(SEED * 9_000 + firm.number)
        start = dice.day(date(2025, 7, 1), date(2026, 3, 31))
        row: Row = {
            "保险合同标识": f"示例保单{len(rows) + 1:03d}",
            CODE: firm.code,
            "保险起期": start,
            "保险止期": start + timedelta(days=364),
        }
        if firm.facts.get("first_set") == "是" and dice.chance(0.6):
            contract = firm.size * dice.between(0.03, 0.2)
            row |= {
                "险种": "首台（套）重大技术装备综合保险",
                "被保采购合同金额（万元）": contract,
                "实际缴纳保费（元）": contract * dice.between(0.02, 0.035),
                "被保产品是否在目录内": yes(dice.chance(0.9)),
                "被保产品是否通过资格审定": yes(dice.chance(0.7)),
                "承保机构是否在政策名单内": yes(dice.chance(0.9)),
                "首个保费补贴日": start,
            }
        elif firm.facts.get("city") in ("广州市", "佛山市") and dice.chance(0.3):
            count, high = dice.whole(1, 12), dice.chance(0.5)
            premium = (4_000 + 400 * (count - 1)) if high else (2_000 + 200 * (count - 1))
            row |= {
                "险种": "专利执行保险",
                "投保专利件数": count,
                "专利保险档次": "高档" if high else "基础档",
                "保险责任限额（元）": premium * (30 if high else 15) * dice.between(0.8, 1.1),
            }
        else:
            continue
        rows.append(row)
    return _lose(rows, Dice(SEED * 9_001), ("保险合同标识", CODE))


def make_bonds(firms: list[Firm]) -> list[Row]:
    """Bonds of some of the large firms."""
    rows: list[Row] = []
    for firm in firms:
        dice = Dice(SEED * 10_000 + firm.number)
        if firm.size < 2e8 or not dice.chance(0.35):
            continue
        interbank, issued = dice.chance(0.6), dice.day(date(2025, 6, 1), date(2026, 5, 31))
        proceeds = dice.whole(1, 12) * 50_000_000
        rows.append(
            {
                "债券标识": f"示例债券{len(rows) + 1:03d}",
                CODE: firm.code,
                "发行市场": "银行间市场" if interbank else "交易所市场",
                "科创债发行人类别": "科技型企业",
                "科创公司债类型": "不属科创公司债"
                if interbank
                else dice.one_of(("科创升级类", "科创企业类")),
                "募集资金（亿元）": proceeds,
                "用于科技创新领域的资金（亿元）": proceeds * (1.0, 0.9, 0.6)[dice.whole(0, 2)],
                "用于科创园区建设的资金（亿元）": proceeds * (0.2 if dice.chance(0.3) else 0),
                "债券起息日": issued,
                "债券到期日": issued + timedelta(days=dice.whole(180, 1_830)),
            }
        )
    return _lose(rows, Dice(SEED * 10_001), ("债券标识", CODE))


def make_funds() -> list[Row]:
    """Two funds of each public system: one that keeps its rules and one that strains them."""
    rows: list[Row] = []
    for place, programme in enumerate(FUNDS):
        for strained in (False, True):
            dice = Dice(SEED * 11_000 + 2 * place + strained)
            size = dice.whole(4, 40) * HUNDRED_MILLION
            rows.append(
                {
                    "基金标识": f"示例基金{len(rows) + 1:02d}",
                    "所属基金体系": programme,
                    "基金层级": dice.one_of(("区域基金", "子基金", "子基金", "母基金")),
                    "基金规模（亿元）": size,
                    "基金存续期限": dice.whole(8, 22),
                    "设有固定存续期限": yes(dice.chance(0.7)),
                    "基金投资总额（亿元）": size * 0.8,
                    "投向子基金的金额（亿元）": size * (0.5 if strained else 0.7),
                    "投向种子期、初创期企业的金额（亿元）": size * (0.6 if strained else 0.75),
                    "参股子基金平均规模（亿元）": dice.whole(4, 12) * HUNDRED_MILLION,
                    "引导基金为第一大出资人": yes(strained),
                    "引导基金出资额（亿元）": size * (0.45 if strained else 0.18),
                    "市区两级引导基金出资额（亿元）": size * (0.85 if strained else 0.6),
                    "区引导基金出资额（亿元）": size * 0.32,
                    "管理费计费基础": "认缴出资" if strained else "实缴出资",
                    "管理费在本金中列支": yes(strained),
                    "已产生收益或利息": yes(dice.chance(0.5)),
                    "预支管理费约定补回": yes(not strained),
                    "存续期满后收取管理费": yes(strained),
                    "以单个项目盈亏考核": yes(strained),
                    "以单一年度盈亏考核": yes(False),
                    "母基金新增投入（亿元）": size * 0.3,
                    "直投资金（亿元）": size * (0.12 if strained else 0.06),
                    "金融资产投资公司出资额（亿元）": size * (0.4 if strained else 0.2),
                    "以招商引资为目的设立": yes(strained),
                    "设有返投要求": yes(dice.chance(0.6)),
                    "返投比例（%）": dice.whole(60, 200),
                    "原返投比例（%）": 150,
                    "投向申报产业领域的金额（亿元）": size * (0.5 if strained else 0.7),
                    "投向本市企业的金额（亿元）": size * (0.4 if strained else 0.6),
                    "试点基金认缴或初始募集规模（万元）": dice.whole(2_000, 9_000) * MANY,
                }
            )
    return _lose(rows, Dice(SEED * 11_999), ("基金标识", "所属基金体系"))


def make_investments(firms: list[Firm], funds: list[Row]) -> list[Row]:
    """Investments of the funds in young and growing firms."""
    rows: list[Row] = []
    dice = Dice(SEED * 12_000)
    for firm in firms:
        if firm.size > 1e8 or not dice.chance(0.5):
            continue
        fund, amount = funds[dice.whole(0, len(funds) - 1)], dice.whole(10, 600) * 10 * MANY
        founded = firm.facts["founded"]
        first = founded if isinstance(founded, date) and founded > date(2021, 1, 1) else date(2021, 1, 1)
        rows.append(
            {
                "投资项目标识": f"示例投资{len(rows) + 1:03d}",
                CODE: firm.code,
                "基金标识": fund["基金标识"],
                "项目投资金额（万元）": amount,
                "投资决策时企业估值（亿元）": amount * dice.between(6, 20),
                "被投企业阶段": dice.one_of(("种子期", "初创期", "早中期", "其他较晚阶段")),
                "所投轮次": dice.one_of(("种子轮", "天使轮", "Pre-A 轮", "A 轮", "B 轮", "C 轮")),
                "直投类别": dice.one_of(("种子直投", "天使直投", "产业直投")),
                "投资亏损额（万元）": amount * dice.between(0.1, 1) if dice.chance(0.35) else 0,
                "管理机构尽职尽责": yes(dice.chance(0.9)),
                "经认定为符合条件的项目": yes(dice.chance(0.7)),
                "约定投资期限": dice.whole(4, 11),
                "首轮外部机构投资": yes(dice.chance(0.4)),
                "追加投资": yes(dice.chance(0.2)),
                "投资到账日期": dice.day(first, date(2026, 5, 31)),
                "现金增资实际投资额（万元）": amount,
                "其中财政资金出资（万元）": amount * dice.between(0, 0.5),
            }
        )
    return _lose(rows, Dice(SEED * 12_001), ("投资项目标识", CODE, "基金标识"))
