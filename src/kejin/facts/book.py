"""The fact dictionary: its files loaded once, strictly, and looked up by name or by header."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from kejin.errors import FactError, UnknownFactError
from kejin.facts.documents import ChoiceListFile, Strict, SubjectFile, fact_of
from kejin.facts.fact import Choice, Fact
from kejin.facts.grains import GRAINS, Grain
from kejin.facts.label import Label
from kejin.facts.naming import fold, likeness
from kejin.facts.yamltext import read_strict

_CHOICE_LISTS = "choices.yaml"
_Document = TypeVar("_Document", bound=Strict)


class FactDictionary(Mapping[str, Fact]):
    """Every fact by its name, in the order of the files.

    Args:
        facts: The facts; names, synonyms and the choices within a fact must be unique.
        subjects: For each subject (file) its label and the names of its facts.

    Raises:
        FactError: A name or a synonym stands twice, or a key of a grain has no entry.
    """

    def __init__(
        self, facts: tuple[Fact, ...], subjects: Mapping[str, tuple[Label, tuple[str, ...]]]
    ) -> None:
        self.subjects = MappingProxyType(dict(subjects))
        self._facts: dict[str, Fact] = {}
        self._headers: dict[str, Fact] = {}
        for fact in facts:
            if fact.name in self._facts:
                raise FactError("a fact stands twice", found=fact.name)
            self._facts[fact.name] = fact
            self._take_headers(fact)
            _check_choices(fact)
        self._by_grain = {grain: tuple(f for f in facts if f.grain is grain) for grain in Grain}
        self._columns = {grain: self._columns_of(grain) for grain in Grain}

    def _take_headers(self, fact: Fact) -> None:
        own = {fold(text): text for text in (fact.name, fact.label.zh, fact.label.en, *fact.synonyms)}
        for folded, text in own.items():
            other = self._headers.get(folded)
            if other is not None or not folded:
                place = f"{fact.name}, {other.name}" if other else fact.name
                raise FactError("one header would mean two facts", found=text, where=place)
            self._headers[folded] = fact

    def _columns_of(self, grain: Grain) -> Mapping[str, Fact]:
        spec = GRAINS[grain]
        shared = (*spec.keys, *spec.foreign_keys)
        missing = [name for name in shared if name not in self._facts]
        if missing:
            raise FactError("a key is not in the dictionary", found=", ".join(missing), where=grain.value)
        names = dict.fromkeys((*shared, *(fact.name for fact in self._by_grain[grain])))
        return MappingProxyType({name: self._facts[name] for name in names})

    def __getitem__(self, name: str) -> Fact:
        """The fact of that name; `UnknownFactError` (a `KeyError` too) names the nearest ones."""
        try:
            return self._facts[name]
        except KeyError:
            raise _NoSuchFactError(name, self.suggest(name)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def of_grain(self, grain: Grain) -> tuple[Fact, ...]:
        """The facts at home in a grain, without the keys it borrows from others."""
        return self._by_grain[grain]

    def columns_of(self, grain: Grain) -> Mapping[str, Fact]:
        """Every column a frame of the grain may hold: its keys, its foreign keys, its facts."""
        return self._columns[grain]

    def find_synonym(self, header: str) -> Fact | None:
        """The fact that a header names exactly (see `kejin.facts.fold`), or None."""
        return self._headers.get(fold(header))

    def suggest(self, header: str, *, count: int = 3) -> tuple[Fact, ...]:
        """The facts whose name, label or synonym is most like the header, best first; empty if nothing is near."""
        folded = fold(header)
        best: dict[str, float] = {}
        for text, fact in self._headers.items():
            best[fact.name] = max(best.get(fact.name, 0.0), likeness(folded, text))
        near = sorted((name for name, score in best.items() if score >= 0.66), key=lambda name: -best[name])
        return tuple(self._facts[name] for name in near[:count])


class _NoSuchFactError(UnknownFactError, KeyError):
    """An `UnknownFactError` that `Mapping.get` understands."""

    # KeyError would print the repr of the message.
    __str__ = UnknownFactError.__str__

    def __init__(self, name: str, near: tuple[Fact, ...] = ()) -> None:
        expected = "perhaps " + ", ".join(fact.name for fact in near) if near else "a fact of the dictionary"
        super().__init__("no such fact", expected=expected, found=name)


def _check_choices(fact: Fact) -> None:
    seen: dict[str, str] = {}
    for choice in fact.choices:
        for folded in {
            fold(text) for text in (choice.code, choice.label.zh, choice.label.en, *choice.synonyms)
        }:
            if seen.setdefault(folded, choice.code) != choice.code:
                raise FactError(
                    "one word would mean two choices", found=folded, where=f"{fact.name}, {choice.code}"
                )


@cache
def dictionary() -> FactDictionary:
    """The dictionary that ships with Kejin, read once.

    Raises:
        FactError: A file of the dictionary does not hold together.
    """
    return load_dictionary(files("kejin.facts") / "dictionary")


def load_dictionary(folder: Traversable) -> FactDictionary:
    """The dictionary in a folder of `<subject>.yaml` files and one `choices.yaml`.

    Raises:
        FactError: A file is not strict YAML, has unknown keys, or the facts contradict one another.
    """
    listed = _read(folder / _CHOICE_LISTS, ChoiceListFile)
    lists: dict[str, tuple[Choice, ...]] = {
        one.name: tuple(choice.choice() for choice in one.choices) for one in listed.choice_lists
    }
    facts: list[Fact] = []
    subjects: dict[str, tuple[Label, tuple[str, ...]]] = {}
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if not path.name.endswith(".yaml") or path.name == _CHOICE_LISTS:
            continue
        document = _read(path, SubjectFile)
        made = [fact_of(entry, lists, where=path.name) for entry in document.facts]
        subjects[document.subject] = (document.label.label(), tuple(fact.name for fact in made))
        facts.extend(made)
    return FactDictionary(tuple(facts), subjects)


def _read(path: Traversable, model: type[_Document]) -> _Document:
    plain = read_strict(path.read_text(encoding="utf-8"), where=path.name, error=FactError)
    try:
        return model.model_validate(plain)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join((path.name, *(str(part) for part in first["loc"])))
        raise FactError("a file of the dictionary is malformed", expected=first["msg"], where=place) from None
