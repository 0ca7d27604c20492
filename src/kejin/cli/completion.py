"""What a shell may complete: names of policies, decisions and facts. Quick, because a person waits for it.

The policies' documents are looked through and not read: a pack that does not hold together must not break a shell.
"""

import re
from collections.abc import Iterator

from kejin.facts import dictionary
from kejin.packs import HOME

_ID = re.compile(r"^id:\s*(\w+)", re.MULTILINE)
_LABEL = re.compile(r"^label:\s*\{\s*zh:\s*([^,}]+)", re.MULTILINE)
_DECISIONS = re.compile(r"^decisions:\n((?:[ #].*\n|\n)*)", re.MULTILINE)
_DECISION = re.compile(r"^\s*-\s+\{?\s*id:\s*(\w+)", re.MULTILINE)
Named = tuple[str, str]


def policies(incomplete: str) -> list[Named]:
    """The policies whose name begins so, each with its label."""
    return [(name, label) for name, label, _ in _policies() if name.startswith(incomplete)]


def decisions(incomplete: str) -> list[Named]:
    """The policies, and once one is written out its decisions."""
    found = policies(incomplete)
    for name, label, text in _policies():
        if incomplete.startswith(name):
            block = _DECISIONS.search(text)
            keys = (f"{name}.{key}" for key in _DECISION.findall(block[1] if block else ""))
            found += [(key, label) for key in keys if key.startswith(incomplete)]
    return found


def facts(incomplete: str) -> list[Named]:
    """The facts whose name begins so, each with its label."""
    return [(name, fact.label.zh) for name, fact in dictionary().items() if name.startswith(incomplete)]


def _policies() -> Iterator[tuple[str, str, str]]:
    for path in sorted(HOME.rglob("policy.yaml")):
        text = path.read_text(encoding="utf-8")
        name, label = _ID.search(text), _LABEL.search(text)
        if name is not None:
            yield name[1], label[1].strip(" \"'") if label else "", text
