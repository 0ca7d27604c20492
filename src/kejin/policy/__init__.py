"""The policy engine: dated, cited parameters and typed rules, evaluated over millions of rows, explained to the clause.

A pack's `rules.py` imports from `kejin.policy.dsl`; everybody else from here.
"""

from kejin.policy.columns import rounded_product
from kejin.policy.evaluation import Baseline, Evaluation, evaluate, evaluate_by_policy, plan
from kejin.policy.explain import Explainer, explain
from kejin.policy.explanation import (
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
    Step,
    Verdict,
)
from kejin.policy.market import (
    ProductDocument,
    StackingDocument,
    SupportDocument,
    quoted_names,
    support_names,
)
from kejin.policy.overlay import Overlay
from kejin.policy.pack import Policy
from kejin.policy.ruleset import Decision, Ruleset
from kejin.policy.sharing import (
    BORROWER,
    AgreementDocument,
    FeeDocument,
    LimitDocument,
    PartyDocument,
    SharingDocument,
    StopLineDocument,
)
from kejin.policy.store import PolicyStore

__all__ = [
    "BORROWER",
    "AgreementDocument",
    "Baseline",
    "Caution",
    "ClauseRef",
    "Confidence",
    "Dates",
    "Decision",
    "Evaluation",
    "ExplainedCondition",
    "ExplainedInput",
    "ExplainedValue",
    "Explainer",
    "Explanation",
    "FactAsk",
    "FeeDocument",
    "InputKind",
    "LimitDocument",
    "Overlay",
    "PartyDocument",
    "Policy",
    "PolicyStore",
    "ProductDocument",
    "Ruleset",
    "SharingDocument",
    "StackingDocument",
    "Step",
    "StopLineDocument",
    "SupportDocument",
    "Verdict",
    "evaluate",
    "evaluate_by_policy",
    "explain",
    "plan",
    "quoted_names",
    "rounded_product",
    "support_names",
]
