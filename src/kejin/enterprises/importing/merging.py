"""The pieces of all sheets as one frame for each grain, with repeated keys and contradictions named."""

from collections.abc import Iterator, Sequence

import polars as pl

from kejin.enterprises.importing.identities import BY_NAME
from kejin.enterprises.importing.pieces import Piece
from kejin.enterprises.importing.problems import Findings
from kejin.enterprises.importing.reasons import Reason
from kejin.facts import GRAINS, Grain, Label, SourceSheet, dictionary, may_repeat

# A finer sheet has to say whom it is about; that is no news about the enterprise.
_WHO = {"enterprise_id", "credit_code", "enterprise_name", "year"}
_PLACE = ("_sheet", "_row")


def merge(
    pieces: Sequence[Piece], sheets: Sequence[SourceSheet], findings: Findings
) -> dict[Grain, pl.DataFrame]:
    """One frame for each grain, every key once.

    What a sheet says in passing (a loan tape about its borrowers) counts only where no sheet is about that grain
    itself, and only if all its rows agree.
    """
    linked = _linked_by_name(pieces, findings)
    frames = {}
    for grain in Grain:
        of_grain = [piece for piece in linked if piece.grain is grain]
        own = [piece for piece in of_grain if piece.own]
        passing = [piece for piece in of_grain if not piece.own]
        if own and passing:
            _notice_passed_over(passing, sheets, findings)
        made = _once(own, findings) if own else _agreed(passing, findings)
        if made is not None and made.height:
            frames[grain] = made
    _add_mentioned(frames, findings)
    return frames


def _once(pieces: Sequence[Piece], findings: Findings) -> pl.DataFrame | None:
    """The pieces that are about a grain itself, one below the other; a key that stands twice is a problem."""
    keys = list(GRAINS[pieces[0].grain].keys)
    frame = _stacked([_collapsed(piece, keys, findings) for piece in pieces])
    if frame.height and may_repeat(frame, keys):
        repeated = frame.filter(pl.struct(keys).is_duplicated()).drop_nulls(keys)
        for group in _groups(repeated, keys, findings):
            _problem(group, pieces, keys[0], reason=Reason.REPEATED_KEY, keys=keys, findings=findings)
    return frame


def _collapsed(piece: Piece, keys: list[str], findings: Findings) -> pl.DataFrame:
    """With `repeats: same`: rows that agree in everything that is read become the first of them."""
    if piece.repeats != "same":
        return piece.frame
    facts = [name for name in piece.frame.columns if name not in _PLACE]
    collapsed = piece.frame.unique(subset=facts, keep="first", maintain_order=True)
    gone = piece.frame.height - collapsed.height
    if gone:
        repeated = piece.frame.filter(pl.struct(facts).is_duplicated()).sort([*keys, "_row"])
        rows = ", ".join(str(row) for row in repeated["_row"].head(10))
        text = Label(
            f"{gone} 行重复且内容相同，按一行计（行 {rows}）",
            f"{gone} repeated rows say the same and count once (rows {rows})",
        )
        findings.notice("rows.same", next(iter(piece.placed.values())).sheet.place, text)
    return collapsed


def _agreed(pieces: Sequence[Piece], findings: Findings) -> pl.DataFrame | None:
    """What several rows say in passing about one subject: the fullest row, which the others may not contradict."""
    if not pieces:
        return None
    keys = list(GRAINS[pieces[0].grain].keys)
    frame = _stacked([piece.frame for piece in pieces]).drop_nulls(keys)
    facts = [name for name in frame.columns if name not in (*keys, *_PLACE)]
    if not facts:
        return frame.unique(subset=keys, keep="first", maintain_order=True)
    known = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.UInt32) for name in facts])
    ordered = frame.with_columns(known.alias("_known")).sort(
        ["_known", *_PLACE], descending=[True, False, False]
    )
    fullest = ordered.unique(subset=keys, keep="first", maintain_order=True).drop("_known")
    for name in facts:
        values = frame.select(*keys, name).drop_nulls(name)
        seen = values.group_by(keys).agg(pl.col(name).n_unique().alias("_values"))
        chosen = fullest.select(*keys, pl.col(name).is_null().alias("_missing"))
        bad = seen.join(chosen, on=keys).filter((pl.col("_values") > 1) | pl.col("_missing")).select(keys)
        if bad.height:
            involved = frame.join(bad, on=keys, how="semi")
            for group in _groups(involved, keys, findings):
                _problem(group, pieces, name, reason=Reason.CONTRADICTION, keys=keys, findings=findings)
    return fullest.sort(_PLACE)


def _stacked(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]


def _groups(frame: pl.DataFrame, keys: list[str], findings: Findings) -> Iterator[pl.DataFrame]:
    """The rows of each key, as many keys as the findings have room for; the rest is counted."""
    if not frame.height:
        return
    each = frame.sort(_PLACE).select(keys).unique(maintain_order=True)
    listed = each.head(findings.room())
    findings.uncounted += each.height - listed.height
    shown = frame.join(listed, on=keys, how="semi").sort(_PLACE)
    for _, group in shown.group_by(keys, maintain_order=True):
        yield group


