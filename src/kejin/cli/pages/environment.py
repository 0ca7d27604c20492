"""The template environment: everything escaped, two languages side by side, one strict policy for every page.

A page may run exactly one script and one style sheet, both inside it and both named by their SHA-256; it may load
nothing. `default-src 'none'` therefore holds from a file, from a mail attachment and from any server.
"""

import base64
import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kejin.assessment import ORDER, conditions_of, tally
from kejin.cli.pages import wording
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.policy import ClauseRef, Confidence, ExplainedCondition, ExplainedInput, InputKind, places

_FORMS = {"all": "all_of", "any": "any_of", "count": "count_of", "not": "not_of"}
# Of a decision that is far off a reader wants the gist; the reasons below name every condition.
_MOST_STEPS = 4
# The facts that most answers wait for come first; the rest are one click away.
_MOST_ASKED = 8
_MOST_WAITING = 4
# So many cards of what is not open are read; more of them only bury what is.
_MOST_OPEN = 8
_POLICY_KINDS = (InputKind.PARAMETER, InputKind.TABLE)


@lru_cache(maxsize=2**16)
def bilingual(label: Label) -> Markup:
    """Both texts, each in an element of its language; the style sheet shows the one that was chosen.

    A text that is the same in both (a number, a date, a name) stands there once and is always shown. The elements are
    short because a page holds thousands of them; which language is read aloud, `<html lang>` says, and it is switched
    together with them.
    """
    if label.zh == label.en:
        return escape(label.zh)
    return Markup("<l-zh>{}</l-zh><l-en>{}</l-en>").format(label.zh, label.en)


@lru_cache(maxsize=2**12)
def clause(ref: ClauseRef, confidence: Confidence | None) -> Markup:
    """A clause as it stands under a figure or a condition; the same few are cited again and again."""
    text = environment().get_template("clause.html").render(ref=ref, confidence=confidence)
    return Markup(text)  # noqa: S704 - rendered, and so escaped, just above


def is_address(url: str) -> bool:
    """Whether a clause's address may become a link; a script or a local file may not."""
    return url.startswith(("https://", "http://"))


def is_one_cell(read: ExplainedInput) -> bool:
    """Whether an aggregate is nothing but one fact: the latest year's value, say."""
    return (
        read.kind is InputKind.AGGREGATE
        and len(read.inputs) == 1
        and read.inputs[0].kind is InputKind.FACT
        and read.inputs[0].value == read.value
    )


def is_answered(read: ExplainedInput) -> bool:
    """Whether an input is a condition: its own place in the tree tells what it rests on."""
    return read.kind is InputKind.RULE and isinstance(read.value.value, bool)


def own_clauses(condition: ExplainedCondition) -> tuple[ClauseRef, ...]:
    """The clauses of a condition that none of its figures has shown already."""
    shown = {(clause.document, clause.at) for read in condition.inputs for clause in read.clauses}
    return tuple(clause for clause in condition.clauses if (clause.document, clause.at) not in shown)


def slug(text: str) -> str:
    """A name that is safe as a file name, in an address and as an anchor.

    Letters and digits stay; where anything else had to go, a short digest keeps two names apart.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")
    if plain == text:
        return plain
    return f"{plain or 'x'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@cache
def asset(name: str) -> str:
    """The text of a file in `assets`, with the line ends that browsers hash."""
    return files("kejin.cli.pages").joinpath("assets", name).read_text(encoding="utf-8")


def content_policy(script: str | None = None, style: str | None = None) -> str:
    """The content-security policy of a page with this one script and style sheet; without any, of answer pages."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{_digest(asset('script.js') if script is None else script)}'",
            f"style-src 'sha256-{_digest(asset('style.css') if style is None else style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment() -> Environment:
    """The one environment; a name that a template misspells raises instead of rendering nothing."""
    env = Environment(
        loader=PackageLoader("kejin.cli.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["slug"] = slug
    env.filters["is_address"] = is_address
    env.filters["is_one_cell"] = is_one_cell
    env.filters["is_answered"] = is_answered
    env.filters["own_clauses"] = own_clauses
    env.filters["unsigned"] = wording.unsigned
    env.filters["host"] = lambda url: urlsplit(url).hostname or ""
    env.globals.update(
        t=bilingual,
        clause=clause,
        w=wording.WORDS,
        word=wording.word,
        grain_word=wording.grain_word,
        margin_word=wording.margin_word,
        article=places.article,
        verdicts=wording.VERDICTS,
        marks=wording.MARKS,
        groups=wording.GROUPS,
        confidences=wording.CONFIDENCE,
        comparisons=wording.COMPARISONS,
        forms={form: wording.WORDS[key] for form, key in _FORMS.items()},
        policy_kinds=_POLICY_KINDS,
        order=ORDER,
        conditions_of=conditions_of,
        tally=tally,
        instruments=INSTRUMENTS,
        most_steps=_MOST_STEPS,
        most_asked=_MOST_ASKED,
        most_waiting=_MOST_WAITING,
        most_open=_MOST_OPEN,
        policy=content_policy(),
        # Not escaped: these two are our own files, and the policy names exactly their bytes.
        style=Markup(asset("style.css")),  # noqa: S704
        script=Markup(asset("script.js")),  # noqa: S704
    )
    return env


__all__ = ["asset", "bilingual", "content_policy", "environment", "is_address", "slug"]
