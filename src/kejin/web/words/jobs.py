"""Sentences about jobs."""

WORDS: dict[str, tuple[str, str]] = {
    "all": ("后台任务", "Jobs"),
    "what": ("任务", "Job"),
    "state": ("状态", "State"),
    "asked": ("提交时间", "Asked for"),
    "waiting": ("等待中", "Waiting"),
    "running": ("进行中", "Running"),
    "done": ("已完成", "Done"),
    "failed": ("未完成", "Failed"),
    "cancelled": ("已取消", "Cancelled"),
    "leave": (
        "可以离开本页，任务会继续；完成后在“后台任务”中查看。",
        "You may leave this page; the work goes on, and its result will stand under Jobs.",
    ),
    "cancel": ("取消任务", "Cancel"),
    "open": ("打开结果", "Open the result"),
    "failed_text": (
        "任务因系统错误没有完成，没有留下不完整的结果。可以重新提交。",
        "A mistake of ours ended it; nothing half-done was left. It may be asked for again.",
    ),
    "empty": ("还没有后台任务。耗时的计算会显示在这里。", "No jobs yet. Long computations will stand here."),
}
