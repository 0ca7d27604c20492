"""Sentences about lists."""

WORDS: dict[str, tuple[str, str]] = {
    "yuan": ("元", "yuan"),
    "any": ("全部", "Any"),
    "apply": ("筛选", "Filter"),
    "clear": ("清除筛选", "Clear filters"),
    "count": ("共 {} 条", "{} rows"),
    "count_more": ("{} 条以上，请缩小范围", "more than {} rows; narrow it down"),
    "page": ("第 {} / {} 页", "Page {} of {}"),
    "pages": ("翻页", "Pages"),
    "before": ("上一页", "Previous"),
    "after": ("下一页", "Next"),
    "export": ("导出", "Export"),
    "order_by": ("按 {} 排序", "Order by {}"),
    "no_match": ("没有符合条件的记录。", "No row matches."),
    "drop": ("可以去掉这个条件：{} = {}", "Try without: {} = {}"),
    "empty": ("这里还没有内容。", "There is nothing here yet."),
    "rows": ("列表", "List"),
}
