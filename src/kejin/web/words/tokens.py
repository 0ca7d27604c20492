"""Sentences about tokens of the API."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("接口令牌", "Tokens of the API"),
    "lead": (
        "程序凭令牌代表您和本机构调用接口：不超过您本人的权限，可限定用途，到期失效，可随时吊销。",
        "With a token a program acts for you and your organisation through the API: never for more than you may do "
        "yourself, for the purposes chosen, until a day, and revocable at once.",
    ),
    "documentation": ("接口说明", "The API's pages"),
    "new": ("新建令牌", "A new token"),
    "name": ("用途", "What it is for"),
    "name_hint": ("例如：信贷系统", "Such as: loan system"),
    "days": ("有效天数", "Days until it ends"),
    "scopes": ("可办事项", "What it may do"),
    "create": ("生成令牌", "Make the token"),
    "made": ("令牌已生成，仅此一次显示", "The token is made, and shown this once"),
    "made_note": (
        "请立即复制到使用它的程序中。系统只保存其摘要，任何人都无法再次查看；遗失请吊销后重新生成。",
        "Copy it now to where it will be used. Only its digest is kept, and nobody can look it up; if it is lost, revoke "
        "it and make another.",
    ),
    "secret": ("令牌", "The token"),
    "list": ("已有令牌", "Tokens"),
    "list_all": ("本机构的令牌", "Tokens of the organisation"),
    "called": ("编号", "Called"),
    "person": ("代表", "Acts as"),
    "ends": ("到期", "Ends"),
    "used": ("最近使用", "Last used"),
    "never": ("从未", "never"),
    "state": ("状态", "State"),
    "live": ("有效", "live"),
    "revoked": ("已吊销", "revoked"),
    "expired": ("已到期", "ended"),
    "revoke": ("吊销", "Revoke"),
    "empty": ("还没有令牌。", "There are no tokens yet."),
}
