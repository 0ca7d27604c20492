"""What the keys of the counts mean: questions, products, values to be confirmed, and labels of everything else."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from kejin.assessment.standing import STAGES, tier_decisions
from kejin.facts import Fact, Label, dictionary
from kejin.planning.aggregates.grounds import grounds
from kejin.planning.aggregates.merging import Counts
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.tables import ANY, DESCRIBED, VERDICT_COLUMNS
from kejin.planning.catalogue import INSTRUMENTS
from kejin.planning.offers import PLACES
from kejin.policy.gaps import GapKind, gaps

Row = tuple[object, ...]
NOTHING = Label("", "")


def described(scheme: Scheme, counts: Counts) -> Mapping[str, pl.DataFrame]:
    """The described tables of a run, from what it asked and what it counted."""
    rows = {
        "questions": _questions(scheme),
        "catalogue": _catalogue(scheme),
        "values": _values(scheme, counts),
        "grounds": grounds(scheme, counts),
        "labels": _labels(scheme, counts),
    }
    return {
        name: pl.DataFrame(list(rows[name]), schema=dict(table.columns), orient="row")
        for name, table in DESCRIBED.items()
    }


def _questions(scheme: Scheme) -> Iterator[Row]:
    layout = scheme.layout
    for place, decision in enumerate(scheme.decisions):
        head = scheme.ruleset.policies[decision.policy].head
        title = layout.titles[decision.key]
        yield (
            decision.key,
            decision.policy,
            decision.grain.value,
            decision.audience,
            head.instrument,
            layout.part_of.get(decision.key, ""),
            title.zh,
            title.en,
            place,
            decision.key in scheme.told,
            head.jurisdiction == "demonstration",
        )


def _catalogue(scheme: Scheme) -> Iterator[Row]:
    for place, product in enumerate(scheme.catalogue.products):
        provider = product.document.provider.label
        yield (
            product.key,
            product.instrument,
            product.currency,
            product.label.zh,
            product.label.en,
            provider.zh,
            provider.en,
            product.decision.key,
            place,
            product.demonstration,
            list(product.document.stages),
        )


def _values(scheme: Scheme, counts: Counts) -> Iterator[Row]:
    """Values that are not confirmed and those that nobody has seen, with how many answers rest on each."""
    chosen = {decision.key for decision in scheme.decisions}
    whole = counts["decisions"].filter(dimension=ANY)
    answers = dict(
        whole.select(
            "decision", pl.sum_horizontal(VERDICT_COLUMNS).cast(pl.Int64).alias("answers")
        ).iter_rows()
    )
    for gap in gaps(scheme.ruleset):
        resting = [decision.key for decision in gap.decisions if decision.key in chosen]
        if gap.kind is GapKind.QUESTION or not resting:
            continue
        value, title = gap.value or NOTHING, gap.clause.title if gap.clause else NOTHING
        yield (
            gap.kind.value,
            gap.policy,
            gap.name,
            gap.label.zh,
            gap.label.en,
            value.zh,
            value.en,
            title.zh,
            title.en,
            gap.clause.at if gap.clause else "",
            sum(answers.get(key, 0) for key in resting),
            resting,
        )


def _labels(scheme: Scheme, counts: Counts) -> Iterator[Row]:
    book = dictionary()
    policies = {key: policy.label for key, policy in scheme.ruleset.policies.items()}
    named = dict.fromkeys(decision.policy for decision in scheme.decisions)
    yield from _rows("policy", {key: policies[key] for key in named})
    yield from _rows("instrument", INSTRUMENTS)
    yield from _rows("stage", STAGES)
    yield from _rows("tier", {decision.id: decision.label for decision in tier_decisions(scheme.ruleset)})
    for place in PLACES:
        yield from _rows(place, {choice.code: choice.label for choice in book[place].choices})
    yield from _rows("condition", _rules(scheme, counts["conditions"]["condition"]))
    yield from _rows("amount", _rules(scheme, counts["amounts"]["amount"]))
    yield from _rows("unit", _units(scheme, counts["amounts"]["amount"]))
    facts = counts["missing"]["fact"].unique().sort().to_list()
    yield from _rows("fact", {name: book[name].label for name in facts})


def _rows(kind: str, labels: Mapping[str, Label]) -> Iterable[Row]:
    return [(kind, key, label.zh, label.en) for key, label in labels.items()]


def _rules(scheme: Scheme, names: pl.Series) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for name in names.unique().sort().to_list():
        spec = scheme.ruleset.nodes[name].spec
        label = spec.label if isinstance(spec, Fact) else getattr(spec, "label", None)
        found[name] = label if isinstance(label, Label) else Label(name, name)
    return found


def _units(scheme: Scheme, names: pl.Series) -> dict[str, Label]:
    """The unit of each amount, the same in both languages: fen, ppb, count."""
    units = {name: scheme.ruleset.nodes[name].term.unit for name in names.unique().sort().to_list()}
    return {name: Label(unit, unit) for name, unit in units.items()}
