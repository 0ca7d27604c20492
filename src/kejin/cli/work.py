"""`kejin work`: what waits for whom until when, what was told, what was found at an approval. 待办、通知与核查发现。"""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.speaking import Speaker

if TYPE_CHECKING:
    from kejin.records.work.lists import Waiting

app = typer.Typer(
    name="work",
    help="Work lists with days left, notices, findings. 待办与剩余天数、通知、核查发现。",
    no_args_is_help=True,
)


@app.command("list")
def list_work(
    *,
    username: AsOption,
    organisation: ForOption,
    due: Annotated[
        int | None, typer.Option("--due", metavar="DAYS", min=0, help="Only what is due within so many days.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    others: Annotated[bool, typer.Option("--others", help="Only what waits for others.")] = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Files under way: who holds each, until when, how many days are left. 在办事项、持有人与剩余天数。"""
    who = _asker(username, organisation)
    from kejin.records.work import lists

    files = lists.under_way(who.organisation, who.today)
    if due is not None:
        files = lists.due_within(files, who.organisation, due)
    if overdue:
        files = lists.overdue(files, who.organisation)
    if others:
        files = lists.waiting_for_others(files, who.organisation)
    if as_json:
        emit(files)
        return
    say = Speaker(language_of(lang))
    for each in files:
        results().print(_line(each, say))
    if not files:
        results().print("nothing waits 无待办事项")


@app.command("notices")
def list_notices(
    *,
    username: AsOption,
    organisation: ForOption,
    unseen: Annotated[bool, typer.Option("--unseen", help="Only what this person has not seen.")] = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """What the organisation was told, with the reason of each refusal. 通知与未获批准的原因。"""
    who = _asker(username, organisation)
    from kejin.records.work.notices import notices_of

    told = notices_of(who, unseen=unseen)
    if as_json:
        emit(told)
        return
    say = Speaker(language_of(lang))
    for each in told:
        became = " · ".join(say(words) for words in (each.state, each.reason) if words is not None)
        mark = " " if each.seen else "●"
        kind, number = each.subject
        sent = f"{each.on}  {printable(each.sender)}  {say(each.what)}"
        results().print(f"{mark} {each.notice_id:>6}  {sent}  {kind} {number}  {became}")
    if not told:
        results().print("no notices 无通知")


@app.command("findings")
def list_findings(
    approval: Annotated[int, typer.Argument(metavar="NUMBER", help="An approval's number.")],
    *,
    username: AsOption,
    organisation: ForOption,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Related parties and second funding found at an approval of the organisation, with evidence. 核查发现。"""
    who = _asker(username, organisation)
    from kejin.facts import Label
    from kejin.records.work.findings import findings_for

    found = findings_for(who, approval)
    if as_json:
        emit(found)
        return
    say = Speaker(language_of(lang))
    for each in found:
        results().print(f"{each['weight']:<5} {say(Label(each['zh'], each['en']))}")
        results().print(f"      {printable(json.dumps(each['evidence'], ensure_ascii=False))}")
    if not found:
        results().print("nothing found 无发现")


def _line(each: "Waiting", say: Speaker) -> str:
    kind, number, _ = each.subject
    left = "?" if each.left is None else f"{each.left:+d}"
    mark = "!" if each.is_overdue else " "
    promised = "" if each.confidence != "demonstration" else " (demonstration 示意期限)"
    return (
        f"{mark} {left:>5} {each.unit:<8} {each.due or '?'}  {kind} {number}  {printable(each.enterprise)}  "
        f"{say(each.label)} ← {printable(each.holder_name)}{promised}"
    )


def _asker(username: str, organisation: str) -> Any:
    from kejin.records import load

    load()
    from kejin.records.parties.standing import Caller, organisation_named
    from kejin.records.work.asking import asker

    return asker(Caller(username, organisation_named(organisation).pk))
