"""Sentences about an enterprise's data and consents."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("我的数据", "My data"),
    "note": (
        "这里列出关于贵企业登记在册的全部事实、由谁填报、何时起知悉。有误可提出异议，对方须在承诺期限内答复。",
        "Every fact on record about your enterprise, who filed it, and since when it was known. What is wrong can be "
        "disputed; the source must answer within the promised days.",
    ),
    "empty": (
        "还没有关于贵企业的填报。机构或主管部门填报后会显示在这里；“我的结论”所用的事实见各结论的理由。",
        "Nothing has been filed about your enterprise yet. The facts behind your answers stand with their reasons.",
    ),
    "source": ("填报方", "Filed by"),
    "document": ("来源文件", "Document"),
    "known": ("知悉日期", "Known since"),
    "fact": ("事实", "Fact"),
    "value": ("内容", "Value"),
    "disputed": ("异议中", "disputed"),
    "dispute": ("提出异议", "Dispute"),
    "dispute_title": ("对填报内容提出异议", "Dispute what was filed"),
    "dispute_fact": ("哪一项", "Which fact"),
    "dispute_ground": ("理由与正确内容", "Ground, and what is right"),
    "whole_row": ("整条记录", "the whole row"),
    "disputes": ("我的异议", "My disputes"),
    "answer_by": ("答复期限", "Answer promised by"),
    "answer": ("答复", "Answer"),
    "open": ("等待答复", "waiting for the answer"),
    "consents": ("授权", "Consents"),
    "consents_note": (
        "您授权谁、为何种用途、查阅哪些数据、到何时为止。撤回立即生效。每一次查阅都有记录。",
        "Whom you let read which of your data, for what, and until when. A withdrawal counts at once. Every reading is "
        "on record.",
    ),
    "no_consents": (
        "目前没有授权。未经授权，机构不能查阅贵企业数据（法定职责除外）。",
        "No consents. Without one nobody reads your data, except where a duty of law needs it.",
    ),
    "give": ("给予授权", "Give a consent"),
    "grantee": ("授权给", "To whom"),
    "purpose": ("用途", "For what"),
    "scope": ("范围", "Which data"),
    "everything": ("全部数据", "everything"),
    "until": ("有效期至", "Until"),
    "withdraw": ("撤回", "Withdraw"),
    "withdrawn": ("已于 {} 撤回", "withdrawn on {}"),
    "over": ("已到期", "over"),
    "live": ("有效", "valid"),
    "readings": ("谁查阅过", "Who has read"),
    "no_readings": ("还没有人查阅。", "Nobody has read anything yet."),
    "basis": ("依据", "On what basis"),
    "when": ("时间", "When"),
    "who": ("机构", "Organisation"),
}
