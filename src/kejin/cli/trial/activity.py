"""The records of a trial: invented people of every role, and months of their business."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kejin.cli import tracking
from kejin.cli.trial.places import Trial
from kejin.demonstration.building import DAYS, build
from kejin.demonstration.diary import Progress
from kejin.demonstration.filings import facts_of
from kejin.demonstration.firms import choose, read_firms, write_firms
from kejin.demonstration.lists import lists_of
from kejin.demonstration.players import ADMINISTRATOR, OFFICE
from kejin.records.actions.performing import perform
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller

_FIRMS, _PEOPLE = "firms.json", "people.json"


def people_on_record(trial: Trial) -> Mapping[str, str] | None:
    """The people of a trial whose business is on record already, each with the organisation; else None."""
    path = trial.home / _PEOPLE
    if not path.is_file() or not Organisation.objects.filter(name=OFFICE).exists():
        return None
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def business(
    trial: Trial, facts: Path, *, until: date, went_on: Progress = lambda _: None
) -> Mapping[str, str]:
    """Months of business, and a password for everybody; begun again, it goes on. People as `people_on_record` has them.

    Args:
        trial: The trial.
        facts: Over which its present run was made: there are the enterprises that take part.
        until: The last day of business.
        went_on: Told how many of `DAYS` days more there are; what it raises ends the business where it stands.
    """
    kept = trial.home / _FIRMS
    firms = read_firms(kept)
    if firms is None:
        firms = choose(facts, trial.out, trial.firms)
        write_firms(firms, kept)
    with tracking.gauge("business days", DAYS) as drawn:

        def progress(days: int) -> None:
            drawn(days)
            went_on(days)

        built = build(firms, until, progress, facts=facts_of(facts, firms), lists=lists_of(trial.out))
    let_in(trial.password, tuple(built.people))
    people = dict(built.people)
    (trial.home / _PEOPLE).write_text(
        json.dumps(people, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return people


def let_in(password: str, people: tuple[str, ...]) -> None:
    """Give each the password; the office's administrator sets them. One salt for all, for there is no secret in it."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after the settings were chosen

    from kejin.web.accounts.acts import SetPassword  # noqa: PLC0415

    encoded = make_password(password)
    caller = Caller(ADMINISTRATOR, Organisation.objects.get(name=OFFICE).pk, "演示登录", "demonstration")
    for username in people:
        perform(SetPassword(username=username, encoded=encoded), caller)
