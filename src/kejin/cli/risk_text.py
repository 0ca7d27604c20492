"""Shared losses as words and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from kejin.cli.output import printable
from kejin.cli.pages.wording import CONFIDENCE
from kejin.cli.speaking import Speaker
from kejin.cli.terminal import clause_text, dates_line, grow
from kejin.facts import Label
from kejin.policy import ExplainedInput
from kejin.risk.agreements import Party
from kejin.risk.events import KINDS
from kejin.risk.explaining import AgreementReasons, Reasons, basis_of, bounds_of
from kejin.risk.ledger import Allocation, Ledger, Line
from kejin.risk.words import CODES, line_words, yuan

_W = {
    "loan": Label("贷款", "Loan"),
    "party": Label("承担方", "Who bears it"),
    "borne": Label("净承担", "Borne, net"),
    "total": Label("合计", "Total"),
    "public": Label("财政资金", "public money"),
    "suspended": Label("暂缓未付", "Suspended"),
    "limit": Label("上限与止损线", "Limits and stop lines"),
    "used": Label("已用", "Used"),
    "room": Label("余额", "Room"),
    "amount": Label("限额", "Limit"),
    "unknown": Label("未知，未执行", "not known, not enforced"),
    "state": Label("账面摘要", "State"),
    "reasons": Label("依据", "Reasons"),
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A ledger with the reasons of its loans, if they were worked out; `only` names the one loan to show."""

    ledger: Ledger
    reasons: Reasons | None
    only: str

    @property
    def allocations(self) -> list[Allocation]:
        """The allocations to show."""
        return [made for made in self.ledger.allocations if not self.only or made.loan_id == self.only]


def shared_as_plain(shared: Shared) -> dict[str, object]:
    """All of it for JSON."""
    ledger = shared.ledger
    arrangement = ledger.book.arrangement
    return {
        "dates": arrangement.ruleset.dates,
        "rules_digest": arrangement.ruleset.digest,
        "what_if": arrangement.ruleset.overlay,
        "agreements": [{"key": a.key, "label": a.label} for a in arrangement.agreements],
        "allocations": [_allocation_as_plain(shared, made) for made in shared.allocations],
        "parties": [
            {"key": party.key, "label": party.label, "public": party.public, "borne_fen": fen}
            for party, fen in _borne(ledger)
        ],
        "suspended": ledger.suspended(),
        "rooms": ledger.rooms(),
        "state_digest": ledger.digest(),
        "reasons": shared.reasons.of(shared.only) if shared.only and shared.reasons else None,
    }


def _allocation_as_plain(shared: Shared, made: Allocation) -> dict[str, object]:
    arrangement = shared.ledger.book.arrangement
    reasons = shared.reasons.of(made.loan_id) if shared.reasons else None
    return {
        "on": made.event.on,
        "kind": made.event.kind,
        "loan_id": made.loan_id,
        "amount_fen": made.event.principal_fen + made.event.interest_fen,
        "lines": [
            {
                "what": CODES[line.what],
                "moves": line.moves,
                "source": arrangement.parties[line.source].key if line.source is not None else None,
                "target": arrangement.parties[line.target].key if line.target is not None else None,
                "amount_fen": line.amount_fen,
                "agreement": arrangement.agreements[line.agreement].key
                if line.agreement is not None
                else None,
                "text": line_words(arrangement, line),
                "basis": basis_of(arrangement, reasons, line) if reasons else None,
                "bounds": bounds_of(arrangement, reasons, line) if reasons else None,
            }
            for line in made.lines
        ],
    }


def _borne(ledger: Ledger) -> Iterator[tuple[Party, int]]:
    totals = ledger.state.burden.sum(axis=0).tolist()
    return zip(ledger.book.arrangement.parties, totals, strict=True)


