"""Examples of bodies: values by the name of a parameter, and for some acts of their own."""

from collections.abc import Mapping
from typing import Any

from kejin.records.actions.action import Action

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_LOAN_FACTS: Mapping[str, Any] = {
    "loan": [
        {
            "loan_id": "HT-2026-001",
            "enterprise_id": "A",
            "loan_signed_on": "2026-03-02",
            "loan_principal_fen": "50万元",
        }
    ]
}
_BY_NAME: Mapping[str, Any] = {
    "above_minor": 100_000_000,
    "active": False,
    "agreement": "loan_loss_compensation.bank_mode",
    "amount": "subsidy",
    "amount_minor": 50_000_000,
    "approval_id": 7,
    "as_of": "2026-03-31",
    "book": "gz-pool",
    "break_ids": [1],
    "list_key": "enterprise_tiers.specialised",
    "known_by": "2026-03-02",
    "by": "某企业",
    "columns": ["code", "business_date"],
    "content_sha256": _DIGEST,
    "contract_number": "HT-2026-001",
    "credit_code": "91440000XN0000012W",
    "day": "2026-03-03",
    "decision": "interest_subsidy.eligible",
    "document": "2025 年度审计报告",
    "document_sha256": _DIGEST,
    "evidence_sha256": _DIGEST,
    "fact": "revenue_fen",
    "facts": {"year": "2025", "revenue_fen": "3000万元"},
    "file_sha256": _DIGEST,
    "grain": "filing",
    "ground": "收入与审计报告不符",
    "group": "示例集团",
    "interest_tolerance_minor": 100,
    "items": ["filing.revenue_fen"],
    "law_date": "2026-03-31",
    "month": "2026-03",
    "name": "示例银行",
    "notice_days": 5,
    "number": "HT-2026-001",
    "outcome": "rejected",
    "outstanding_minor": 50_000_000,
    "overdue_days": 0,
    "place_code": "440100",
    "principal_minor": 50_000_000,
    "product": "demo.credit",
    "programme": "interest-2026",
    "purpose": "研发",
    "quarter": "2026Q1",
    "rate_ppb": 34_500_000,
    "reason_code": "repayment_capacity",
    "recovered_on": "2026-03-31",
    "registered_on": "2026-03-02",
    "registration": "ZY-2026-001",
    "repayment": "bullet",
    "right_kind": "patent",
    "right_number": "ZL202610000001.X",
    "role": "handler",
    "rows": [
        {
            "contract_number": "HT-2026-001", "credit_code": "91440000XN0000012W", "principal_minor": 50_000_000,
            "rate_ppb": 34_500_000, "drawn_on": "2026-03-02", "matures_on": "2027-03-02", "repayment": "bullet",
            "balance_minor": 50_000_000, "principal_paid_minor": 0, "interest_paid_minor": 0, "days_past_due": 0,
            "status": "normal",
        }
    ],
    "scope": ["filing"],
    "score": 5,
    "section": "offer",
    "secured_minor": 50_000_000,
    "sha256": _DIGEST,
    "share_ppb": 510_000_000,
    "signed_on": "2026-03-02",
    "since": "2026-03-02",
    "source": "公示信息",
    "status": "suspended",
    "table": "kept_act",
    "template": "pool",
    "term_months": 12,
    "title_en": "Specialised enterprises, proposed",
    "title_zh": "专精特新企业拟认定名单",
    "until": "2026-12-31",
    "upheld": False,
    "username": "wang",
    "valid_from": "2026-03-02",
    "valid_until": "2027-03-01",
    "words": "经核实无误",
}  # fmt: skip
_BY_ACT: Mapping[str, Mapping[str, Any]] = {
    "access.read": {"purpose": "matching"},
    "approval.set_limit": {"kind": "financing"},
    "audit.read_trail": {"kind": "financing", "number": 7},
    "consent.give": {"purpose": "matching"},
    "export.decide": {"reason_code": ""},
    "filings.file_table": {"rows": {"filing": 1}},
    "financing.claim": {"facts": _LOAN_FACTS},
    "financing.decide": {"reason_code": ""},
    "financing.decide_claim": {"reason_code": ""},
    "ledger.post": {"kind": "pool.contribution"},
    "pledge.register": {"kind": "patent", "number": "ZL202610000001.X"},
    "snapshots.order": {"basis": "consent"},
    "snapshots.register": {"rows": {"filing": 1}, "digest": _DIGEST},
    "publication.draft": {
        "rows": [{"credit_code": "91440000XN0000012W", "name": "示例科技有限公司", "place": "4401"}],
        "basis": {"law": "2026-03-02"},
    },
    "publication.take_objection": {"list_id": 1},
    "registry.lodge_authority": {"kind": "legal_representative"},
    "registry.record_affiliation": {"kind": "control"},
    "registry.register_organisation": {"kind": "bank", "parent_id": None},
    "registry.register_person": {"name": "王某"},
    "subsidy.decide": {"reason_code": ""},
    "subsidy.entitle": {"facts": _LOAN_FACTS},
    "subsidy.open_programme": {"book": "budget-2026"},
    "tape.submit": {"kind": "monthly", "source": "tape-2026-03.xlsx", "corrects": None},
}
_REASON = "按合同约定"


def example_of(kind: type[Action]) -> dict[str, Any]:
    """A body that the act takes: everything that it needs, and what else has an example."""
    own = _BY_ACT.get(kind.code, {})
    made: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if name in own:
            made[name] = own[name]
        elif name.endswith("_id"):
            if field.is_required():
                made[name] = 1
        elif name in _BY_NAME and (field.is_required() or name not in {"origin", "reason_code", "source"}):
            made[name] = _BY_NAME[name]
    made = {name: value for name, value in made.items() if value is not None}
    return made | ({"reason": _REASON} if kind.needs_reason else {})
