"""Doing an act from a page: what was refused comes back as something to show beside the form."""

import json
from dataclasses import dataclass
from typing import Any

from kejin.facts import Label
from kejin.records.actions.action import read_action
from kejin.records.actions.performing import Done, perform
from kejin.records.errors import BodyError, BusyError, ConstraintError, KeyReusedError, RefusedError
from kejin.records.kept.reasons import reason_words
from kejin.web.visitors import Visitor
from kejin.web.words import word


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that was not done, in words.

    Attributes:
        what: Why, in a sentence.
        detail: What exactly, as the records say it; empty where nothing more can be said.
    """

    what: Label
    detail: str


def attempt(
    visitor: Visitor, code: str, parts: dict[str, Any], *, key: str | None = None, reason: str = ""
) -> Done | Refusal:
    """Do an act for the visitor; what was refused as things stand is given back, all else is raised.

    Raises:
        NotPermittedError: It is not the visitor's to do.
        UnknownRecordError: What it is about is not there for the visitor.
        OutcomeUnknownError: The connection broke.
    """
    try:
        return perform(read_action(code, json.dumps(parts)), visitor.caller(reason), key=key)
    except RefusedError as error:
        return Refusal(reason_words(error.reason), error.sentence())
    except (ConstraintError, KeyReusedError, BodyError) as error:
        return Refusal(word("web.not_done"), error.sentence())
    except BusyError:
        return Refusal(word("web.busy"), "")
