"""The few facts that the check without log-in asks for, read from the dictionary, and turned into facts again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kejin.errors import KejinError
from kejin.facts import Fact, FactKind, FactSet, Grain, Label, check_frame, dictionary
from kejin.policy.cases import fact_value, facts_frame
from kejin.web.words import word

ENTERPRISE_ID = "check"
"""What stands in the place of an identifier: the check is about nobody who is known."""

# Chosen by how many products' questions read them; the more are answered, the less stays undetermined.
WHO = ("city_code", "founded_on", "sme_sector", "in_strategic_emerging", "in_future_industry", "invention_patent_count",
       "on_dishonest_list")  # fmt: skip
TITLES = ("hte_certified", "tech_sme_registered", "innovative_sme_recognised", "specialised_sme_recognised",
          "little_giant_recognised", "single_champion")  # fmt: skip
FIGURES = (
    "revenue_fen",
    "net_profit_fen",
    "rd_expense_fen",
    "total_assets_fen",
    "net_assets_fen",
    "staff_count",
)
_FLAGS = (("", "front.check_unknown"), ("true", "web.yes"), ("false", "web.no"))


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask for, as a form shows it.

    Attributes:
        kind: `flag`, `choice`, `date`, `count` or `money`.
        options: Of a flag or a choice: value and words.
        value: What was typed.
        problem: What is wrong with it.
    """

    name: str
    label: Label
    kind: str
    options: tuple[tuple[str, Label], ...]
    value: str = ""
    problem: Label | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions by group, and the facts that were given; None while something cannot be read."""

    groups: tuple[tuple[Label, tuple[Question, ...]], ...]
    facts: FactSet | None

    @property
    def problems(self) -> list[Label]:
        """What is wrong, question by question."""
        return [one.problem for _, group in self.groups for one in group if one.problem is not None]


def asked(given: Mapping[str, str], facts_as_of: date) -> Asked:
    """The questions with what was typed; figures are those of the last full year."""
    year = facts_as_of.year - 1
    groups = (
        (word("front.check_group_who"), WHO),
        (word("front.check_group_titles"), TITLES),
        (word("front.check_group_figures", year), FIGURES),
    )
    read = {
        name: _read(dictionary()[name], given.get(name, "").strip()) for _, names in groups for name in names
    }
    questions = tuple(
        (
            title,
            tuple(_question(dictionary()[name], given.get(name, "").strip(), read[name]) for name in names),
        )
        for title, names in groups
    )
    if any(isinstance(value, Label) for value in read.values()):
        return Asked(questions, None)
    return Asked(questions, _facts(read, year))


def _question(fact: Fact, typed: str, read: object) -> Question:
    options: tuple[tuple[str, Label], ...] = ()
    if fact.kind is FactKind.FLAG:
        options = tuple((value, word(name)) for value, name in _FLAGS)
    elif fact.kind is FactKind.CHOICE:
        unknown = ("", word("front.check_unknown"))
        options = (unknown, *((choice.code, choice.label) for choice in fact.choices))
    problem = read if isinstance(read, Label) else None
    return Question(fact.name, fact.label, fact.kind.value, options, typed, problem)


def _read(fact: Fact, typed: str) -> object:
    """The value of what was typed; None for nothing, a label for what cannot be read."""
    if not typed:
        return None
    bad = word("front.check_bad", fact.label)
    if fact.kind is FactKind.CHOICE:
        return typed if typed in fact.codes else bad
    if fact.kind is FactKind.FLAG:
        return {"true": True, "false": False}.get(typed, bad)
    try:
        value = fact_value(fact.name, f"{typed}万元" if fact.kind is FactKind.MONEY else typed, fact.name)
    except (KejinError, ValueError):
        return bad
    return bad if value is None or not _in_bounds(fact, value) else value


def _in_bounds(fact: Fact, value: object) -> bool:
    for bound, above in ((fact.minimum, True), (fact.maximum, False)):
        if (
            isinstance(bound, date)
            and isinstance(value, date)
            and (value < bound if above else value > bound)
        ):
            return False
        if isinstance(bound, int) and isinstance(value, int) and (value < bound if above else value > bound):
            return False
    return True


def _facts(read: Mapping[str, object], year: int) -> FactSet:
    rows = dict(_rows(read, year))
    frames = {grain: check_frame(facts_frame(grain, [row]), grain) for grain, row in rows.items()}
    return FactSet(frames)


def _rows(read: Mapping[str, object], year: int) -> Iterator[tuple[Grain, dict[str, object]]]:
    own = {name: value for name, value in read.items() if name not in FIGURES}
    yield Grain.ENTERPRISE, {"enterprise_id": ENTERPRISE_ID, **own}
    yield (
        Grain.FILING,
        {"enterprise_id": ENTERPRISE_ID, "year": year, **{name: read[name] for name in FIGURES}},
    )


__all__ = ["ENTERPRISE_ID", "Asked", "Question", "asked"]
