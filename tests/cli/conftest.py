"""Hand-built explanations: what the pages and the terminal are shown, without an engine behind them.

The figures are illustrative, except those of the Guangzhou loan-loss compensation (穗金管规字〔2025〕1号).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace

import pytest

from kejin.assessment import (
    AmountTotal,
    DecisionAnswer,
    DecisionCount,
    EnterpriseAnswer,
    EnterpriseLine,
    Frequent,
    IdentityFact,
    PolicyWords,
    Summary,
    decision_answer,
    in_order,
)
from kejin.facts import FactSource, Grain, Label
from kejin.packs import shipped
from kejin.policy import (
    Caution,
    ClauseRef,
    Confidence,
    Dates,
    ExplainedCondition,
    ExplainedInput,
    ExplainedValue,
    Explanation,
    FactAsk,
    InputKind,
    Overlay,
    PolicyStore,
    Ruleset,
    Step,
    Verdict,
)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """The commands of one process share the rulesets of the packs that ship: compiling takes a second each time."""
    compiled = PolicyStore.compile

    @cache
    def of_all(dates: Dates) -> Ruleset:
        return compiled(shipped(), dates)

    def compile_(store: PolicyStore, dates: Dates, overlay: Overlay | None = None) -> Ruleset:
        return of_all(dates) if store is shipped() and overlay is None else compiled(store, dates, overlay)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PolicyStore, "compile", compile_)
        yield


DATES = Dates(date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2))
DIGEST = "92a75ef3c0de1b44"
CODE = "91440101MA00000019"


def same(text: str) -> Label:
    return Label(text, text)


def money(fen: int | None) -> ExplainedValue:
    if fen is None:
        return ExplainedValue(None, "fen", Label("未知", "unknown"))
    return ExplainedValue(fen, "fen", Label(f"{fen / 100:,.2f} 元", f"CNY {fen / 100:,.2f}"))


def ratio(ppb: int | None) -> ExplainedValue:
    text = Label("未知", "unknown") if ppb is None else same(f"{ppb / 10_000_000:.2f}%")
    return ExplainedValue(ppb, "ppb", text)


def clause(at: str, *, quote: str = "", unread: bool = False, url: str = "") -> ClauseRef:
    title = Label(
        "广州市科技贷款风险补偿办法（示意）", "Guangzhou measures on loan-loss compensation (illustrative)"
    )
    return ClauseRef("gz-2025-1", at, title, "穗金管规字〔2025〕1号", quote, url, unread)


def source(cell: str, header: str) -> FactSource:
    return FactSource(file="enterprises.xlsx", sheet="企业", cell=cell, header=header)


def fact(
    name: str, zh: str, en: str, *, value: ExplainedValue, year: int | None = None, cell: str = ""
) -> ExplainedInput:
    return ExplainedInput(
        name, InputKind.FACT, Label(zh, en), value, year=year, source=source(cell, zh) if cell else None
    )


def parameter(
    name: str, zh: str, en: str, *, value: ExplainedValue, confidence: Confidence, ref: ClauseRef
) -> ExplainedInput:
    return ExplainedInput(
        name, InputKind.PARAMETER, Label(zh, en), value, (ref,), confidence, since=date(2016, 1, 1)
    )


def intensity(verdict: bool | None, *, near: bool = False) -> ExplainedCondition:
    spend = 46_000_000 if verdict is False else 62_000_000
    known = verdict is not None
    revenue = fact("revenue", "营业收入", "Revenue", value=money(1_000_000_000), year=2025, cell="F17")
    spent = fact(
        "rd_expense",
        "研发费用",
        "R&D expense",
        value=money(spend if known else None),
        year=2025,
        cell="H17" if known else "",
    )
    floor = ExplainedInput(
        "rd_floor", InputKind.TABLE, Label("研发费用占比要求", "Required R&D share"), ratio(50_000_000),
        (clause("第十一条（五）", quote="最近一年销售收入小于5000万元（含）的企业，比例不低于5%"),), Confidence.WEAK,
        since=date(2016, 1, 1), row="small", row_label=Label("收入 5000 万元及以下", "Revenue up to CNY 50 million"),
    )  # fmt: skip
    sentences = {
        True: Label("6.20% ≥ 5.00%，余量 120,000.00 元", "6.20% ≥ 5.00%, CNY 120,000.00 to spare"),
        False: Label("4.60% < 5.00%，还差 40,000.00 元", "4.60% < 5.00%, short by CNY 40,000.00"),
        None: Label("研发费用未知", "R&D expense is unknown"),
    }
    return ExplainedCondition(
        "rd_intensity", Label("研发费用占收入的比例", "R&D share of revenue"),
        Label("近三年研发费用总额占同期销售收入总额的比例达到要求。", "Three years' R&D spending reaches the required share of sales."),
        "check", verdict, near, sentences[verdict], (clause("第十一条（五）"),),
        ">=", money(spend if known else None), money(50_000_000),
        ExplainedValue(spend - 50_000_000, "fen", money(abs(spend - 50_000_000)).text) if known else None,
        ratio(spend * 10**9 // 1_000_000_000) if known else None, (spent, revenue, floor),
    )  # fmt: skip


def flag(rule: str, zh: str, en: str, *, verdict: bool | None) -> ExplainedCondition:
    text = {True: Label("是", "yes"), False: Label("否", "no"), None: Label("未知", "unknown")}[verdict]
    value = ExplainedValue(verdict, "flag", text)
    return ExplainedCondition(
        rule, Label(zh, en), Label("", ""), "flag", verdict, False, text, (clause("第六条", unread=True),),
        inputs=(fact(rule, zh, en, value=value, cell="" if verdict is None else "K17"),),
    )  # fmt: skip


def group(
    form: str, children: tuple[ExplainedCondition, ...], *, verdict: bool | None, near: bool = False
) -> ExplainedCondition:
    met = sum(child.verdict is True for child in children)
    return ExplainedCondition(
        f"{form}_group", Label("企业条件", "Conditions"), Label("", ""), form, verdict, near,
        Label(f"{len(children)} 项中满足 {met} 项", f"{met} of {len(children)} met"), (), children=children,
    )  # fmt: skip


def explanation(
    policy: str, zh: str, en: str, *, verdict: Verdict, tree: ExplainedCondition, **more: object
) -> Explanation:
    parts: dict[str, object] = {
        "grain": "enterprise", "subject": {"enterprise_id": CODE}, "amounts": (), "ask": (), "steps": (), "cautions": (),
    } | more  # fmt: skip
    return Explanation(
        policy=policy, decision="status", label=Label(zh, en), verdict=verdict, tree=tree, dates=DATES,
        ruleset_digest=DIGEST, **parts,  # type: ignore[arg-type]
    )  # fmt: skip


def scored(verdict: bool | None) -> ExplainedCondition:
    ask = flag("staff_score", "职工总数与科技人员占比得分", "Staff score", verdict=verdict)
    return group(
        "any",
        (flag("award", "近五年获国家级科技奖励", "National award in five years", verdict=False), ask),
        verdict=verdict,
    )


def loan(number: str, verdict: Verdict, *, fen: int | None) -> tuple[Explanation, Label]:
    met = {Verdict.ELIGIBLE: True, Verdict.NOT_ELIGIBLE: False, Verdict.UNDETERMINED: None}[verdict]
    share = parameter(
        "share", "补偿比例", "Compensation share", value=ratio(400_000_000), confidence=Confidence.OFFICIAL,
        ref=clause("第九条", quote="500万元（含）以下的，补偿比例为40%"),
    )  # fmt: skip
    amount = ExplainedInput(
        "compensation", InputKind.RULE, Label("可获补偿", "Compensation"), money(fen), inputs=(share,)
    )
    ask = (
        FactAsk(
            "loan_loss_principal",
            Label("贷款本金损失", "Principal lost"),
            None,
            "fen",
            Label("用于计算补偿额", "to work out the compensation"),
        ),
    )
    found = explanation(
        "gz_compensation", "广州科技贷款损失补偿", "Guangzhou loan-loss compensation", verdict=verdict,
        tree=group("all", (flag("enrolled", "已在资金池备案", "Enrolled in the pool", verdict=met), intensity(True)), verdict=met),
        amounts=(amount,), ask=ask if met is None else (), grain="loan", subject={"loan_id": number},
        cautions=(Caution("unconfirmed", Label("有 1 个数值未经官方原文证实。", "One figure has not been confirmed from the official text.")),),
    )  # fmt: skip
    return found, Label(f"贷款 {number}", f"Loan {number}")


def build_part() -> DecisionAnswer:
    """A decision that is shown under another one."""
    tree = flag("first_set", "第一套标准", "The first set", verdict=False)
    found = explanation("hte", "第一套标准结论", "Set one", verdict=Verdict.NOT_ELIGIBLE, tree=tree)
    return decision_answer(
        "hte.part", [(found, None)], title=found.label, words=PolicyWords(found.label, found.label)
    )


def build_answer(name: str = "示例科技001有限公司") -> EnterpriseAnswer:
    step = Step(
        "rd_intensity",
        Label("研发费用占比", "R&D share"),
        Label("研发费用再增加 40,000.00 元", "Spend CNY 40,000.00 more on R&D"),
        far=False,
    )
    ask = FactAsk(
        "tech_staff",
        Label("科技人员数", "Technical staff"),
        2025,
        "count",
        Label("用于计算科技人员占比", "for the share of technical staff"),
    )
    parts = [
        ("tech_sme.status", explanation("tech_sme", "科技型中小企业", "Technology SME", verdict=Verdict.UNDETERMINED, tree=group("all", (scored(None), intensity(True)), verdict=None), ask=(ask,))),
        ("hte.status", explanation("hte", "高新技术企业", "High-tech enterprise", verdict=Verdict.NEARLY, tree=group("all", (flag("registered", "注册满一年", "Registered for a year", verdict=True), intensity(False, near=True), scored(True)), verdict=False, near=True), steps=(step,))),
        ("giant.status", explanation("giant", "专精特新“小巨人”企业", "Little giant", verdict=Verdict.NOT_ELIGIBLE, tree=group("all", (flag("niche", "从事细分市场满三年", "Three years in the niche", verdict=False), intensity(False), scored(None)), verdict=False))),
        ("innovative.status", explanation("innovative", "专精特新中小企业", "Specialised and innovative SME", verdict=Verdict.ELIGIBLE, tree=group("all", (flag("niche", "从事细分市场满两年", "Two years in the niche", verdict=True), intensity(True), scored(True)), verdict=True))),
    ]  # fmt: skip
    decisions = [
        decision_answer(
            key,
            [(found, None)],
            title=found.label,
            words=PolicyWords(
                found.label, Label("一句话说明政策能带来什么。", "One sentence on what the policy offers.")
            ),
            parts=[build_part()] if key == "hte.status" else [],
        )
        for key, found in parts
    ]
    loans = [
        loan("GZ-0001", Verdict.NOT_ELIGIBLE, fen=None),
        loan("GZ-0002", Verdict.ELIGIBLE, fen=120_000_000),
        loan("GZ-0003", Verdict.UNDETERMINED, fen=None),
    ]
    decisions.append(
        decision_answer(
            "gz_compensation.loan",
            loans,
            title=loans[0][0].label,
            words=PolicyWords(
                Label("广州市科技贷款风险补偿", "Guangzhou loan-loss pool"),
                Label(
                    "银行发放的科技贷款出现损失时，资金池按比例补偿。",
                    "The pool bears part of a bank's loss on a technology loan.",
                ),
                (Label("年度补偿总额未核对", "The yearly total is not checked"),),
            ),
        )
    )
    identity = (
        IdentityFact("city", Label("所在城市", "City"), Label("广州市", "Guangzhou"), source("C17", "城市")),
        IdentityFact("founded", Label("成立日期", "Founded"), same("2019-05-20"), source("D17", "成立日期")),
        IdentityFact("revenue", Label("营业收入（2025）", "Revenue (2025)"), money(1_000_000_000).text, source("F17", "营业收入")),
    )  # fmt: skip
    return EnterpriseAnswer(CODE, name, identity, in_order(decisions), DATES, DIGEST)


def build_addressed(url: str) -> EnterpriseAnswer:
    """An answer with one decision whose only clause was read at `url`."""
    tree = flag("niche", "从事细分市场满两年", "Two years in the niche", verdict=True)
    found = explanation(
        "one", "一项政策", "One policy", verdict=Verdict.ELIGIBLE, tree=replace(tree, clauses=(clause("第一条", url=url),))
    )  # fmt: skip
    decision = decision_answer(
        "one.status", [(found, None)], title=found.label, words=PolicyWords(found.label, found.label)
    )
    return EnterpriseAnswer(CODE, "甲", (), (decision,), DATES, DIGEST)


def build_summary(answer: EnterpriseAnswer) -> Summary:
    counts = [
        DecisionCount(d.key, d.words.label, d.title, Grain.LOAN if "loan" in d.key else Grain.ENTERPRISE, {Verdict.ELIGIBLE: 61 - 9 * n, Verdict.NEARLY: 9 + n, Verdict.UNDETERMINED: 30, Verdict.NOT_ELIGIBLE: 100 + 8 * n})
        for n, d in enumerate(answer.decisions)
    ]  # fmt: skip
    failed = tuple(
        Frequent(f"rule{n}", Label(f"条件 {n}", f"Condition {n}"), (answer.decisions[0].title,), 90 - 17 * n)
        for n in range(5)
    )
    missing = tuple(
        Frequent(
            f"fact{n}",
            Label(f"资料 {n}", f"Fact {n}"),
            tuple(d.title for d in answer.decisions[:2]),
            40 - 7 * n,
        )
        for n in range(4)
    )
    total = AmountTotal(
        answer.decisions[0].title,
        "compensation",
        Label("可获补偿", "Compensation"),
        "fen",
        1_234_567_800,
        money(1_234_567_800).text,
        20,
        3,
    )
    return Summary(200, tuple(counts), failed, missing, (total,), DATES, DIGEST)


def build_lines(answer: EnterpriseAnswer) -> list[EnterpriseLine]:
    verdicts = {decision.key: decision.verdict for decision in answer.decisions}
    return [
        EnterpriseLine(f"9144010100000000{n:02d}", f"示例科技{n:03d}有限公司", verdicts) for n in range(25)
    ]


@pytest.fixture
def sample() -> SimpleNamespace:
    """An answer, its summary and a list, and the builder for a differently named enterprise."""
    answer = build_answer()
    return SimpleNamespace(
        answer=answer, summary=build_summary(answer), lines=build_lines(answer), named=build_answer, addressed=build_addressed
    )  # fmt: skip
