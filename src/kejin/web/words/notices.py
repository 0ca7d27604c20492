"""Sentences about notices."""

KINDS = frozenset({"financing", "claim", "subsidy", "pledge", "filing", "consent", "tape"})
"""What a notice may be about that has a word here."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("通知", "Notices"),
    "lead": (
        "发给本机构的办理结果与事项，新的在前。",
        "What was sent to your organisation, the latest first.",
    ),
    "all": ("全部", "All"),
    "unread": ("未读", "Unread"),
    "on": ("日期", "Day"),
    "what": ("事项", "What"),
    "from": ("来自", "From"),
    "about": ("对象", "About"),
    "became": ("结果", "What became of it"),
    "reason": ("原因：", "Reason: "),
    "is_unread": ("未读", "unread"),
    "read": ("标为已读", "Mark as read"),
    "read_all": ("本页全部标为已读", "Mark all on this page as read"),
    "empty": (
        "没有通知。有人办理与本机构有关的事项时，会显示在这里。",
        "No notices. What others do that concerns you will stand here.",
    ),
    "none_unread": ("没有未读通知。", "Nothing is unread."),
    "earlier": ("更早", "Earlier"),
    "later": ("更新", "Later"),
    "kind_financing": ("融资", "Financing"),
    "kind_claim": ("补偿申请", "Claim"),
    "kind_subsidy": ("补贴", "Subsidy"),
    "kind_pledge": ("质押", "Pledge"),
    "kind_filing": ("填报", "Filing"),
    "kind_consent": ("授权", "Consent"),
    "kind_tape": ("贷款报表", "Loan tape"),
    "kind_other": ("记录", "Record"),
}
