"""A policy uses a name of another one, a status is held or only met, and products and supports lead somewhere."""

import textwrap
from datetime import date
from pathlib import Path

import pytest

from kejin.errors import RuleError
from kejin.facts import FactSet, Grain
from kejin.policy import Dates, Overlay, PolicyStore, evaluate, explain, plan
from kejin.policy.cases import facts_frame
from kejin.policy.lint import lint_policy

DAY = date(2025, 6, 30)
DATES = Dates(DAY, DAY, DAY)

HEAD = """
    id: {id}
    jurisdiction: test
    instrument: policy
    label: {{zh: 甲, en: A}}
    summary: {{zh: 甲, en: A}}
    checked_through: 2026-01-01
    from: 2020-01-01
    nearly: {{share: "0.20", units: 1, days: 183, conditions: 1}}
"""
SOURCES = "sources:\n  - {id: text, title: {zh: 文, en: Text}, kind: press}\n"
RULES = """
from kejin.policy.dsl import Check, Condition, Fen, Flag, all_of, at_least, holds, latest, not_, rule

{body}
"""


def write(folder: Path, name: str, head: str, body: str, **more: str) -> None:
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    (home / "policy.yaml").write_text(
        textwrap.dedent(HEAD.format(id=name)) + textwrap.dedent(head), encoding="utf-8"
    )
    (home / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (home / "rules.py").write_text(RULES.format(body=textwrap.dedent(body)), encoding="utf-8")
    for stem, text in more.items():
        (home / f"{stem}.yaml").write_text(textwrap.dedent(text), encoding="utf-8")


LENDER = {
    "head": """
        decisions:
          - {id: big, label: {zh: 大, en: Big}, rule: big, grain: enterprise, held: titled, certifies: [gazelle_recognised]}
    """,
    "body": """
        revenue_latest_fen = latest("revenue_fen", "收入", "Revenue")

        @rule("收入达标", "Revenue reached", cites="text#1")
        def big(revenue_latest_fen: Fen, floor: Fen) -> Check:
            "Revenue reaches the floor."
            return at_least(revenue_latest_fen, floor)

        @rule("持有证书", "Certificate held", cites="text#1")
        def titled(gazelle_recognised: Flag) -> Check:
            "The certificate is held."
            return holds(gazelle_recognised)
    """,
    "parameters": """
        parameters:
          - id: floor
            label: {zh: 下限, en: Floor}
            kind: money
            unit: 万元
            versions: [{from: 2020-01-01, value: "100", clause: {doc: text, at: "1"}, confidence: reported}]
    """,
}
BORROWER = {
    "head": """
        uses:
          - {name: is_big, of: lender.big}
          - {name: least, of: lender.floor}
        decisions:
          - {id: open, label: {zh: 可得, en: Open}, rule: open_to, grain: enterprise}
    """,
    "body": """
        revenue_latest_fen = latest("revenue_fen", "收入", "Revenue")

        @rule("不大", "Not big", cites="text#1")
        def small(is_big: Condition) -> Condition:
            "It is not big."
            return not_(is_big)

        @rule("可得", "Open", cites="text#1")
        def open_to(small: Condition, same: Condition) -> Condition:
            "Not big, by either reading."
            return all_of(small, not_(same))

        @rule("照样", "The same", cites="text#1")
        def same(revenue_latest_fen: Fen, least: Fen) -> Check:
            "The floor of the other policy."
            return at_least(revenue_latest_fen, least)
    """,
}


@pytest.fixture
def store(tmp_path: Path) -> PolicyStore:
    write(tmp_path, "lender", **LENDER)
    write(tmp_path, "borrower", **BORROWER)
    return PolicyStore.read([tmp_path])


def firm(revenue: int | None, *, titled: bool | None = None) -> FactSet:
    return FactSet(
        {
            Grain.ENTERPRISE: facts_frame(
                Grain.ENTERPRISE, [{"enterprise_id": "a", "gazelle_recognised": titled}]
            ),
            Grain.FILING: facts_frame(
                Grain.FILING, [{"enterprise_id": "a", "year": 2024, "revenue_fen": revenue}]
            ),
        }
    )


@pytest.mark.parametrize(("revenue", "answer"), [(10**8, False), (10**8 - 1, True), (None, None)])
def test_a_borrowed_rule_answers_as_in_its_own_policy(
    store: PolicyStore, revenue: int | None, answer: bool | None
) -> None:
    ruleset = store.only(["borrower"]).compile(DATES)
    assert [decision.key for decision in ruleset.decisions] == ["borrower.open"]
    made = evaluate(ruleset, firm(revenue), ["borrower.open"])
    assert made.frames[Grain.ENTERPRISE]["borrower.open"].to_list() == [answer]
    told = explain(ruleset, firm(revenue), "borrower.open", subject={"enterprise_id": "a"})
    assert told.tree.verdict is answer


def test_a_borrowed_condition_is_named_in_full_among_what_fails(store: PolicyStore) -> None:
    verdicts = evaluate(store.compile(DATES), firm(10**8), ["borrower.open"]).verdicts()
    assert verdicts["failed"].to_list() == [[]]
    verdicts = evaluate(store.compile(DATES), firm(1), ["borrower.open"]).verdicts()
    assert verdicts["failed"].to_list() == [["lender.big", "same"]]


def test_an_overlay_of_the_lender_reaches_the_borrower_even_when_only_that_one_is_chosen(
    store: PolicyStore,
) -> None:
    overlay = Overlay.of("低", {"lender.floor": "1"})
    ruleset = store.only(["borrower"]).compile(DATES, overlay)
    assert evaluate(ruleset, firm(10**7)).frames[Grain.ENTERPRISE]["borrower.open"].to_list() == [False]


@pytest.mark.parametrize("revenue", [10**8, 9 * 10**7, 1, None])
def test_policies_evaluated_together_answer_as_each_alone(store: PolicyStore, revenue: int | None) -> None:
    ruleset, given = store.compile(DATES), firm(revenue, titled=False)
    together = evaluate(ruleset, given)
    for key in ("borrower.open", "lender.big"):
        alone = evaluate(ruleset, given, [key]).frames[Grain.ENTERPRISE]
        assert together.frames[Grain.ENTERPRISE].select(alone.columns).equals(alone)
    lazily = plan(ruleset, given, ruleset.decisions)[Grain.ENTERPRISE].collect()
    assert together.frames[Grain.ENTERPRISE].select(lazily.columns).equals(lazily)


def test_held_stands_beside_met(store: PolicyStore) -> None:
    frame = evaluate(store.compile(DATES), firm(1, titled=True), ["lender.big"]).frames[Grain.ENTERPRISE]
    assert frame.select("lender.big", "lender.big:held").rows() == [(False, True)]


def test_a_borrowed_name_that_is_not_there_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "borrower", **BORROWER)
    with pytest.raises(RuleError, match=r"borrowed name stands for nothing.*lender\.big"):
        PolicyStore.read([tmp_path]).compile(DATES)


