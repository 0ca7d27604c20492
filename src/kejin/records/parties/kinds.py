"""What kinds of parties there are, and what people may be for them; each with its words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class OrganisationKind(TextChoices):
    """What an organisation is in the system."""

    ENTERPRISE = "enterprise"
    BANK = "bank"
    BRANCH = "branch"
    GUARANTOR = "guarantor"
    RE_GUARANTOR = "re_guarantor"
    INSURER = "insurer"
    FUND = "fund"
    POOL = "pool"
    OFFICE = "office"
    RESEARCH = "research"


class Role(TextChoices):
    """What a person may be for an organisation. One person may be several things, but never checks his own work."""

    HANDLER = "handler"
    APPROVER = "approver"
    TREASURER = "treasurer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    REPRESENTATIVE = "representative"
    ANALYST = "analyst"


class OrganisationStatus(TextChoices):
    """Whether people may act for an organisation."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class AuthorityKind(TextChoices):
    """On what proof a person acts for an enterprise."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    POWER_OF_ATTORNEY = "power_of_attorney"


class AffiliationKind(TextChoices):
    """How one organisation hangs on another."""

    CONTROL = "control"
    SHAREHOLDING = "shareholding"


LENDERS = frozenset({OrganisationKind.BANK, OrganisationKind.BRANCH})
"""Those that lend and keep loan books."""

SHARERS = frozenset(
    {
        OrganisationKind.GUARANTOR,
        OrganisationKind.RE_GUARANTOR,
        OrganisationKind.INSURER,
        OrganisationKind.POOL,
    }
)
"""Those that take part of a loss."""

BUSINESS = frozenset(OrganisationKind) - {OrganisationKind.RESEARCH}
"""Those that have business with enterprises, and facts of theirs by law or consent. Research has counts alone."""

RESEARCH_ROLES = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
"""What people may be for a research institute. `analyst` is a role of its own, and not a handler's: whatever a handler
may do for organisations of any kind (file facts, read them, order snapshots), an analyst may not, nor in what comes."""


def fits(kind: OrganisationKind, role: Role) -> bool:
    """Whether people may be so for organisations of a kind; `parties/sql/roles.sql` says the same in the database."""
    return role in RESEARCH_ROLES if kind == OrganisationKind.RESEARCH else role is not Role.ANALYST


LABELS: Mapping[TextChoices, Label] = MappingProxyType(
    {
        OrganisationKind.ENTERPRISE: Label("企业", "Enterprise"),
        OrganisationKind.BANK: Label("银行", "Bank"),
        OrganisationKind.BRANCH: Label("银行分支机构", "Branch of a bank"),
        OrganisationKind.GUARANTOR: Label("融资担保公司", "Guarantor"),
        OrganisationKind.RE_GUARANTOR: Label("再担保公司", "Re-guarantor"),
        OrganisationKind.INSURER: Label("保险公司", "Insurer"),
        OrganisationKind.FUND: Label("基金", "Fund"),
        OrganisationKind.POOL: Label("风险补偿资金池", "Loss pool"),
        OrganisationKind.OFFICE: Label("主管部门", "Government office"),
        OrganisationKind.RESEARCH: Label("研究机构", "Research institute"),
        Role.HANDLER: Label("经办", "Handler"),
        Role.APPROVER: Label("审批", "Approver"),
        Role.TREASURER: Label("出纳", "Treasurer"),
        Role.AUDITOR: Label("审计", "Auditor"),
        Role.ADMINISTRATOR: Label("管理员", "Administrator"),
        Role.REPRESENTATIVE: Label("企业代表", "Representative of an enterprise"),
        Role.ANALYST: Label("分析员", "Analyst"),
        OrganisationStatus.ACTIVE: Label("正常", "Active"),
        OrganisationStatus.SUSPENDED: Label("暂停", "Suspended"),
        OrganisationStatus.CLOSED: Label("注销", "Closed"),
        AuthorityKind.LEGAL_REPRESENTATIVE: Label("法定代表人", "Legal representative"),
        AuthorityKind.POWER_OF_ATTORNEY: Label("授权委托书", "Power of attorney"),
        AffiliationKind.CONTROL: Label("控制", "Control"),
        AffiliationKind.SHAREHOLDING: Label("持股", "Shareholding"),
    }
)