def print_shared(console: Console, shared: Shared, say: Speaker) -> None:
    """Print every event with its lines and what they rest on, then who bears what and how much room is left."""
    ruleset = shared.ledger.book.arrangement.ruleset
    console.print(Text(dates_line(ruleset.dates, ruleset.digest, say), style="dim"))
    for made in shared.allocations:
        reasons = shared.reasons.of(made.loan_id) if shared.reasons else []
        console.print()
        console.print(_heading(made, say))
        for line in made.lines:
            for text in _shown(shared, line, reasons, say=say):
                console.print(text)
    if shared.only and shared.reasons:
        _print_reasons(console, shared.reasons.of(shared.only), say)
        return
    console.print()
    console.print(_parties(shared.ledger, say))
    _print_rooms(console, shared.ledger, say)
    console.print(Text(f"{say(_W['state'])} {shared.ledger.digest()}", style="dim"))


def _heading(made: Allocation, say: Speaker) -> Text:
    event = made.event
    line = Text(f"{event.on}  {say(KINDS[event.kind])}  ", style="bold")
    line.append(f"{say(_W['loan'])} {printable(made.loan_id)}", style="default")
    amount = event.principal_fen + event.interest_fen
    return line.append(f"  {say(yuan(amount))}", style="default") if amount else line


def _shown(
    shared: Shared, line: Line, reasons: Sequence[AgreementReasons], *, say: Speaker
) -> Iterator[Text]:
    arrangement = shared.ledger.book.arrangement
    mark = "→" if line.moves else "·"
    yield Text(f"  {mark} {say(line_words(arrangement, line))}")
    for item in basis_of(arrangement, reasons, line) if reasons else ():
        yield Text(f"      {_basis(item, say)}", style="dim")
    for bound in bounds_of(arrangement, reasons, line) if reasons else ():
        between = f"{say(yuan(bound.least_fen))} – {say(yuan(bound.most_fen))}"
        yield Text(f"      {say(bound.party)}: {between}", style="dim")


def _basis(item: ExplainedInput, say: Speaker) -> str:
    text = f"{say(item.label)} {say(item.value.text)}"
    if item.row_label is not None:
        text += f" ({say(item.row_label)})"
    if item.confidence is not None:
        text += f" [{say(CONFIDENCE[item.confidence])}]"
    return "  ".join([text, *(clause_text(clause, say) for clause in item.clauses)])


def _print_reasons(console: Console, reasons: Sequence[AgreementReasons], say: Speaker) -> None:
    for found in reasons:
        console.print()
        tree = Tree(Text(f"{say(found.covers.label)}  {say(_W['reasons'])}", style="bold"), guide_style="dim")
        for explanation in (found.covers, found.loss):
            if explanation is not None:
                grow(tree, explanation.tree, say)
        console.print(tree)


def _parties(ledger: Ledger, say: Speaker) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(_W["party"]))
    table.add_column(say(_W["borne"]), justify="right")
    total = 0
    for party, fen in _borne(ledger):
        public = f"  ({say(_W['public'])})" if party.public else ""
        table.add_row(say(party.label) + public, say(yuan(fen)))
        total += fen
    table.add_row(say(_W["total"]), say(yuan(total)), style="bold")
    suspended = int(ledger.state.pending.sum())
    if suspended:
        table.add_row(say(_W["suspended"]), say(yuan(suspended)), style="yellow")
    return table


def _print_rooms(console: Console, ledger: Ledger, say: Speaker) -> None:
    arrangement = ledger.book.arrangement
    labels = {limit.key: limit.label for limit in arrangement.limits}
    labels |= {line.key: line.label for line in arrangement.stop_lines}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("limit", "left"), ("amount", "right"), ("used", "right"), ("room", "right")):
        table.add_column(say(_W[name]), justify="right" if justify == "right" else "left")
    for row in ledger.rooms().iter_rows(named=True):
        place = " ".join(str(part) for part in (printable(row["group"] or ""), row["year"]) if part)
        known = row["amount_fen"] is not None
        table.add_row(
            f"{say(labels[row['key']])} {place}".strip(),
            say(yuan(row["amount_fen"])) if known else say(_W["unknown"]),
            say(yuan(row["used_fen"])),
            say(yuan(row["room_fen"])) if known else "",
        )
    if table.row_count:
        console.print()
        console.print(table)
