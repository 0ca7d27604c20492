"""`kejin consent`: consents and readings: give, withdraw, list; who read what on which basis. 授权与查阅记录。"""

from datetime import date
from typing import Annotated, Any

import typer

from kejin.cli.acts import AsOption, ForOption, OrganisationArgument, do
from kejin.cli.options import JsonFlag, LanguageOption, day_of, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.speaking import Speaker

app = typer.Typer(
    name="consent",
    help="Consent to reading facts: give, withdraw, list, readings. 查阅授权：授权、撤回、列出、查阅记录。",
    no_args_is_help=True,
)


@app.command("give")
def give(
    grantee: OrganisationArgument,
    scope: Annotated[list[str], typer.Argument(metavar="SCOPE...", help="all, or grains and facts.")],
    *,
    username: AsOption,
    organisation: ForOption,
    purpose: Annotated[
        str, typer.Option("--purpose", help="matching, financing, monitoring, subsidy, compensation.")
    ],
    until: Annotated[date, typer.Option("--until", parser=day_of, metavar="DATE", help="The last day.")],
    as_json: JsonFlag = False,
) -> None:
    """Consent that an organisation reads the enterprise's facts for one purpose. 授权查阅。"""
    from kejin.records import load

    load()
    from kejin.records.parties.standing import organisation_named

    body = {
        "grantee_id": organisation_named(grantee).pk, "purpose": purpose, "scope": scope,
        "valid_until": until.isoformat(),
    }  # fmt: skip
    do("consent.give", body, username=username, organisation=organisation, as_json=as_json)


@app.command("withdraw")
def withdraw(
    consent: Annotated[int, typer.Argument(metavar="NUMBER", help="A consent's number.")],
    *,
    username: AsOption,
    organisation: ForOption,
    as_json: JsonFlag = False,
) -> None:
    """Withdraw a consent; from the same moment nothing more is read on it. 撤回授权。"""
    do(
        "consent.withdraw",
        {"consent_id": consent},
        username=username,
        organisation=organisation,
        as_json=as_json,
    )


@app.command("list")
def list_consents(
    *, username: AsOption, organisation: ForOption, lang: LanguageOption = None, as_json: JsonFlag = False
) -> None:
    """The consents that the organisation gave or holds. 已授予或持有的授权。"""
    from kejin.records import load

    load()
    from kejin.records.work.readings import consents_of

    rows = consents_of(_asker(username, organisation))
    if as_json:
        emit(rows)
        return
    say = Speaker(language_of(lang))
    for row in rows:
        ended = f" ✗ {row['withdrawn_on']}" if row["withdrawn_on"] else ""
        results().print(
            f"{row['consent']:>6}  {printable(row['enterprise'])} → {printable(row['grantee'])}  {say(row['words'])}  "
            f"{', '.join(row['scope'])}  {row['valid_from']}…{row['valid_until']}{ended}"
        )
    if not rows:
        results().print("no consents 无授权")


@app.command("readings")
def list_readings(
    *, username: AsOption, organisation: ForOption, lang: LanguageOption = None, as_json: JsonFlag = False
) -> None:
    """Who read the organisation's facts, and what it read itself, each with its basis. 查阅记录。"""
    from kejin.records import load

    load()
    from kejin.records.work.readings import readings_of

    rows = readings_of(_asker(username, organisation))
    if as_json:
        emit(rows)
        return
    say = Speaker(language_of(lang))
    for row in rows:
        results().print(
            f"{row['reading']:>6}  {row['on']}  {printable(row['reader'])} ← {printable(row['enterprise'] or '*')}  "
            f"{say(row['purpose_words'])} · {say(row['basis_words'])} · {', '.join(row['items'])}"
        )
    if not rows:
        results().print("no readings 无查阅记录")


def _asker(username: str, organisation: str) -> Any:
    from kejin.records.parties.standing import Caller, organisation_named
    from kejin.records.work.asking import asker

    return asker(Caller(username, organisation_named(organisation).pk))
