"""The credit memo: what it says as PDF and as Word, in both languages, and that no text of it becomes markup."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.web.site import browser, code_of

from kejin.console.institution.evidence import evidence_for
from kejin.console.institution.memo_pdf import pdf_of
from kejin.console.institution.memo_word import word_of
from kejin.facts import Label
from kejin.records.financing.models import Financing

HOSTILE = '#panic("x") $x$ *b* _i_ [x] \\ @a <b> =1+1 \x0b'


def product_of(cast: Cast) -> str:
    from kejin.web.answers import present_run  # noqa: PLC0415 - after the settings were chosen

    row = present_run().answered(code_of(cast.firm)).row
    assert row is not None
    return next(one.product.key for cell in row.cells for one in cell.offers)


@pytest.fixture(scope="module")
def number(cast: Cast, run_folder: str) -> int:
    assert run_folder
    case = Case.stated(cast)
    case.by(cast.firm, "match", institution_id=cast.bank.organisation_id, product=product_of(cast))
    case.by(cast.firm, "apply")
    return case.number


def cited(number: int) -> Iterator[Label]:
    """The titles of all clauses that the conditions rest on directly."""
    found = evidence_for(Financing.objects.get(pk=number))
    assert found is not None
    for _, conditions in found.trees:
        for one in conditions:
            yield from (ref.title for ref in one.clauses)
            yield from (ref.title for read in one.inputs for ref in read.clauses)


def texts_of(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "授信备忘录"), ("en", "Credit memo")])
def test_the_memo_says_the_application_the_reasons_and_their_sources(
    cast: Cast, number: int, language: str, word: str
) -> None:
    client = browser(cast.handler)
    client.cookies["kejin_language"] = language
    answer = client.get(reverse("institution_memo", args=[number, "docx"]))
    said = texts_of(answer.content)
    assert word in said
    assert code_of(cast.firm) in said
    assert "✓" in said or "✗" in said or "?" in said
    titles = {title.zh if language.startswith("zh") else title.en for title in cited(number)}
    assert titles
    assert all(title in said for title in titles)


def test_the_memo_is_a_pdf_too(cast: Cast, number: int) -> None:
    answer = browser(cast.handler).get(reverse("institution_memo", args=[number, "pdf"]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser(cast.handler).get(reverse("institution_memo", args=[number, "exe"])).status_code == 404


def test_what_stands_in_a_memo_is_text_and_never_markup() -> None:
    memo: dict[str, Any] = {
        "language": "zh", "title": HOSTILE, "marks": [HOSTILE], "footer": HOSTILE,
        "sections": [{"title": HOSTILE, "sentences": [HOSTILE], "table": [["a", "b"], [HOSTILE, ""]]}],
    }  # fmt: skip
    assert pdf_of(memo).startswith(b"%PDF-")
    assert HOSTILE.replace("\x0b", "") in texts_of(word_of(memo))
