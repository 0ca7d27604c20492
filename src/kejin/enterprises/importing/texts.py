"""Names, titles and codes: hidden characters refused or taken out, one spelling for keys.

Two company names that look alike must not count as two enterprises because one was typed in full-width letters, and a
name must not read backwards on a page because somebody hid a direction mark in it.
"""

from dataclasses import dataclass

import polars as pl

from kejin.enterprises.importing.cells import BLANKS, UNKNOWN, Parsed, marked, no_reasons, tidied
from kejin.enterprises.importing.reasons import Reason
from kejin.facts import Fact
from kejin.identity import CreditCodeProblem, credit_code_problems, normalise_credit_codes

# Printable ASCII and the usual Chinese characters: what needs no second look. Punctuation and letters in full width do.
_ORDINARY = r"^[\x21-\x7e\u{4e00}-\u{9fff}（）]+( [\x21-\x7e\u{4e00}-\u{9fff}（）]+)*$"
_ORDINARY_KEY = r"^[\x21-\x7e\u{4e00}-\u{9fff}]+$"
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u{80}-\u{84}\u{86}-\u{9f}]"
_DIRECTIONS = r"[\u{202a}-\u{202e}\u{2066}-\u{2069}]"
_DAMAGED = r"[\u{fffd}\u{fffe}\u{ffff}\u{fdd0}-\u{fdef}\p{Co}]"
_MARKS = r"\p{M}{4,}"
_INVISIBLE = (
    r"[\u{ad}\u{61c}\u{180e}\u{200b}-\u{200f}\u{2060}-\u{2064}\u{206a}-\u{206f}\u{feff}\u{e0000}-\u{e007f}]"
)
_LOST_DIGITS = r"^[0-9](\.[0-9]+)?[eE]\+[0-9]+$"
_CODE_REASONS = {
    CreditCodeProblem.LENGTH.value: Reason.CODE_LENGTH.value,
    CreditCodeProblem.CHARACTER.value: Reason.CODE_CHARACTER.value,
    CreditCodeProblem.CHECK.value: Reason.CODE_CHECK.value,
    CreditCodeProblem.ORGANISATION.value: Reason.CODE_ORGANISATION.value,
}


@dataclass(frozen=True, slots=True)
class CleanTexts:
    """A parsed column of texts, and in how many cells invisible characters were taken out."""

    parsed: Parsed
    stripped: int = 0


def parse_texts(texts: pl.Series, fact: Fact, *, key: bool) -> CleanTexts:
    """A column of texts.

    Args:
        texts: The cells; null is unknown.
        fact: What the column holds; its maximum is the longest text.
        key: Whether the texts identify something; they are brought to one spelling (NFKC). Other texts keep their
            full-width characters and are only composed (NFC).

    Returns:
        String, blanks around taken off and inner runs of blanks made one.
    """
    easy = texts.str.contains(_ORDINARY_KEY if key else _ORDINARY).fill_null(value=False)
    easy &= ~texts.str.to_lowercase().is_in(list(UNKNOWN)).fill_null(value=False)
    easy &= (texts.str.len_chars() <= fact.maximum).fill_null(value=False)
    # Digits in exponent form are ASCII and yet no code any more.
    easy &= ~texts.str.contains(_LOST_DIGITS).fill_null(value=False)
    easy &= marked(texts).is_null()
    rest = texts.filter(~easy & texts.is_not_null())
    if rest.is_empty():
        return CleanTexts(Parsed(texts))
    slow, stripped = _clean_slowly(rest, fact, key=key)
    places = (~easy & texts.is_not_null()).arg_true()
    values = texts.scatter(places, slow.values)
    reasons = None
    if slow.reasons is not None and slow.reasons.is_not_null().any():
        reasons = no_reasons(texts.len()).scatter(places, slow.reasons)
    return CleanTexts(Parsed(values, reasons), stripped)


def _clean_slowly(texts: pl.Series, fact: Fact, *, key: bool) -> tuple[Parsed, int]:
    raw = pl.col("raw")
    frame = pl.DataFrame({"raw": texts, "marked": marked(texts)}).with_columns(
        visible=raw.str.replace_all(_INVISIBLE, ""), stripped=raw.str.contains(_INVISIBLE)
    )
    tidy = (
        pl.col("visible")
        .str.normalize("NFKC" if key else "NFC")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars(BLANKS)
    )
    frame = frame.with_columns(text=tidy)
    known = ~pl.col("text").str.to_lowercase().is_in(list(UNKNOWN))
    made = frame.select(
        text=pl.when(known).then("text"),
        stripped="stripped",
        reason=pl.coalesce(
            pl.col("marked"),
            *(
                pl.when(wrong).then(pl.lit(reason.value))
                for wrong, reason in (
                    (raw.str.contains(_CONTROLS), Reason.CONTROL_CHARACTER),
                    (raw.str.contains(_DIRECTIONS), Reason.BIDI),
                    (raw.str.contains(_DAMAGED), Reason.DAMAGED_TEXT),
                    (raw.str.contains(_MARKS), Reason.COMBINING_FLOOD),
                    (known & pl.col("text").str.contains(_LOST_DIGITS), Reason.LOST_DIGITS),
                    (pl.col("text").str.len_chars() > fact.maximum, Reason.TOO_LONG),
                )
            ),
        ),
    )
    wrong = made["reason"].is_not_null()
    values = pl.select(pl.when(~wrong).then(made["text"])).to_series()
    return Parsed(values, made["reason"]), int(made["stripped"].sum())


def parse_credit_codes(texts: pl.Series) -> Parsed:
    """A column of unified social credit codes, normalised and each checked.

    Invisible characters and blanks go without a notice: what remains is proved by two check characters.
    """
    plain = tidied(texts)
    values = normalise_credit_codes(plain)
    problems = credit_code_problems(values).replace_strict(
        _CODE_REASONS, default=None, return_dtype=pl.String
    )
    if problems.null_count() == problems.len():
        return Parsed(values)
    lost = pl.when(plain.str.contains(_LOST_DIGITS)).then(pl.lit(Reason.LOST_DIGITS.value))
    reasons = pl.select(
        pl.when(problems.is_not_null()).then(pl.coalesce(marked(texts), lost, problems))
    ).to_series()
    return Parsed(pl.select(pl.when(reasons.is_null()).then(values)).to_series(), reasons)
