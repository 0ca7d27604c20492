"""Pages of the provincial office: what the present run found, place by place; its money, its people, its audit."""

from kejin.console.office.audit_words import AUDIT
from kejin.console.office.money_words import MONEY
from kejin.console.office.notice_words import NOTICE
from kejin.console.office.people_words import PEOPLE
from kejin.console.office.policy_words import WORDS as POLICY
from kejin.console.office.scenario_words import WORDS as SCENARIO
from kejin.console.office.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import (
    ADMINISTRATOR,
    ANY_MEMBER,
    AUDITOR,
    BOOKKEEPING,
    OFFICE,
    PROVINCE,
    SUBSIDISED,
    VERIFIERS,
)

SENTENCES = {
    "office": WORDS,
    "money": MONEY,
    "policy": POLICY,
    "scenario": SCENARIO,
    "audit": AUDIT,
    "people": PEOPLE,
    "notice": NOTICE,
}
MENU = (
    MenuEntry("office_home", "office.home", OFFICE, 28),
    MenuEntry("office_matrix", "office.matrix", PROVINCE, 30),
    MenuEntry("office_map", "office.map", PROVINCE, 32),
    MenuEntry("scenarios", "scenario.menu", PROVINCE, 34),
    MenuEntry("subsidies", "money.subsidies", SUBSIDISED, 40),
    MenuEntry("office_notices", "notice.notices", OFFICE, 44),
    MenuEntry("statements", "money.statements", BOOKKEEPING, 46),
    MenuEntry("policies", "policy.menu", ANY_MEMBER, 60),
    MenuEntry("people", "people.people", ADMINISTRATOR, 70),
    MenuEntry("proofs", "people.proofs", VERIFIERS, 72),
    MenuEntry("audit_acts", "audit.audit", AUDITOR, 74),
)

__all__ = ["MENU", "SENTENCES"]
