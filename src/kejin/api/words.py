"""Sentences of the pages of the documentation."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("接口文档", "The API"),
    "lead": (
        "记录库的每个办理事项、每种查询和测算都是一个接口。下面是全部接口；每个都有可复制的 curl、Python 和命令行示例。",
        "Every act, every reading and every computation is an operation. All of them are below, each with examples for curl, Python and the command line.",
    ),
    "document": ("OpenAPI 文档", "The OpenAPI document"),
    "count": ("共 {} 个接口", "{} operations"),
    "token": (
        "每次请求带上令牌：Authorization: Bearer …。令牌属于机构中的一个人，能做的事不多于此人今天的权限。",
        "Each request shows a token: Authorization: Bearer …. A token is a person's for an organisation and does no more than the person may do today.",
    ),
    "operation": ("接口", "Operation"),
    "what": ("说明", "What it does"),
    "parameters": ("参数", "Parameters"),
    "name": ("名称", "Name"),
    "place": ("位置", "Where"),
    "needed": ("必填", "Needed"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "body": ("请求体示例", "Example of a body"),
    "examples": ("调用示例", "Examples"),
    "copy": ("复制", "Copy"),
    "answers": ("返回", "Answers"),
    "back": ("全部接口", "All operations"),
}
