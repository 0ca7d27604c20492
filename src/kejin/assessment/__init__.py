"""From verdicts to answers: what one enterprise is told, and what a whole run says. Pure functions, plain values."""

from kejin.assessment.answer import (
    ORDER,
    Closest,
    DecisionAnswer,
    EnterpriseAnswer,
    IdentityFact,
    PolicyWords,
    Request,
    SubjectAnswer,
    decision_answer,
    in_order,
)
from kejin.assessment.answering import answer_for, answers_for, who_is
from kejin.assessment.concern import asked_of_enterprises
from kejin.assessment.documents import documents_of
from kejin.assessment.layout import Layout
from kejin.assessment.reasons import carriers, conditions_of, reason, tally
from kejin.assessment.summary import AmountTotal, DecisionCount, EnterpriseLine, Frequent, Summary
from kejin.assessment.summing import enterprise_lines, summarise

__all__ = [
    "ORDER",
    "AmountTotal",
    "Closest",
    "DecisionAnswer",
    "DecisionCount",
    "EnterpriseAnswer",
    "EnterpriseLine",
    "Frequent",
    "IdentityFact",
    "Layout",
    "PolicyWords",
    "Request",
    "SubjectAnswer",
    "Summary",
    "answer_for",
    "answers_for",
    "asked_of_enterprises",
    "carriers",
    "conditions_of",
    "decision_answer",
    "documents_of",
    "enterprise_lines",
    "in_order",
    "reason",
    "summarise",
    "tally",
    "who_is",
]
