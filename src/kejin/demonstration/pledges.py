"""Pledges of rights that stand behind loans."""

from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.diary import Diary, Story
from kejin.demonstration.firms import Firm


def pledge(script: Script, diary: Diary, firm: Firm, *, sides: tuple[Actor, Actor]) -> Story:
    """Each of the firm's rights, one a week.

    Args:
        script: The story's own.
        diary: For the day.
        firm: Whose rights.
        sides: The firm's representative, and the lender's handler.
    """
    pledgor, lender = sides
    for place, right in enumerate(firm.rights, 1):
        today = diary.today.isoformat()
        script.act(
            lender, "pledge.register", kind=right.kind, number=right.number, pledgor_id=pledgor.organisation_id,
            secured_minor=firm.amount_fen, registration=f"演示质押-{firm.credit_code}-{place}", registered_on=today,
        )  # fmt: skip
        yield 5
