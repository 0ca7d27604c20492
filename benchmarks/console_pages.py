"""Which pages are measured, and who asks for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from kejin.site import load

load()

# Below this line Django's models may be imported.
from django.urls import reverse  # noqa: E402

from kejin.web.search.pinyin import initials  # noqa: E402

BASELINE = "A page that says only that the site is up"
ENTERPRISE, BANK, OFFICE, AUDITOR, ADMINISTRATOR = "enterprise", "bank", "office", "auditor", "administrator"
# In every name of the synthetic province; and in none, though each pair of its characters is in many.
_EVERYWHERE = "有限"
_NOWHERE = "限公司有限"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it is called in the results, who asks, and where it is."""

    name: str
    who: str
    address: str


def _at(route: str, *numbers: object, **query: object) -> str:
    address = reverse(route, args=numbers)
    return f"{address}?{urlencode(query)}" if query else address


def of_an_enterprise() -> Iterator[Page]:
    """What an enterprise sees, in the order in which it would ask."""
    for name, route in (
        (BASELINE, "up"),
        ("Answer page, first time", "enterprise_answer"),
        ("Answer page, again", "enterprise_answer"),
        ("Facts to supply, loaded behind it", "enterprise_supply"),
        ("All policy answers", "enterprise_decisions"),
        ("Recognitions and boards, loaded behind them", "enterprise_standing"),
        ("Comparison of offers", "enterprise_compare"),
        ("Applications", "applications"),
        ("Work list of an enterprise: its notices", "notices"),
        ("Data on record", "enterprise_data"),
        ("Consents", "consents"),
    ):
        yield Page(name, ENTERPRISE, _at(route))


def searches(name: str, code: str) -> Iterator[Page]:
    """The search by everything that is typed into it: by an office, which may find everybody, and by a bank."""
    for asked, text in (
        ("two characters of a name", name[4:6]),
        ("three characters of a name", name[4:7]),
        ("what every name holds", _EVERYWHERE),
        ("a whole name", name),
        ("a credit code", code),
        ("the beginning of a credit code", code[:10]),
        ("pinyin initials", initials(name)[:6]),
        ("what nobody is called", _NOWHERE),
    ):
        yield Page(f"Search by {asked}", OFFICE, _at("search", q=text))
    yield Page("Search by a bank, two characters", BANK, _at("search", q=name[4:6]))
    yield Page("Search by a bank, what every name holds", BANK, _at("search", q=_EVERYWHERE))


def of_a_bank(number: int) -> Iterator[Page]:
    """What a bank sees; `number` is one of its files."""
    yield Page("Work list of a bank, mine", BANK, _at("institution_work"))
    yield Page(
        "Work list of a bank, the house's, page 20", BANK, _at("institution_work", view="house", page=20)
    )
    yield Page("Work list of a bank, searched", BANK, _at("institution_work", view="house", q=_EVERYWHERE))
    yield Page("A file of a bank", BANK, _at("institution_financing", number))
    yield Page("Exposure of a bank", BANK, _at("institution_exposure"))
    yield Page("Tapes of a bank", BANK, _at("institution_tapes"))
    yield Page("Breaks of a bank", BANK, _at("institution_breaks"))


def of_an_office() -> Iterator[Page]:
    """What an office sees."""
    yield Page("Work list of the office", OFFICE, _at("office_home"))
    yield Page("Matrix of the province", OFFICE, _at("office_matrix"))
    yield Page("Matrix, one city", OFFICE, _at("office_matrix", of="city_code:440100"))
    yield Page("Map of the province", OFFICE, _at("office_map"))
    yield Page("Policies", OFFICE, _at("policies"))
    yield Page("Calendar of the law", OFFICE, _at("policy_calendar"))
    yield Page("Gaps of the policies", OFFICE, _at("policy_gaps"))
    yield Page("Subsidies", OFFICE, _at("subsidies"))
    yield Page("Statistical forms", OFFICE, _at("statement_forms"))
    yield Page("Proofs of authority", OFFICE, _at("proofs"))
    yield Page("Public notices", OFFICE, _at("public_notices"))
    yield Page("Organisations, by what every name holds", OFFICE, _at("organisations", q=_EVERYWHERE))
    yield Page("Organisations", ADMINISTRATOR, _at("organisations"))
    yield Page("People", ADMINISTRATOR, _at("people"))
    yield Page("Audit, all acts", AUDITOR, _at("audit_acts"))
    yield Page("Audit, one person", AUDITOR, _at("audit_acts", person="clerk"))
    yield Page("Audit, one kind of act", AUDITOR, _at("audit_acts", what="subsidy.claim"))
    yield Page("Audit, what was refused", AUDITOR, _at("audit_attempts"))