def codes(store: PolicyStore, policy: str) -> list[tuple[str, str]]:
    found = lint_policy(store, store.policy(policy), DATES)
    return [(one.code, one.message) for one in found]


def test_the_lint_counts_what_others_borrow_as_used_and_finds_a_name_that_leads_nowhere(
    store: PolicyStore, tmp_path: Path
) -> None:
    assert codes(store, "lender") == []
    head = BORROWER["head"] + "      - {id: two, label: {zh: 二, en: Two}, rule: same, grain: enterprise}\n"
    write(tmp_path / "more", "broken", head.replace("lender.floor", "lender.nothing"), BORROWER["body"])
    found = codes(PolicyStore.read([tmp_path]), "broken")
    assert ("uses", "lender.nothing is not there") in found


MARKET = {
    "products": """
        products:
          - id: credit
            label: {zh: 贷款, en: Credit}
            summary: {zh: 贷款, en: Credit}
            provider: {zh: 银行, en: Bank}
            instrument: loan
            kind: fixed_asset
            stages: [growth]
            decision: big
            quote: {amount: floor}
            supports: [lender.help, lender.none]
    """,
    "supports": """
        supports:
          - {id: help, label: {zh: 补, en: Help}, level: city, form: interest, decision: big, basis: share_of_interest, value: rate, products: [working_capital]}
    """,
    "stacking": """
        stacking:
          - {id: one, label: {zh: 一, en: One}, kind: ceiling, members: [lender.help, lender.absent], clause: {doc: nowhere}, confidence: weak}
    """,
    "parameters": LENDER["parameters"]
    + """
          - id: rate
            label: {zh: 率, en: Rate}
            kind: ratio
            versions: [{from: 2020-01-01, value: "50%", clause: {doc: text, at: "1"}, confidence: reported}]
    """,
}


def test_the_lint_finds_products_supports_and_stacking_that_lead_nowhere(tmp_path: Path) -> None:
    write(tmp_path, "lender", **{**LENDER, **MARKET})
    found = codes(PolicyStore.read([tmp_path]), "lender")
    assert ("support", "lender.help does not go with fixed_asset") in found
    assert ("support", "lender.none is not there") in found
    assert ("stacking", "lender.absent is no support") in found
    assert ("stacking", "a ceiling goes with kind ceiling or yearly_cap alone") in found
    assert ("citation", "source 'nowhere' is not in sources.yaml") in found


def test_a_quoted_term_of_the_wrong_kind_does_not_compile(tmp_path: Path) -> None:
    products = MARKET["products"].replace("amount: floor", "rate: floor")
    write(tmp_path, "lender", **{**LENDER, "products": products})
    with pytest.raises(RuleError, match=r"wrong kind.*Share.*Fen.*lender\.credit\.quote\.rate"):
        PolicyStore.read([tmp_path]).compile(DATES)
