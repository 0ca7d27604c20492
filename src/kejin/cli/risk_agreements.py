"""Sharing agreements as words and as JSON: parties, shares, limits, stop lines, fees."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.policy.phrases import term_words
from kejin.policy.wording import value_text
from kejin.risk.agreements import Agreement, Arrangement, Limit, StopLine, Taker

_W = {
    "bears": Label("承担", "bears"),
    "rest": Label("承担其余", "bears the rest"),
    "unread": Label("未读到", "not read"),
    "between": Label("介于", "between"),
    "limit": Label("上限", "Limit"),
    "stop": Label("止损线", "Stop line"),
    "ceiling": Label("合计上限", "Ceiling"),
    "fee": Label("费用", "Fee"),
    "money": Label("以所持资金为限", "what it holds"),
    "of": Label("乘以", "of"),
}


def agreement_as_plain(arrangement: Arrangement) -> dict[str, object]:
    """One agreement for JSON."""
    (agreement,) = arrangement.agreements
    return {
        "key": agreement.key,
        "label": agreement.label,
        "bearer": arrangement.parties[agreement.bearer].key,
        "takers": [
            {
                "party": arrangement.parties[taker.party].key,
                "label": arrangement.parties[taker.party].label,
                "public": arrangement.parties[taker.party].public,
                "share": _share(arrangement, taker),
            }
            for taker in agreement.takers
        ],
        "limits": [
            {"key": limit.key, "label": limit.label, "amount": _amount(arrangement, limit)}
            for limit in arrangement.limits
        ],
        "stop_lines": [
            {"key": s.key, "label": s.label, "share": _line(arrangement, s)} for s in arrangement.stop_lines
        ],
        "recovery": agreement.document.recovery.order or "pro rata",
    }


def print_agreements(console: Console, listed: Sequence[Arrangement], say: Speaker) -> None:
    """Print the agreements, each with who bears what and within which limits."""
    for arrangement in listed:
        (agreement,) = arrangement.agreements
        console.print(Text(f"{agreement.key}  ", style="bold").append(say(agreement.label)))
        for line in _lines(arrangement, agreement, say):
            console.print(Text(f"    {line}"))


def _lines(arrangement: Arrangement, agreement: Agreement, say: Speaker) -> Iterator[str]:
    for taker in agreement.takers:
        party = arrangement.parties[taker.party]
        yield f"{say(party.label)} {say(_W['bears'])}: {say(_share(arrangement, taker))}"
    yield f"{say(arrangement.parties[agreement.bearer].label)} {say(_W['rest'])}"
    if agreement.names.ceiling:
        yield f"{say(_W['ceiling'])}: {say(_value(arrangement, agreement.names.ceiling))}"
    for limit in arrangement.limits:
        yield f"{say(_W['limit'])}: {say(limit.label)} {say(_amount(arrangement, limit))}"
    for stop in arrangement.stop_lines:
        yield f"{say(_W['stop'])}: {say(stop.label)} {say(_line(arrangement, stop))}"
    for fee in agreement.fees:
        payer, payee = arrangement.party_label(fee.payer), arrangement.party_label(fee.payee)
        yield f"{say(_W['fee'])}: {say(fee.label)}, {say(payer)} → {say(payee)}"


def _share(arrangement: Arrangement, taker: Taker) -> Label:
    """A share in words: its value, how it is made, or the bounds of one that nobody has read."""
    term = arrangement.ruleset.nodes[taker.share].term if taker.share else None
    if term is not None and (taker.most == "" or term.constant is not None):
        return _value(arrangement, taker.share)
    if not taker.most:
        return _W["unread"]
    most = _value(arrangement, taker.most)
    least = _value(arrangement, taker.least) if taker.least else Label("0%", "0%")
    words = _W["unread"]
    return Label(f"{words.zh}（{least.zh}至{most.zh}）", f"{words.en} ({least.en} to {most.en})")


def _amount(arrangement: Arrangement, limit: Limit) -> Label:
    if limit.document.funded:
        return _W["money"]
    return _value(arrangement, limit.amount or limit.share)


def _line(arrangement: Arrangement, stop: StopLine) -> Label:
    return _value(arrangement, stop.share)


def _value(arrangement: Arrangement, name: str) -> Label:
    """The value behind a name where it is one for all loans, else how it is made."""
    node = arrangement.ruleset.nodes[name]
    if node.grain is None:
        constant = node.term.constant
        return value_text(constant, node.term.unit) if constant is not None else _W["unread"]
    return term_words(arrangement.ruleset, node.term)
