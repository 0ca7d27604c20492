"""The job behind an outlook: it simulates what was asked over the loans as they stood, and keeps what is found."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kejin.console.common.telling import Telling
from kejin.facts import Grain, Label
from kejin.risk.citing import cited_values
from kejin.risk.reading import facts_of
from kejin.risk.simulation.book_file import BookDocument
from kejin.runs.outlooks import outlook
from kejin.runs.outlooks_plain import outlook_as_plain
from kejin.runs.whatif_plain import label_as_plain
from kejin.web.jobs.working import Progress, job
from kejin.web.scenarios.models import Outlook

OUTLOOK_JOB = "outlook.simulate"


@job(OUTLOOK_JOB, Label("资金池前景模拟", "Outlook of a pool"))
def outlook_of(progress: Progress, *, outlook_id: int) -> Mapping[str, object]:
    """Simulate an outlook and keep what is found; cancelled, it leaves nothing."""
    kept = Outlook.objects.select_related("book").get(pk=outlook_id)
    asked = kept.asked
    given = {Grain(grain): rows for grain, rows in kept.given.items()}
    made = outlook(
        BookDocument.model_validate(asked["document"]), facts_of(given, where=f"outlook {kept.pk}"),
        scenarios=asked["scenarios"], seed=asked["seed"], told=Telling(progress),
    )  # fmt: skip
    content: dict[str, Any] = {**outlook_as_plain(made), "clauses": _clauses(made.run.book.arrangement)}
    Outlook.objects.filter(pk=kept.pk).update(content=content)
    address = reverse("institution_outlook", args=[kept.book.code])
    return {"address": f"{address}?outlook={kept.pk}", "outlook": kept.pk}


def _clauses(arrangement: Any) -> list[dict[str, Any]]:
    """What the agreement rests on, as plain values: label, value, and where it stands."""
    return [
        {
            "label": label_as_plain(one.label),
            "value": label_as_plain(one.value.text),
            "confidence": one.confidence.value if one.confidence is not None else "",
            "clauses": [
                {
                    "title": label_as_plain(ref.title), "number": ref.number, "at": ref.at, "url": ref.url,
                    "quote": ref.quote, "unread": ref.unread,
                }
                for ref in one.clauses
            ],
        }
        for one in cited_values(arrangement)
    ]  # fmt: skip
