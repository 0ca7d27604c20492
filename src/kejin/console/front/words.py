"""Sentences of the first page and of the check without log-in."""

WORDS: dict[str, tuple[str, str]] = {
    "headline": (
        "每一家科技企业能得到什么融资，成本多少，为什么",
        "What finance is open to a technology enterprise, at what cost, and why",
    ),
    "lead": (
        "科金按广东省科技金融政策逐条测算：能享受、差一步、不符合、还缺什么资料；补贴后的净成本；每个结论都能查到条款和事实。",
        "Kejin works through Guangdong's technology-finance policies clause by clause: what is open, what is one step "
        "away, what is not, what is unknown; the net cost after subsidies; every answer leads to its clause and facts.",
    ),
    "try": ("先看能享受哪些政策", "See what is open to you"),
    "try_note": ("无需登录，不保存您填写的内容。", "No log-in needed; what you enter is not kept."),
    "welcome": ("您好，{}", "Good day, {}"),
    "notices": ("最近的通知", "Latest notices"),
    "no_notices": (
        "暂时没有通知。办理事项有进展时会显示在这里。",
        "No notices yet. Whatever moves on will be shown here.",
    ),
    "check_title": ("先看能享受哪些政策", "See what is open to you"),
    "check_lead": (
        "填写知道的几项即可，不知道的留空：留空就是未知，不会当作零或“否”。不需要登录，填写的内容不保存。",
        "Fill in what you know and leave the rest: blank means unknown, never zero or no. No log-in is needed, and "
        "nothing that you enter is kept.",
    ),
    "check_go": ("看看能享受什么", "Show what is open"),
    "check_unknown": ("不知道", "don't know"),
    "check_group_who": ("企业情况", "The enterprise"),
    "check_group_titles": ("资质认定", "Recognitions"),
    "check_group_figures": ("{} 年财务与人员（万元、人）", "Accounts and staff of {} (10,000 yuan, persons)"),
    "check_wan": ("万元", "10,000 yuan"),
    "check_bad": ("{}：填写的内容无法识别", "{}: this cannot be read"),
    "check_result": ("测算结果", "What is open"),
    "check_none": ("现有产品目录中没有面向企业的产品。", "The catalogue holds no product."),
    "check_note": (
        "以上按 {} 的规则、只用您填写的内容测算，不构成承诺。登录后按登记数据测算，并可查看全部理由。",
        "Worked out by the rules of {} from what you entered alone; no promise. After logging in the registered data "
        "are used, and every reason is shown.",
    ),
    "check_products": ("{} 项可享受", "{} open"),
    "check_near": ("{} 项差一步", "{} one step away"),
}
