"""One policy in words: head, figures with their dates, clauses and confidence, tables, sources."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from kejin.cli.output import printable
from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.policy import Confidence, Policy
from kejin.policy.documents import ClauseDocument, ParameterDocument, SourceDocument, TableDocument

_HEADINGS = {
    "decisions": Label("结论项", "Decisions"),
    "figures": Label("数值", "Figures"),
    "tables": Label("分档表", "Tables"),
    "sources": Label("来源", "Sources"),
    "missing": Label("没有核对的内容", "What is left out"),
    "checked": Label("核对至", "Checked through"),
    "unknown": Label("未知", "unknown"),
    "since": Label("自", "from"),
}


def print_policy(console: Console, policy: Policy, say: Speaker) -> None:
    """Print a policy as a person reads it."""
    console.print(Text(f"{policy.id}  {say(policy.label)}", style="bold"))
    console.print(Text(say(policy.summary)))
    checked = f"{say(_HEADINGS['checked'])} {policy.head.checked_through}"
    console.print(
        Text(
            f"{policy.head.jurisdiction} · {say(_HEADINGS['since'])} {policy.head.start} · {checked}",
            style="dim",
        )
    )
    for key, lines in _sections(policy, say).items():
        if lines:
            console.print()
            console.print(Text(say(_HEADINGS[key]), style="bold"))
            for line in lines:
                console.print(line)


def known_text(counts: Mapping[str, int], say: Speaker) -> str:
    """The counts in words: "official text 2 · reported 14"."""
    labels = {confidence.value: label for confidence, label in CONFIDENCE.items()}
    return " · ".join(
        f"{say(labels.get(name, _HEADINGS['unknown']))} {count}" for name, count in counts.items()
    )


def _sections(policy: Policy, say: Speaker) -> Mapping[str, list[Text]]:
    decisions = [Text(f"  {policy.id}.{d.id}  {say(d.label.label)}") for d in policy.decisions.values()]
    return {
        "decisions": decisions,
        "figures": [line for one in policy.parameters.values() for line in _parameter(one, say)],
        "tables": [line for one in policy.tables.values() for line in _table(one, say)],
        "sources": [_source(one, say) for one in policy.sources.values()],
        "missing": [Text(f"  · {say(text.label)}") for text in policy.head.missing],
    }


def _parameter(document: ParameterDocument, say: Speaker) -> Iterator[Text]:
    yield Text(f"  {document.id}  {say(document.label.label)}")
    for version in document.versions:
        value = version.value if isinstance(version.value, str) else ", ".join(version.value or ())
        shown = f"{value or say(_HEADINGS['unknown'])}{document.unit if value and document.unit else ''}"
        yield Text(f"      {version.start}  {shown}  ", style="default").append(
            _place(version.clause, version.confidence, say), style="dim"
        )


def _table(document: TableDocument, say: Speaker) -> Iterator[Text]:
    yield Text(f"  {document.id}  {say(document.label.label)}")
    for version in document.versions:
        yield Text(f"      {version.start}  ").append(
            _place(version.clause, version.confidence, say), style="dim"
        )
        for row in version.rows:
            value = row.value or say(_HEADINGS["unknown"])
            yield Text(
                f"        {row.id}  {say(row.label.label)} → {value}{document.unit if row.value else ''}"
            )


def _place(clause: ClauseDocument, confidence: Confidence, say: Speaker) -> str:
    quote = f" “{printable(clause.quote)}”" if clause.quote else ""
    return f"{clause.doc} {clause.at} [{say(CONFIDENCE[confidence])}]{quote}"


def _source(source: SourceDocument, say: Speaker) -> Text:
    parts = [say(source.title.label), source.number, str(source.issued or ""), source.kind, source.read]
    return Text(f"  {source.id}  " + " · ".join(printable(part) for part in parts if part))
