"""What a trial prints: every step with its seconds, then where everything is and who may log in."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from kejin.cli import tracking
from kejin.cli.output import messages, results
from kejin.cli.speaking import Speaker
from kejin.cli.trial.places import Trial
from kejin.cli.trial.visiting import Visit
from kejin.facts import Label

# Whom to log in as: one of each kind, with what he is there for. The rest stands in people.json.
SHOWN: Sequence[tuple[str, Label]] = (
    (
        "firm001.cfo",
        Label(
            "企业：答复、比较、申请、数据、授权", "enterprise: answers, offers, applications, data, consents"
        ),
    ),
    (
        "bank.handler",
        Label("银行经办：待办、审批材料、合同、报表", "bank, handler: work list, evidence, contracts, tapes"),
    ),
    ("bank.approver", Label("银行审批", "bank, approver")),
    ("pool.handler", Label("风险补偿资金池经办：核算补偿", "compensation pool, handler: claims")),
    ("pool.approver", Label("风险补偿资金池审批", "compensation pool, approver")),
    ("guarantor.handler", Label("担保机构经办", "guarantor, handler")),
    (
        "research.analyst",
        Label(
            "研究机构分析员：汇总表、情景、笔记本", "research institute, analyst: tables, what-ifs, notebooks"
        ),
    ),
    ("office.handler", Label("主管部门经办：矩阵、地图", "office, handler: matrix, map")),
    ("office.admin", Label("主管部门管理员：人员、后台任务", "office, administrator: people, jobs")),
)


class Teller:
    """Says what has been done and how long it took, on standard error."""

    def __init__(self, say: Speaker) -> None:
        self.say = say
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._begun

    def note(self, label: Label) -> None:
        """A line, with the seconds since the beginning."""
        messages().print(f"{self.seconds:6.1f} s  {self.say(label)}", markup=False)

    @contextmanager
    def step(self, label: Label) -> Iterator[None]:
        """A step: drawn while it goes on, a line when it is done."""
        with tracking.step(self.say(label)):
            yield
        self.note(label)


def print_log_ins(teller: Teller, trial: Trial, people: Mapping[str, str]) -> None:
    """The address, and who may log in."""
    say, console = teller.say, results()
    console.print()
    console.print(f"→ {trial.address}", style="bold")
    console.print(
        say(
            Label(
                f"  登录密码均为 {trial.password}：",
                f"  Everybody logs in with the password {trial.password}:",
            )
        )
    )
    for username, what in SHOWN:
        if username in people:
            console.print(f"    {username:<18} {people[username]} · {say(what)}", highlight=False)
    more = len(people) - len(SHOWN)
    console.print(
        say(
            Label(
                f"  另有 {more} 人，见 {trial.home / 'people.json'}。均为虚构。",
                f"  {more} more are listed in {trial.home / 'people.json'}. All are invented.",
            )
        )
    )
    console.print()


def print_visits(teller: Teller, visits: Sequence[Visit]) -> None:
    """What the pages answered."""
    say = teller.say
    results().print(say(Label("各类用户的首页：", "First pages of each kind of user:")))
    for one in visits:
        who = one.username or say(Label("未登录", "nobody"))
        mark = "✓" if one.status == 200 else "✗"
        results().print(
            f"  {mark} {who:<16} {one.path:<16} {one.status}  {one.milliseconds} ms", highlight=False
        )


def print_where(teller: Teller, trial: Trial) -> None:
    """Where everything is."""
    say, console = teller.say, results()
    lines = (
        (trial.out / "report" / "report.html", Label("运行报告", "the report, in both languages; no network needed")),
        (trial.out / "report" / "report.xlsx", Label("报告的工作簿", "its workbook")),
        (trial.out / "index.html", Label("单户答复页", "single enterprises")),
        (trial.home, Label("记录库、站点与日志", "records, site and logs; `kejin demo end` removes them")),
    )  # fmt: skip
    console.print()
    for path, what in lines:
        console.print(f"→ {path}   {say(what)}", highlight=False)
