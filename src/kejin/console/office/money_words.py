"""Sentences of the pages about subsidies, budgets, payment files and statements."""

_SUBSIDIES: dict[str, tuple[str, str]] = {
    "subsidies": ("补贴", "Subsidies"),
    "subsidies_lead": (
        "每笔补贴由规则认定，经申报、审核、审批、公示、列入拨付清单，直至拨付；按环节筛选。",
        "Each subsidy is entitled by rule, then claimed, checked, approved, publicly noticed, listed and paid. "
        "Filter by where it stands.",
    ),
    "states": ("环节", "Where they stand"),
    "all_states": ("全部", "All"),
    "number": ("编号", "Number"),
    "programme": ("补贴项目", "Programme"),
    "lender": ("贷款机构", "Lender"),
    "quarter": ("季度", "Quarter"),
    "amount": ("补贴金额", "Subsidy"),
    "notice_until": ("公示至", "Notice until"),
    "find": ("企业、信用代码、合同或编号", "Enterprise, credit code, contract or number"),
    "empty": (
        "还没有补贴。贷款机构按合同和季度提交认定事实后，补贴出现在这里。",
        "There are no subsidies yet. They appear here when a lender files the facts of a contract's quarter.",
    ),
    "at_once": ("批量办理", "Several at once"),
    "n_waiting": ("{}（{} 笔）", "{} ({})"),
    "subsidy_n": ("补贴 {}", "Subsidy {}"),
    "flow": ("办理流程", "The way of this subsidy"),
    "here": ("当前环节", "stands here"),
    "passed": ("已办", "done"),
    "rule": ("规则与依据", "The rule and its clauses"),
    "rule_lead": (
        "按 {} 的规则，对右侧事实逐条核对。",
        "The rules of {}, applied to the facts beside them, condition by condition.",
    ),
    "entitlement": ("核定金额", "What the rule gives"),
    "same": (
        "此刻重新计算，与受理时的金额一致。",
        "Worked out again just now: the same amount as was recorded.",
    ),
    "differs": (
        "此刻重新计算，与受理时的金额不一致；审核会被拒绝，应不予受理并重新认定。",
        "Worked out again just now, the amount is another one than was recorded: a check would be refused. "
        "Refuse the claim and have it entitled anew.",
    ),
    "not_explained": ("规则无法再次应用：", "The rule cannot be applied again:"),
    "facts": ("认定所依据的事实", "The facts it rests on"),
    "facts_note": (
        "由贷款机构提交，随补贴封存；更改须重新认定。",
        "Filed by the lender and kept with the subsidy; other facts need a new entitlement.",
    ),
    "history": ("办理记录", "What happened"),
    "own_work": (
        "这笔补贴由您审核提交，须由另一人审批。",
        "You put this one up for approval; somebody else decides on it.",
    ),
    "nothing_to_do": (
        "现在没有您可以办理的事项。",
        "There is nothing for you to do with it now.",
    ),
    "in_file": ("拨付清单 P{}", "Payment file P{}"),
    "refusal_reason": ("不予补贴的理由", "Reason of the refusal"),
    "claim_note": (
        "申报后由主管部门审核；金额由规则确定，无需填写。",
        "The office checks it next. The amount follows from the rule; there is nothing to fill in.",
    ),
    "check_note": (
        "系统按事实重新应用规则，占用预算，并提交另一人审批。",
        "The rule is applied to the facts anew, the budget is committed, and the amount goes to another person "
        "for approval.",
    ),
    "refuse_note": ("理由会告知企业。", "The enterprise is told the reason."),
    "decide_note": (
        "批准后公示 {} 天；填写理由则为不予补贴，预算随即释放。",
        "Approved, the public notice begins and lasts {} days. With a reason of refusal it ends, and the budget is free.",
    ),
    "withhold_note": (
        "公示期内异议成立时使用；预算随即释放，理由会告知企业。",
        "For an objection that was upheld during the notice. The budget is free again, and the enterprise is told why.",
    ),
    "claw_back_note": (
        "资金已退回后登记；预算随即恢复可用。",
        "To be recorded when the money has come back; the budget is available again.",
    ),
    "days_title": ("期限", "Promised days"),
}
_BATCH: dict[str, tuple[str, str]] = {
    "approve_many": ("批准补贴", "Approve subsidies"),
    "choose": ("选择", "Choose"),
    "choose_all": ("全选", "Choose all"),
    "choose_none": ("全不选", "Choose none"),
    "batch_lead": (
        "先选择，再核对合计，确认一次后逐笔办理；一笔未成不影响其他各笔。",
        "Choose, look at the sum, confirm once. Each is done by itself: one that is refused leaves the others alone.",
    ),
    "look_at_chosen": ("核对所选", "Look at the chosen ones"),
    "nothing_waits": (
        "没有等待此项办理的补贴（您本人提交审批的由他人办理）。",
        "Nothing waits for this act (what you put up yourself waits for somebody else).",
    ),
    "preview": ("核对：{}", "Before it is done: {}"),
    "none_chosen": (
        "没有选中任何补贴，或所选的已被办理。",
        "None was chosen, or they were dealt with meanwhile.",
    ),
    "n_chosen": ("{} 笔，合计", "{} in all, together"),
    "do_all": ("{}（{} 笔）", "{} ({})"),
    "batch_done": ("办理结果：{}", "What came of it: {}"),
    "n_done": ("已办 {} / {} 笔，金额", "{} of {} done, together"),
    "result": ("结果", "Result"),
    "was_done": ("已办", "done"),
    "was_not": ("未办", "not done"),
    "second_needed": ("已批准，待第二人审批", "Approved; a second person decides next"),
    "back": ("返回补贴清单", "Back to the subsidies"),
    "more_at_once": ("继续批量办理", "More of these"),
}
MONEY: dict[str, tuple[str, str]] = _SUBSIDIES | _BATCH