def _problem(
    group: pl.DataFrame,
    pieces: Sequence[Piece],
    column: str,
    *,
    reason: Reason,
    keys: list[str],
    findings: Findings,
) -> None:
    """A problem at the second of the rows that do not go together, naming the first."""
    if not findings.room():
        findings.uncounted += 1
        return
    by_sheet = {piece.frame["_sheet"][0]: piece for piece in pieces if piece.frame.height}
    rows = group.select(*_PLACE, column).rows(named=True)
    first = rows[0]
    other = next(
        (row for row in rows[1:] if reason is Reason.REPEATED_KEY or row[column] != first[column]), rows[1]
    )
    piece, first_piece = by_sheet[other["_sheet"]], by_sheet[first["_sheet"]]
    placed = piece.placed.get(column) or next(iter(piece.placed.values()))
    first_sheet = next(iter(first_piece.placed.values())).sheet
    where = f"{first_sheet.name}!{first['_row']}" if first_sheet.name else str(first["_row"])
    key = ", ".join(str(group[name][0]) for name in keys)
    if reason is Reason.REPEATED_KEY:
        expected = Label(
            f"每个键一行；第 {where} 行已有 {key}", f"one row for each key; row {where} has {key} already"
        )
    else:
        expected = Label(
            f"与第 {where} 行一致：{first[column]}", f"the same as in row {where}: {first[column]}"
        )
    value = key if reason is Reason.REPEATED_KEY else other[column]
    findings.add_cell(placed.problem(other["_row"] - placed.first_row, value, reason, expected=expected))


def _notice_passed_over(passing: Sequence[Piece], sheets: Sequence[SourceSheet], findings: Findings) -> None:
    for piece in passing:
        facts = [name for name in piece.placed if name in piece.frame.columns and name not in _WHO]
        if facts and piece.frame.height:
            source = sheets[piece.frame["_sheet"][0]]
            labels = [dictionary()[name].label for name in facts]
            text = Label(
                f"企业信息以企业表为准，未读取：{'、'.join(label.zh for label in labels)}",
                f"another sheet is about this; not read here: {', '.join(label.en for label in labels)}",
            )
            findings.notice("facts.elsewhere", f"{source.file}, {source.sheet}", text)


def _linked_by_name(pieces: Sequence[Piece], findings: Findings) -> list[Piece]:
    """Rows identified by name joined to the enterprise of that very name, where another sheet gives its code."""
    named = [piece for piece in pieces if _ids(piece).str.starts_with(BY_NAME).any()]
    coded = [
        p
        for p in pieces
        if p.grain is Grain.ENTERPRISE and p.own and p not in named and "enterprise_name" in p.frame
    ]
    if not named or not coded:
        return list(pieces)
    known = pl.concat(
        [piece.frame.select("enterprise_id", "enterprise_name") for piece in coded]
    ).drop_nulls()
    key = pl.lit(BY_NAME) + pl.col("enterprise_name").str.normalize("NFKC")
    table = known.select(key.alias("_name"), "enterprise_id").unique()
    unique = table.filter(~pl.col("_name").is_duplicated())
    names = dict(unique.iter_rows())
    linked = []
    for piece in pieces:
        if not any(piece is one for one in named):
            linked.append(piece)
            continue
        ids = piece.frame["enterprise_id"].replace(names)
        count = int((ids != piece.frame["enterprise_id"]).sum())
        text = Label(f"{count} 行按名称对应到企业表", f"{count} rows joined to their enterprise by name")
        findings.notice("identity.linked", next(iter(piece.placed.values())).sheet.place, text)
        linked.append(
            Piece(piece.grain, piece.own, piece.frame.with_columns(ids), piece.placed, piece.repeats)
        )
    return linked


def _ids(piece: Piece) -> pl.Series:
    empty = pl.Series([], dtype=pl.String)
    return piece.frame["enterprise_id"] if "enterprise_id" in piece.frame.columns else empty


def _add_mentioned(frames: dict[Grain, pl.DataFrame], findings: Findings) -> None:
    """A row for every enterprise that only a finer sheet mentions; all that is known of it is who it is."""
    mentions = [
        frame.select("enterprise_id", *_PLACE)
        for grain, frame in frames.items()
        if grain is not Grain.ENTERPRISE and "enterprise_id" in frame.columns
    ]
    if not mentions:
        return
    mentioned = (
        pl.concat(mentions).drop_nulls().unique(subset="enterprise_id", keep="first", maintain_order=True)
    )
    known = frames.get(Grain.ENTERPRISE)
    if known is None:
        frames[Grain.ENTERPRISE] = mentioned
        return
    # A join promises no order; rows that come out the same way every time are sorted.
    only = mentioned.join(known, on="enterprise_id", how="anti").sort(_PLACE)
    if only.height:
        examples = ", ".join(only["enterprise_id"].head(3))
        text = Label(
            f"{only.height} 家企业只在其他表中出现，其自身事实未知（如 {examples}）",
            f"{only.height} enterprises stand in other sheets only; their own facts are unknown (such as {examples})",
        )
        findings.notice("enterprise.mentioned", "", text)
        frames[Grain.ENTERPRISE] = pl.concat([known, only], how="diagonal")
