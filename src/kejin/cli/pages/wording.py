"""Every fixed sentence of the pages and the terminal, Chinese and English side by side.

Plain words only: a reader of these pages runs a company, not a computer.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kejin.facts import GRAINS, Grain, Label
from kejin.policy import Confidence, ExplainedCondition, Verdict

VERDICTS: Final[Mapping[Verdict, Label]] = MappingProxyType(
    {
        Verdict.ELIGIBLE: Label("可享受", "Eligible"),
        Verdict.NEARLY: Label("接近", "Nearly"),
        Verdict.UNDETERMINED: Label("待定", "Undetermined"),
        Verdict.NOT_ELIGIBLE: Label("不符合", "Not eligible"),
    }
)
MARKS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        Verdict.ELIGIBLE: "✓",
        Verdict.NEARLY: "≈",
        Verdict.UNDETERMINED: "?",
        Verdict.NOT_ELIGIBLE: "✗",
    }
)
GROUPS: Final[Mapping[Verdict, Label]] = MappingProxyType(
    {
        Verdict.ELIGIBLE: Label("现在可以享受", "Open to you now"),
        Verdict.NEARLY: Label("只差一步", "Within reach"),
        Verdict.UNDETERMINED: Label("缺资料，暂时无法判断", "Cannot be decided without more facts"),
        Verdict.NOT_ELIGIBLE: Label("目前不符合", "Not open at present"),
    }
)
CONFIDENCE: Final[Mapping[Confidence, Label]] = MappingProxyType(
    {
        Confidence.OFFICIAL: Label("官方原文", "Official text"),
        Confidence.REPORTED: Label("公开报道", "Reported"),
        Confidence.WEAK: Label("仅见二手来源", "Weak source"),
        Confidence.UNCONFIRMED: Label("未经证实", "Unconfirmed"),
    }
)
COMPARISONS: Final[Mapping[str, str]] = MappingProxyType(
    {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}
)

_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("跳到正文", "Skip to content"),
    "display": ("显示", "Display"),
    "larger": ("大字", "Larger text"),
    "print": ("打印", "Print"),
    "report": ("运行报告", "Report of the run"),
    "home": ("全部企业", "All enterprises"),
    "synthetic": (
        "示例数据：本页企业与数字均为虚构，不代表任何真实企业。",
        "Synthetic data: the enterprises and figures on this page are invented and stand for nobody.",
    ),
    "what_if": ("假设情景，不是现行规定：", "A what-if, not the rules in force: "),
    "blank": ("该格为空", "the cell is blank"),
    "code": ("统一社会信用代码", "Unified social credit code"),
    "todo_steps": ("最近的一步", "The closest step"),
    "todo_asks": ("请补充这些资料", "Facts to supply"),
    "settles": ("用于判断（{} 项）：", "Needed for {}: "),
    "more_asks_one": ("另有 {} 项资料", "{} more fact"),
    "more_asks": ("另有 {} 项资料", "{} more facts"),
    "so_many_decisions": (
        "共 {} 项政策结论，见结果页与工作簿；用 --policy 可只看其中几项。",
        "{} questions of policy were answered; see the pages and the workbook, or name some with --policy.",
    ),
    "matrix": ("融资矩阵：阶段 × 工具", "The matrix: stage by instrument"),
    "matrix_note": (
        "大数字为至少有一项面向该阶段的产品可得的企业数；≈ 只差一步，? 缺资料；金额取每家企业最大的一项额度。",
        "Enterprises with a product for their stage open; ≈ nearly, ? undetermined; the largest amount of each.",
    ),
    "so_many_enterprises_one": ("{} 家", "{} enterprise"),
    "so_many_enterprises": ("{} 家", "{} enterprises"),
    "your_row": ("您在融资矩阵中的一行", "Your row of the matrix"),
    "stage": ("所处阶段", "Stage"),
    "stage_open": ("待定（资料不足）", "undetermined for lack of facts"),
    "stage_note": (
        "（阶段划分是本系统的约定）",
        "(the lines between stages are a convention of this system)",
    ),
    "no_product": ("目录中没有面向该阶段的产品", "No product for this stage in the catalogue"),
    "net_cost": ("首年净成本", "Net cost, first year"),
    "effective_cost": ("综合年化成本", "Effective annual cost"),
    "counted_in": ("已计入：", "Counted in: "),
    "may_apply": ("补齐资料后可能适用：", "May apply once facts are known: "),
    "to_reasons": ("理由与依据", "Reasons"),
    "hand_in": ("申请材料", "Documents to hand in"),
    "demonstration": ("示范产品，机构虚构", "Demonstration, fictitious provider"),
    "other_stage": ("面向其他阶段", "for other stages"),
    "other_stages_one": ("面向其他阶段的 {} 项产品", "{} product for other stages"),
    "other_stages": ("面向其他阶段的 {} 项产品", "{} products for other stages"),
    "products_one": ("{} 项产品", "{} product"),
    "products": ("{} 项产品", "{} products"),
    "answers_folded": ("{} 项结论与理由", "{} answers with their reasons"),
    "in_a_line_one": ("另有 {} 项结论", "{} more answer"),
    "in_a_line": (
        "另有 {} 项结论，每项一行",
        "{} more answers, a line each",
    ),
    "statuses": ("资质：已取得与现符合", "Statuses: held and met"),
    "statuses_note": (
        "“已取得”看证书，“现符合”按规则推算，两者可能不同。最后一列是取得该资质后新打开的产品。",
        "Held goes by the certificate, met by the rules. The last column: what obtaining it would newly open.",
    ),
    "listing": ("上市距离：各板块、各套标准", "Distance to listing: every set of every board"),
    "listing_note": (
        "预计市值由企业或保荐人填报，本系统不估值；达到数值不等于获准上市。",
        "Market value is what the enterprise or its sponsor stated; figures met are not an approval.",
    ),
    "board": ("板块与标准", "Board and set"),
    "met_of": ("满足", "Met"),
    "between": ("还差什么", "What stands between"),
    "open_conditions_one": ("{} 项缺资料", "{} waits for a fact"),
    "open_conditions": ("{} 项缺资料", "{} wait for facts"),
    "status": ("资质", "Status"),
    "held": ("已取得", "Held"),
    "met_now": ("现符合", "Met now"),
    "would_open": ("取得后新增可得", "Would open"),
    "not_stated": ("未填报", "not stated"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "reasons": ("各项结论与理由", "Answers and reasons"),
    "open_all": ("全部展开", "Open all"),
    "close_all": ("全部收起", "Close all"),
    "why": ("查看理由与依据", "Reasons and sources"),
    "next_step": ("下一步", "Next step"),
    "to_change_far": (
        "需要改变的（目前都还差得较远）",
        "What would have to change (all of it a long way off)",
    ),
    "figures": ("测算值", "Figures worked out"),
    "more_steps": ("另有 {} 项，见下方理由", "{} more, in the reasons below"),
    "rest": ("另有 {} 笔不符合", "{} more, not eligible"),
    "parts": ("分项结论", "Answers by part"),
    "cautions_one": ("使用前请留意 {} 处", "{} point to mind before relying on this"),
    "cautions": ("使用前请留意 {} 处", "{} points to mind before relying on this"),
    "to_change": ("需要改变的", "What would have to change"),
    "to_supply": ("需要补充", "To supply"),
    "far": ("（较远）", " (a long way off)"),
    "amount_if": ("符合条件后：", "Once the conditions are met: "),
    "unknown": ("未知", "Unknown"),
    "met": ("满足", "met"),
    "missed": ("未满足", "not met"),
    "near": ("接近满足", "nearly met"),
    "open": ("缺资料", "open"),
    "actual": ("企业情况", "Yours"),
    "required": ("要求", "Required"),
    "margin_over": ("余量", "To spare"),
    "margin_short": ("还差", "Short by"),
    "margin_over_limit": ("超出", "Over by"),
    "read_at": ("所据来源：", "Read at: "),
    "documents": ("所引文件", "Documents cited"),
    "left_out": ("这里没有核对的内容", "What is not checked here"),
    "ratio": ("占比", "Share"),
    "facts_from": ("数据来自", "Where the figures come from"),
    "rules_from": ("要求出自", "Where the requirement comes from"),
    "basis_here": ("条款依据", "Clause"),
    "not_supplied": ("表中没有这项资料", "Not in the table"),
    "computed": ("由下列资料计算", "Worked out from"),
    "since": ("自 {} 起", "since {}"),
    "unread": ("该处原文尚未核读", "This place has not been read yet"),
    "no_place": ("未注明条款", "no clause given"),
    "all_of": ("须全部满足", "All of these"),
    "any_of": ("满足其一即可", "Any one of these"),
    "count_of": ("须满足其中若干项", "A number of these"),
    "not_of": ("不得有此情形", "Must not be the case"),
    "basis": ("这份结论怎么来的", "How this was worked out"),
    "law": ("适用规定的日期", "Rules as of"),
    "facts_as_of": ("资料截至", "Facts as of"),
    "known_by": ("获知截至", "Known by"),
    "rules_version": ("规则版本", "Rules version"),
    "law_said": (
        "适用规定的日期：按这一天有效的规定判断。",
        "Rules as of: the rules in force on that day decide.",
    ),
    "facts_said": (
        "资料截至：只看这一天为止的资料；“近几年”到此前最后一个完整年度为止。",
        "Facts as of: facts up to that day count; a number of years ends with the last full year before it.",
    ),
    "known_said": (
        "获知截至：这一天之后才获知的更正不计入。",
        "Known by: corrections learned after that day stay out.",
    ),
    "rule_missing": (
        "缺失的资料一律按“未知”处理，从不当作零。",
        "A missing fact counts as unknown, never as zero.",
    ),
    "rule_nearly": (
        "“接近”是本系统的阅读提示，不是政策用语。",
        "“Nearly” is a reading aid of this system, not a term of any policy.",
    ),
    "rule_weak": (
        "标有“公开报道”“仅见二手来源”“未经证实”的数值，使用前请核对主管部门原文。",
        "Check figures marked reported, weak or unconfirmed against the issuer's own text before relying on them.",
    ),
    "rule_not_official": (
        "本页供参考，不代替主管部门的审核决定。",
        "This page informs; it does not replace the decision of the authority in charge.",
    ),
    "nothing_for": ("没有与该企业有关的政策结论。", "No policy decision concerns this enterprise."),
    "overview": ("结果总览", "Results at a glance"),
    "source_file": ("数据文件", "Data file"),
    "by_policy": ("各项政策的结论", "Answers by policy"),
    "policy": ("政策", "Policy"),
    "share": ("分布", "Distribution"),
    "total": ("合计", "Total"),
    "top_failed": ("最常未满足的条件", "Conditions most often missed"),
    "top_missing": ("最常缺少的资料", "Facts most often missing"),
    "none_failed": ("没有未满足的条件。", "No condition was missed."),
    "none_missing": ("没有缺少的资料。", "No fact is missing."),
    "amount_totals": ("可享受金额合计", "Amounts over all eligible"),
    "amount": ("金额", "Amount"),
    "known_only": (
        "只列已算出的数值；未知的见 Parquet 文件。",
        "Only figures that could be worked out; the Parquet file also has the unknown ones.",
    ),
    "known_rows": ("已计入", "Counted"),
    "unknown_rows": ("金额未知、未计入", "Unknown, not counted"),
    "enterprises": ("企业名单", "Enterprises"),
    "enterprise_count": ("企业数", "Enterprises"),
    "search": ("按名称或信用代码查找", "Find by name or credit code"),
    "any_policy": ("任一政策", "Any policy"),
    "answer": ("结论", "Answer"),
    "enterprise": ("企业", "Enterprise"),
    "shown": ("当前显示 ", "Showing "),
    "shown_of": (" / 共 ", " of "),
    "empty": (
        "没有符合条件的企业。可以去掉其中一个筛选条件：",
        "No enterprise matches. Drop one of the filters:",
    ),
    "drop_q": ("清除查找文字", "Clear the search text"),
    "drop_v": ("不限结论", "Any answer"),
    "drop_p": ("不限政策", "Any policy"),
    "no_page": ("（未生成单独页面）", " (no page of its own)"),
    "pages_chosen": (
        "只为以下 {} 家企业生成了单独页面；其他企业可用 kejin explain 代码 --run 目录 即时复算。",
        "Pages were written for these {} enterprises; kejin explain CODE --run DIR works any other out again.",
    ),
    "pages_limited": (
        "企业较多，只为前 {} 家生成了单独页面；全部结论见工作簿与 Parquet 文件。",
        "Pages were written for the first {} enterprises only; the workbook and the Parquet files hold all answers.",
    ),
}
WORDS: Final[Mapping[str, Label]] = MappingProxyType({key: Label(*texts) for key, texts in _WORDS.items()})


def word(key: str, *values: object) -> Label:
    """A fixed sentence with its gaps filled; a key that is not there is a bug and raises KeyError.

    English says some sentences otherwise of one thing alone; those stand under the key with `_one` behind it.
    """
    label = WORDS[f"{key}_one" if values[:1] == (1,) and f"{key}_one" in WORDS else key]
    return Label(label.zh.format(*values), label.en.format(*values)) if values else label


def grain_word(grain: Grain, count: int) -> Label:
    """What so many rows of a grain are called."""
    label, many = GRAINS[grain].label, _MANY[grain]
    return Label(label.zh, label.en.lower() if count == 1 else many)


_MANY: Final[Mapping[Grain, str]] = MappingProxyType(
    {
        Grain.ENTERPRISE: "enterprises",
        Grain.FILING: "years of enterprises",
        Grain.PATENT: "rights",
        Grain.HONOUR: "statuses and honours",
        Grain.FUNDING_ROUND: "funding rounds",
        Grain.LOAN: "loans",
        Grain.INSTITUTION_YEAR: "years of institutions",
        Grain.PROGRAMME_YEAR: "years of programmes",
        Grain.FUND: "funds",
        Grain.INVESTMENT: "investments",
        Grain.BOND: "bonds",
        Grain.FOREIGN_DEBT: "cross-border debts",
        Grain.HEDGE: "hedges",
        Grain.INSURANCE: "insurance contracts",
    }
)


def margin_word(condition: ExplainedCondition) -> Label:
    """What a margin is called: to spare when met, else missing or too much."""
    if condition.verdict:
        return WORDS["margin_over"]
    return WORDS["margin_short" if condition.comparison in (">=", ">") else "margin_over_limit"]


def unsigned(label: Label) -> Label:
    """A margin's text without its sign, which the word before it already tells."""
    return Label(label.zh.replace("-", "", 1), label.en.replace("-", "", 1))


def headline(counts: Mapping[Verdict, int]) -> Label:
    """The whole answer in one sentence."""
    total = sum(counts.values())
    if not total:
        return WORDS["nothing_for"]
    zh = {
        Verdict.ELIGIBLE: "{} 项现在可以享受",
        Verdict.NEARLY: "{} 项只差一步",
        Verdict.UNDETERMINED: "{} 项缺资料、暂时无法判断",
        Verdict.NOT_ELIGIBLE: "{} 项目前不符合",
    }
    en = {
        Verdict.ELIGIBLE: "{} open to you now",
        Verdict.NEARLY: "{} within reach",
        Verdict.UNDETERMINED: "{} undecided for lack of facts",
        Verdict.NOT_ELIGIBLE: "{} not open at present",
    }
    told = [verdict for verdict in VERDICTS if counts.get(verdict)]
    return Label(
        f"共核对 {total} 项：" + "，".join(zh[verdict].format(counts[verdict]) for verdict in told) + "。",
        f"Of {total} checked: " + ", ".join(en[verdict].format(counts[verdict]) for verdict in told) + ".",
    )
