"""`kejin token`: tokens of the API, made, listed and revoked at a terminal. 接口令牌。"""

import getpass
from typing import Annotated

import typer

from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, messages, printable, results

app = typer.Typer(
    name="token",
    help="Tokens of the API: make a secret, create, list, revoke. 接口令牌：生成、签发、列出、吊销。",
    no_args_is_help=True,
)


@app.command("make")
def make(*, as_json: JsonFlag = False) -> None:
    """Make a secret. Keep the first line to yourself; whoever creates the token needs the other two. 生成密钥。"""
    from kejin.web.tokens.secrets import new_secret

    made = new_secret()
    if as_json:
        emit(made)
        return
    messages().print("The secret is shown once. 密钥只显示一次。")
    results().print(f"{made.text}\n{made.prefix}\n{made.sha256}", markup=False)


@app.command("create")
def create(
    person: Annotated[str, typer.Argument(metavar="USERNAME", help="As whom the token acts.")],
    *,
    username: AsOption,
    organisation: ForOption,
    name: Annotated[str, typer.Option("--name", help="What it is for.")],
    scope: Annotated[
        list[str], typer.Option("--scope", help="read, act.financing, …, decide. May be given several times.")
    ],
    prefix: Annotated[str, typer.Option("--prefix", help="What the secret is called.")],
    sha256: Annotated[str, typer.Option("--sha256", help="Its digest.")],
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="For how long.")] = 90,
    as_json: JsonFlag = False,
) -> None:
    """Create a token for a secret that `kejin token make` made. 签发令牌。"""
    from kejin.site import load

    load()
    from kejin.records.actions.performing import perform
    from kejin.records.parties.standing import Caller, organisation_named
    from kejin.web.tokens.acts import CreateToken

    caller = Caller(username, organisation_named(organisation).pk, "", f"cli:{getpass.getuser()}"[:20])
    action = CreateToken(
        username=person, name=name, prefix=prefix, secret_sha256=sha256, scopes=list(scope), days=days
    )
    done = perform(action, caller)
    if as_json:
        emit(done)
        return
    results().print(f"✓ {done.content['token_id']} {prefix} → {done.content['expires_at']}", markup=False)


@app.command("list")
def list_tokens(*, organisation: ForOption, as_json: JsonFlag = False) -> None:
    """An organisation's tokens: whose, what for, until when, last used. 令牌列表。"""
    from kejin.site import load

    load()
    from kejin.records.parties.standing import organisation_named
    from kejin.web.tokens.models import Token

    found = Token.objects.select_related("person", "use").filter(
        organisation=organisation_named(organisation)
    )
    rows = [
        {
            "token_id": each.pk, "prefix": each.prefix, "name": each.name, "person": each.person.username,
            "scopes": each.scopes, "expires_at": each.expires_at, "revoked_at": each.revoked_at,
            "used_at": each.use.used_at if hasattr(each, "use") else None,
        }
        for each in found.order_by("pk")
    ]  # fmt: skip
    if as_json:
        emit(rows)
        return
    for row in rows:
        state = "revoked 已吊销" if row["revoked_at"] else f"→ {row['expires_at']:%Y-%m-%d}"
        results().print(
            f"{row['token_id']:>6}  {row['prefix']}  {row['person']}  {' '.join(row['scopes'])}  {state}  "
            f"{printable(row['name'])}",
            markup=False,
        )


@app.command("revoke")
def revoke(
    token: Annotated[int, typer.Argument(metavar="TOKEN", help="Its number.")],
    *,
    username: AsOption,
    organisation: ForOption,
    as_json: JsonFlag = False,
) -> None:
    """Revoke a token: from now on it is worth nothing. 吊销令牌。"""
    from kejin.site import load

    load()
    from kejin.records.actions.performing import perform
    from kejin.records.parties.standing import Caller, organisation_named
    from kejin.web.tokens.acts import RevokeToken

    caller = Caller(username, organisation_named(organisation).pk, "", f"cli:{getpass.getuser()}"[:20])
    done = perform(RevokeToken(token_id=token), caller)
    emit(done) if as_json else results().print(f"✓ {done.content['prefix']}", markup=False)
