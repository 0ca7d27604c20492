"""Sentences about remarks and ratings."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("意见", "Comments"),
    "n_open": ("{} 条未办结", "{} open"),
    "words": ("意见内容", "Your comment"),
    "hint": (
        "只有本申请的双方能看到；对方会收到通知。",
        "Only the two parties of this file read it; the other one is notified.",
    ),
    "make": ("就“{}”发表意见", "Comment on: {}"),
    "send": ("发表", "Send"),
    "settle": ("办结", "Settle"),
    "settled": ("已办结", "Settled"),
    "settled_by": ("{} 于 {} 办结", "settled by {} on {}"),
    "not_made": ("意见没有发表", "The comment was not sent"),
    "back": ("返回", "Back"),
    "rate": ("评价本次服务", "Rate this service"),
    "rate_lead": (
        "您对 {} 办理这项申请是否满意？评价提交后不能更改，机构和主管部门都能看到。",
        "How satisfied are you with how {} handled this application? A rating cannot be changed; the institution and the "
        "office see it.",
    ),
    "score": ("满意程度", "How satisfied"),
    "why": ("原因或建议", "Why, or what could be better"),
    "rate_send": ("提交评价", "Send the rating"),
    "rated": ("您的评价", "Your rating"),
    "rating": ("企业评价", "The enterprise's rating"),
    "ratings": ("服务评价", "Ratings of the service"),
    "ratings_lead": (
        "企业在申请有结果后的评价，五级（非常满意至非常不满意）。",
        "What enterprises said once their application had come to something, in five levels.",
    ),
    "none": ("还没有评价。企业在申请有结果后可以评价。", "Nothing yet: enterprises rate once an application has come to something."),
    "file": ("申请", "Application"),
    "institution": ("机构", "Institution"),
    "day": ("日期", "Day"),
    "changed": ("与上一次报价相比", "Compared with the offer before"),
    "changed_from": ("{}：{} → {}", "{}: {} → {}"),
}  # fmt: skip
