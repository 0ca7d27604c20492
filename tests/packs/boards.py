"""What the tests of the listing boards share: all answers of a policy at once, and facts drawn near their limits."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from hypothesis import strategies as st
from tests.packs.firms import Firm, Truth, Value, all3, factset, near
from tests.packs.reach import check_until_reached, not_all_three

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate

PPB = 10**9
PER_CENT = PPB // 100


@cache
def ruleset(folders: tuple[str, ...], law: date) -> Ruleset:
    """The first policy at a law date, facts as of the same day; the other folders lend to it."""
    store = PolicyStore.read([HOME / folder for folder in folders])
    return store.only([folders[0].rsplit("/", 1)[-1]]).compile(Dates(law, law, date(9999, 12, 31)))


def verdicts(rules: Ruleset, batch: Sequence[Firm]) -> list[dict[str, Truth]]:
    """All decisions for each firm, out of one evaluation."""
    frame = evaluate(rules, factset(batch), near=False).frames[Grain.ENTERPRISE]
    rows = {row["enterprise_id"]: row for row in frame.to_dicts()}
    return [{d.id: rows[f"firm-{i}"][d.key] for d in rules.decisions} for i in range(len(batch))]


def compare(
    rules: Ruleset,
    drawn: st.SearchStrategy[Firm],
    expected: Callable[[Firm], dict[str, Truth]],
    *,
    settled: Iterable[str] = (),
) -> None:
    """Every decision of every firm drawn is as expected, until each has been met, missed and open.

    `settled` names the decisions that have only one answer at the law date.
    """
    seen: dict[str, set[Truth]] = {}

    def check(batch: list[Firm]) -> None:
        for firm, found in zip(batch, verdicts(rules, batch), strict=True):
            wanted = {name: truth for name, truth in expected(firm).items() if name in found}
            assert found == wanted, firm
            for name in wanted.keys() - set(settled):
                seen.setdefault(name, set()).add(wanted[name])

    check_until_reached(lambda: not_all_three(seen), st.lists(drawn, min_size=6, max_size=6), check)


def around(draw: st.DrawFn, usual: Value, *edges: int) -> Value:
    """Mostly the usual value; now and then none, or a value at one of the edges or next to it."""
    dice = draw(st.integers(0, 15))
    if dice == 0:
        return None
    return draw(near(*edges)) if dice <= 5 and edges else usual


def one(draw: st.DrawFn, usual: Value, *others: Value) -> Value:
    """Mostly the usual value; now and then another one or none."""
    return draw(st.sampled_from([usual] * 9 + list(others) + [None]))


def lower(firm: Firm, year: int) -> int | None:
    """The lower of the two profits of a year."""
    pair = [firm.of(year, name) for name in ("net_profit_fen", "net_profit_ex_fen")]
    return None if None in pair else min(value for value in pair if value is not None)


def lower_sum(firm: Firm, years: Sequence[int]) -> int | None:
    """The lower profits of the years, added up."""
    found = [lower(firm, year) for year in years]
    return None if None in found else sum(value for value in found if value is not None)


def positive(firm: Firm, year: int) -> Truth:
    """Both profits of a year are above zero."""
    signs = [firm.of(year, name) for name in ("net_profit_fen", "net_profit_ex_fen")]
    return all3(*(None if sign is None else sign > 0 for sign in signs))


def audited(firm: Firm, years: Sequence[int]) -> Truth:
    """The accounts of each of the years were audited."""
    flags = [firm.years.get(year, {}).get("accounts_audited") for year in years]
    return all3(*(flag if isinstance(flag, bool) else None for flag in flags))


def more(left: int | None, right: int | None) -> Truth:
    """left > right."""
    return None if left is None or right is None else left > right


def added(*values: int | None) -> int | None:
    """The sum; None where one is missing."""
    return None if None in values else sum(value for value in values if value is not None)
