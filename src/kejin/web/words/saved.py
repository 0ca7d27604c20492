"""Sentences about saved views of lists."""

WORDS: dict[str, tuple[str, str]] = {
    "views": ("保存的视图", "Saved views"),
    "all": ("默认", "Default"),
    "save": ("保存当前视图", "Save this view"),
    "save_short": ("保存", "Save"),
    "save_hint": (
        "保存现在的筛选、排序、所选列和密度。同名的视图会被替换。",
        "Keeps the filters, order, columns and density as they are now. A view of the same name is replaced.",
    ),
    "name": ("视图名称", "Name of the view"),
    "shared": ("与本机构的成员共享", "Share with the members of my organisation"),
    "is_shared": ("共享", "shared"),
    "shared_by": ("由 {} 共享", "shared by {}"),
    "manage": ("重命名、共享或删除此视图", "Rename, share or delete this view"),
    "change": ("保存更改", "Save changes"),
    "remove": ("删除视图", "Delete the view"),
    "removed": ("已删除视图“{}”。", "The view “{}” was deleted."),
    "undo": ("撤销", "Undo"),
    "too_many": ("同一列表最多保存 {} 个视图，请先删除不用的视图。", "At most {} views of one list are kept; delete one first."),
    "name_taken": ("您已有名为“{}”的视图，请换一个名称。", "You already have a view named “{}”; choose another name."),
    "not_saved": ("视图没有保存", "The view was not saved"),
    "back": ("返回列表", "Back to the list"),
}  # fmt: skip
