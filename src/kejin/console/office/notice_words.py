"""Sentences of the pages about public notices."""

NOTICE: dict[str, tuple[str, str]] = {
    "notices": ("公示", "Public notices"),
    "lists": ("名单", "Lists"),
    "objections": ("异议", "Objections"),
    "public_page": ("对外公示页", "The public page"),
    "notices_lead": (
        "名单由经办依据测算拟定，由另一人公示；公示期内受理异议。补贴的公示从审批通过时自动开始。",
        "Lists are drafted from a run by one person and published by another; objections are taken in during the notice. "
        "Subsidies go on notice by themselves when they are approved.",
    ),
    "no_lists": (
        "还没有名单。经办可从测算结果拟定：领军、链主、专精特新、高新技术、瞪羚等。",
        "There are no lists yet. A handler drafts them from a run: leading firms, chain leaders, specialised and high-tech "
        "enterprises, gazelles and others.",
    ),
    "new": ("拟定名单", "Draft a list"),
    "of_whom": ("名单对象", "Who is on it"),
    "title": ("名称", "Title"),
    "title_zh": ("中文名称", "Title in Chinese"),
    "title_en": ("英文名称", "Title in English"),
    "draft_note": (
        "名单收入当前测算中符合所选认定条件的全部企业，连同规则和事实的版本一并封存；公示前须由另一人核对。",
        "All enterprises that meet the chosen decision by the present run go on the list, kept with the versions of rules "
        "and facts. Somebody else looks at it before it is published.",
    ),
    "publish_note": (
        "自今日起公示 {} 天；登录前即可查看。",
        "On public notice for {} days from today, without logging in.",
    ),
    "own_list": ("这份名单由您拟定，须由另一人公示。", "You drafted this list; somebody else publishes it."),
    "names": ("企业数", "Names"),
    "drafted": ("待公示", "Drafted"),
    "on_notice": ("公示中", "On public notice"),
    "over": ("公示期满，待公布", "Notice is over, to be announced"),
    "concluded": ("已公布", "Announced"),
    "concluded_on": ("{} 公布", "announced on {}"),
    "concluded_lead": (
        "公示已结束，异议均已答复。以下为公布的最终名单。",
        "The notice is over and every objection was answered. These are the names that stand.",
    ),
    "final_lists": ("已公布的名单", "Announced lists"),
    "conclude_note": (
        "公示期已满，异议均已答复。公布最终名单 {} 家（移出 {} 家）；公布后不再受理异议。",
        "The notice is over and every objection answered. {} names are announced ({} struck off); nothing is objected to "
        "afterwards.",
    ),
    "waits_for_answers": (
        "公示期已满，尚有异议待答复；答复后才能公布。",
        "The notice is over, but an objection is open: it is answered before the list is announced.",
    ),
    "waits_for_announcer": (
        "公示期已满，待审批人员公布；拟定或公示这份名单的人除外。",
        "The notice is over. An approver who neither drafted nor published the list announces it.",
    ),
    "open_objections": ("待答复异议", "Open objections"),
    "basis": ("名单从哪里来", "Where this list comes from"),
    "basis_dates": ("法律 {}，事实 {}，已知 {}", "law of {}, facts as of {}, known by {}"),
    "period": ("公示期：{} 至 {}", "Public notice: {} to {}"),
    "place_in_list": ("序号", "No."),
    "remark": ("备注", "Remark"),
    "struck": ("异议成立，移出名单", "struck off: an objection was upheld"),
    "find": ("查找企业名称或信用代码", "Find a name or credit code"),
    "n_names": ("共 {} 家", "{} names"),
    "first_of": (
        "显示前 {} 家，共 {} 家；请查找或下载全部。",
        "The first {} of {} are shown: search, or download all.",
    ),
    "none_found": ("没有找到。", "Nothing was found."),
    "by": ("异议人", "Who objects"),
    "by_hint": ("单位名称或姓名；不对外公开", "Organisation or person; not made public"),
    "ground": ("异议内容", "What is said"),
    "objection_note": (
        "受理后由另一人答复；成立的，企业移出名单。",
        "Somebody else answers it; upheld, the name leaves the list.",
    ),
    "objection_note_subsidy": (
        "受理后由另一人答复；答复前不列入拨付清单。",
        "Somebody else answers it. Until then the subsidy is not listed for payment.",
    ),
    "no_objections": ("没有异议。", "There are no objections."),
    "objection_n": ("异议 {}", "Objection {}"),
    "to": ("针对", "Against"),
    "taken_in": ("受理日", "Taken in"),
    "open": ("待答复", "Open"),
    "upheld": ("成立", "Upheld"),
    "dismissed": ("不成立", "Dismissed"),
    "outcome": ("结论", "Outcome"),
    "words": ("答复", "Answer"),
    "answer_note": ("成立的，该企业移出名单。", "Upheld, the name is struck off the list."),
    "answer_note_subsidy": (
        "成立的，请随后在该补贴页面办理“公示异议成立”，释放预算。",
        "Upheld, withhold the subsidy on its own page next, which frees the budget.",
    ),
    "public_lead": (
        "以下事项正在公示。如有异议，请在公示期内以书面形式向公示单位提出，写明理由并附证据。",
        "The following is on public notice. Objections may be raised in writing with the publishing office within the "
        "period, with reasons and evidence.",
    ),
    "public_lists": ("企业名单公示", "Lists of enterprises"),
    "public_subsidies": ("补贴公示", "Subsidies"),
    "nothing_public": ("目前没有公示事项。", "Nothing is on public notice now."),
    "until": ("公示至 {}", "until {}"),
    "published_by": ("公示单位：{}", "Published by {}"),
    "n_subsidies": ("{} 笔", "{} subsidies"),
    "synthetic": (
        "名单由合成数据得出，企业均为虚构。",
        "This list comes from synthetic data: its enterprises are invented.",
    ),
    "total": ("合计", "Total"),
}
