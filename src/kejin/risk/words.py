"""The lines of an allocation in words, Chinese and English."""

from collections.abc import Callable, Mapping

from kejin.facts import Label
from kejin.money import readable_yuan
from kejin.risk import arrays
from kejin.risk.agreements import Arrangement
from kejin.risk.ledger import Line


def yuan(fen: int) -> Label:
    """An exact amount in both languages."""
    return Label(readable_yuan(fen), readable_yuan(fen, language="en"))


_LINES: Mapping[int, tuple[str, str]] = {
    arrays.LOSS: ("损失{amount}，先由{target}承担", "Loss of {amount}, first borne by: {target}"),
    arrays.SHARE: ("{target}承担{amount}（{agreement}）", "{target} bears {amount} ({agreement})"),
    arrays.RETURNED: (
        "{taker}因“{limit}”少担的{amount}转由{target}承担",
        "{target} bears {amount} that “{limit}” cuts off the part of: {taker}",
    ),
    arrays.RECOVERY: ("追回款中{target}得{amount}", "Of the money recovered {target} gets {amount}"),
    arrays.SURPLUS: (
        "追回超出全部承担额的{amount}归{target}",
        "{amount} recovered beyond all that was borne goes to: {target}",
    ),
    arrays.CLAWBACK: (
        "{source}收回{amount}，由{target}承担",
        "{source} takes {amount} back; {target} bears it",
    ),
    arrays.RESUMED: ("{target}补付此前暂缓的{amount}", "{target} pays {amount} that had been suspended"),
    arrays.OVER_LIMIT: (
        "“{limit}”使{target}少担{amount}",
        "“{limit}” cuts {amount} off the part of: {target}",
    ),
    arrays.SUSPENDED: (
        "{target}应担的{amount}因“{stop}”暂缓，仍由{source}承担",
        "{amount} due from {target} is suspended by “{stop}”; borne by: {source}",
    ),
    arrays.LINE_UNKNOWN: (
        "{target}应担的{amount}待定：“{stop}”的年度数未填报，仍由{source}承担",
        "{amount} due from {target} is open, as the year's figures for “{stop}” are not stated; borne by: {source}",
    ),
    arrays.UNDETERMINED: (
        "{amount}如何分担待定（{agreement}）：有条件或比例未知",
        "How {amount} is shared is open ({agreement}): a condition or a share is not known",
    ),
    arrays.OUTSIDE: (
        "{amount}超出可分担部分（{agreement}）",
        "{amount} lies beyond the part that is shared ({agreement})",
    ),
    arrays.EXPIRED: (
        "{amount}发生在期限之后，不分担（{agreement}）",
        "{amount} comes after the term and is not shared ({agreement})",
    ),
    arrays.OVER_CEILING: (
        "合计上限使{target}少担{amount}（{agreement}）",
        "The ceiling on all parts cuts {amount} off the part of: {target} ({agreement})",
    ),
    arrays.NOTHING_LEFT: (
        "{source}已无可分担的{amount}，{target}不再承担",
        "{source} has no {amount} left to be shared; {target} bears nothing of it",
    ),
    arrays.WITHDRAWN: (
        "{target}此前暂缓的{amount}不再支付",
        "{amount} suspended until now will not be paid by: {target}",
    ),
}


def line_words(arrangement: Arrangement, line: Line) -> Label:
    """One line as a sentence."""
    zh, en = _LINES[line.what]
    parts = _parts(arrangement, line)
    return Label(
        zh.format(**{name: label.zh for name, label in parts.items()}),
        en.format(**{name: label.en for name, label in parts.items()}),
    )


def _parts(arrangement: Arrangement, line: Line) -> dict[str, Label]:
    return {
        "amount": yuan(line.amount_fen),
        "source": _at(line.source, lambda place: arrangement.parties[place].label),
        "target": _at(line.target, lambda place: arrangement.parties[place].label),
        "taker": _at(line.taker, lambda place: arrangement.parties[arrangement.takers[place].party].label),
        "agreement": _at(line.agreement, lambda place: arrangement.agreements[place].label),
        "limit": _at(cause_of(line, stop=False), lambda place: arrangement.limits[place].label),
        "stop": _at(cause_of(line, stop=True), lambda place: arrangement.stop_lines[place].label),
    }


def cause_of(line: Line, *, stop: bool) -> int | None:
    """The limit that a line is about or, with `stop`, the stop line; None where it is about none."""
    is_stop = line.what in (arrays.SUSPENDED, arrays.LINE_UNKNOWN)
    return line.cause if is_stop == stop else None


def _at(place: int | None, label: Callable[[int], Label]) -> Label:
    return label(place) if place is not None else Label("—", "—")


CODES: Mapping[int, str] = {
    arrays.LOSS: "loss",
    arrays.SHARE: "share",
    arrays.RETURNED: "returned",
    arrays.RECOVERY: "recovery",
    arrays.SURPLUS: "surplus",
    arrays.CLAWBACK: "clawback",
    arrays.RESUMED: "resumed",
    arrays.OVER_LIMIT: "over_limit",
    arrays.SUSPENDED: "suspended",
    arrays.LINE_UNKNOWN: "line_unknown",
    arrays.UNDETERMINED: "undetermined",
    arrays.OUTSIDE: "outside",
    arrays.EXPIRED: "expired",
    arrays.OVER_CEILING: "over_ceiling",
    arrays.NOTHING_LEFT: "nothing_left",
    arrays.WITHDRAWN: "withdrawn",
}
"""What each line is called in JSON and in tables."""
