"""Long work beside the pages: with progress and a name for each step, to be cancelled, safe to leave.

@job("report", Label("生成报告", "Make the report"))
def report(progress: Progress, *, run: str) -> dict[str, object]: ...      in a module that `apps.ready` imports

return begin(request, "report", run=...)                                    in a view: leads to the page of the job
"""
