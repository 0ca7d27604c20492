"""Sentences about notices."""

KINDS = frozenset({
    "financing", "offer", "contract", "claim", "compensation", "subsidy", "pledge", "filing", "consent", "tape", "book",
    "break", "dispute", "objection", "payment_file", "public_list", "authority", "remark",
})  # fmt: skip
"""The kinds of records that have a word here: what a notice is about, and what the origin of a figure is told of."""

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
    "kind_financing": ("融资", "Financing"),
    "kind_offer": ("报价", "Offer"),
    "kind_contract": ("合同", "Contract"),
    "kind_claim": ("补偿申请", "Claim"),
    "kind_compensation": ("补偿", "Compensation"),
    "kind_subsidy": ("补贴", "Subsidy"),
    "kind_pledge": ("质押", "Pledge"),
    "kind_filing": ("填报", "Filing"),
    "kind_consent": ("授权", "Consent"),
    "kind_tape": ("贷款报表", "Loan tape"),
    "kind_book": ("账簿", "Book"),
    "kind_break": ("差异", "Break"),
    "kind_dispute": ("异议", "Dispute"),
    "kind_objection": ("公示异议", "Objection"),
    "kind_payment_file": ("拨付清单", "Payment file"),
    "kind_public_list": ("公示名单", "Public list"),
    "kind_authority": ("授权证明", "Proof of authority"),
    "kind_remark": ("意见", "Comment"),
    "kind_other": ("记录", "Record"),
}
