"""Public notices: lists drafted from a run and published by another person, objections, and what everybody may see."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from tests.records.players import Cast
from tests.records.test_subsidies import checked, key, next_days
from tests.records.world import Who, World
from tests.web.site import browser, code_of

from kejin.records.errors import ConstraintError, RefusedError, UnknownRecordError
from kejin.records.ledger.models import Book
from kejin.records.publications.acts import digest_of
from kejin.records.publications.models import Conclusion, Objection, Publication, PublicList
from kejin.records.subsidies.models import PaymentLine, Subsidy
from kejin.runs.naming import listable, named_by
from kejin.runs.opening import open_run


def post(who: Who, route: str, *parts: object, **fields: object) -> Any:
    answer: Any = browser(who).post(reverse(route, args=list(parts)), {"key": uuid4().hex} | fields)
    return answer


def seen(route: str, *parts: object, language: str = "zh-hans", **query: str) -> Any:
    """What anybody sees, without logging in."""
    client = browser()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer: Any = client.get(reverse(route, args=list(parts)), query)
    return answer


def drafted(world: World, codes: list[str], days: int = 5) -> dict[str, Any]:
    rows = [{"credit_code": code, "name": f"企业{code[-4:]}", "place": "4401"} for code in codes]
    return world.examiner.does(
        "publication.draft", list_key="enterprise_tiers.specialised", title_zh="示例名单", title_en="A list", rows=rows,
        basis={"law": "2026-03-01"}, notice_days=days,
    ).content  # fmt: skip


def test_a_list_is_drafted_from_the_run_and_published_by_another(
    world: World, cast: Cast, run_folder: str
) -> None:
    run = open_run(Path(run_folder))
    decision = next(one for one in listable(run.ruleset) if named_by(run, one))
    both = world.staff(world.office, "handler", "approver")
    asked = {
        "list_key": decision.key,
        "title_zh": "示例公示名单",
        "title_en": "A list of examples",
        "notice_days": "5",
    }
    assert post(both, "office_notice_new", **asked).status_code == 302
    found = PublicList.objects.latest("pk")
    assert [row["credit_code"] for row in found.rows] == [code_of(cast.firm)]
    assert found.basis["ruleset"] == run.manifest.ruleset_digest
    # Before it is published nobody outside sees it, and who drafted it does not publish it.
    assert seen("public_list", found.pk).status_code == 404
    assert post(both, "office_notice_act", found.pk, "publication.publish").status_code == 409
    assert post(world.signer, "office_notice_act", found.pk, "publication.publish").status_code == 302
    for language in ("zh-hans", "en"):
        told = seen("public_list", found.pk, language=language)
        assert told.status_code == 200
        assert code_of(cast.firm) in told.content.decode()
        assert (
            reverse("public_list", args=[found.pk])
            in seen("public_notices", language=language).content.decode()
        )
    rows = list(
        csv.reader(io.StringIO(seen("public_list", found.pk, format="csv").content.decode("utf-8-sig")))
    )
    assert [row[2] for row in rows[1:]] == [code_of(cast.firm)]


def test_an_upheld_objection_strikes_a_name_and_is_answered_by_another(world: World) -> None:
    one, two = code_of(world.enterprise()), code_of(world.enterprise())
    both = world.staff(world.office, "handler", "approver")
    made = drafted(world, [one, two])
    take = ("office_notice_act", made["list_id"], "publication.take_objection")
    said = {"credit_code": two, "by": "某企业", "ground": "数据不实"}
    assert post(world.examiner, *take, **said).status_code == 409
    world.signer.does("publication.publish", list_id=made["list_id"], sha256=made["sha256"])
    with pytest.raises(RefusedError):
        world.signer.does("publication.publish", list_id=made["list_id"], sha256=made["sha256"])
    with pytest.raises(UnknownRecordError):
        both.does("publication.take_objection", list_id=made["list_id"], **(said | {"credit_code": "9144"}))
    assert post(both, *take, **said).status_code == 302
    found = Objection.objects.latest("pk")
    answer = {"outcome": "upheld", "words": "经核查属实"}
    assert post(both, "office_objection", found.pk, **answer).status_code == 409
    assert post(world.signer, "office_objection", found.pk, **(answer | {"words": ""})).status_code == 409
    assert post(world.signer, "office_objection", found.pk, **answer).status_code == 302
    told = seen("public_list", made["list_id"], language="en").content.decode()
    assert told.count("struck off") == 1
    # Who objected, and what he said, is not public.
    assert "某企业" not in told
    assert "数据不实" not in told


def test_the_database_lets_nobody_publish_his_own_list(world: World) -> None:
    code = code_of(world.enterprise())
    made = drafted(world, [code])

    def also(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if 'INSERT INTO "kept_reply"' in arguments[0]:
            Publication.objects.create(list_id=made["list_id"], since="2026-03-02", until="2026-03-07")
        return result

    with connection.execute_wrapper(also), pytest.raises(ConstraintError, match="else's to decide"):
        drafted(world, [code])
    assert not Publication.objects.filter(list_id=made["list_id"]).exists()


def test_a_list_names_an_enterprise_once_and_ends_with_its_period(world: World) -> None:
    code = code_of(world.enterprise())
    with pytest.raises(RefusedError) as told:
        drafted(world, [code, code])
    assert told.value.reason == "duplicate"
    made = drafted(world, [code], days=1)
    world.signer.does("publication.publish", list_id=made["list_id"], sha256=made["sha256"])
    assert seen("public_list", made["list_id"]).status_code == 200
    next_days(world, 2)
    assert seen("public_list", made["list_id"]).status_code == 404
    with pytest.raises(RefusedError):
        world.examiner.does(
            "publication.take_objection", list_id=made["list_id"], credit_code=code, by="某人", ground="过期"
        )


def test_a_list_is_announced_when_its_notice_is_over_and_every_objection_answered(world: World) -> None:
    one, two = code_of(world.enterprise()), code_of(world.enterprise())
    announcer = world.staff(world.office, "approver", "handler")
    made = drafted(world, [one, two], days=1)
    number = made["list_id"]
    world.signer.does("publication.publish", list_id=number, sha256=made["sha256"])
    act = ("office_notice_act", number, "publication.conclude")
    assert post(announcer, *act).status_code == 409, "the notice is not over"
    taken = announcer.does(
        "publication.take_objection", list_id=number, credit_code=two, by="某人", ground="不符"
    ).content["objection_id"]
    next_days(world, 2)
    rows = PublicList.objects.get(pk=number).rows
    with pytest.raises(RefusedError, match="open"):
        announcer.does("publication.conclude", list_id=number, sha256=made["sha256"])
    assert "尚有异议" in browser(announcer).get(reverse("office_notice", args=[number])).content.decode()
    world.signer.does("publication.answer_objection", objection_id=taken, upheld=True, words="属实")
    for who in (world.signer, world.examiner):
        assert post(who, *act).status_code == 409
    with pytest.raises(RefusedError, match="neither drafted nor published"):
        world.signer.does("publication.conclude", list_id=number, sha256=digest_of(rows[:1]))
    with pytest.raises(RefusedError, match="other names"):
        announcer.does("publication.conclude", list_id=number, sha256=made["sha256"])
    assert seen("public_list", number).status_code == 404
    assert post(announcer, *act).status_code == 302
    with pytest.raises(RefusedError, match="once"):
        announcer.does("publication.conclude", list_id=number, sha256=digest_of(rows[:1]))
    for language, words in (("zh-hans", "公布"), ("en", "announced on")):
        told = seen("public_list", number, language=language).content.decode()
        assert one in told
        assert two not in told
        assert words in told
        public = seen("public_notices", language=language).content.decode()
        assert reverse("public_list", args=[number]) in public
    assert "已公布" in browser(announcer).get(reverse("office_notices")).content.decode()


def test_the_database_lets_nobody_announce_a_list_too_early(world: World) -> None:
    code = code_of(world.enterprise())
    made = drafted(world, [code], days=3)
    world.signer.does("publication.publish", list_id=made["list_id"], sha256=made["sha256"])
    announcer = world.staff(world.office, "approver", "handler")

    def also(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if 'INSERT INTO "kept_reply"' in arguments[0]:
            Conclusion.objects.create(
                list_id=made["list_id"], rows=[], sha256="0" * 64, concluded_on="2099-01-01"
            )
        return result

    with connection.execute_wrapper(also), pytest.raises(ConstraintError, match="not over"):
        announcer.does(
            "publication.draft", list_key="a.b", title_zh="另一", title_en="Another",
            rows=[{"credit_code": code, "name": "企业", "place": ""}], basis={}, notice_days=5,
        )  # fmt: skip
    assert not Conclusion.objects.filter(list_id=made["list_id"]).exists()


def test_an_open_objection_keeps_a_subsidy_from_being_paid(
    world: World, cast: Cast, treasurers: tuple[Who, Who], budget: Book
) -> None:
    number, about = checked(world, cast)
    world.signer.does("subsidy.decide", key=key(), **about)
    programme = budget.programmes.get()
    public = seen("public_subsidies", programme.code)
    assert public.status_code == 200
    shown = public.content.decode()
    assert code_of(cast.firm) in shown
    # The contract and where the file stands are no part of a public notice.
    assert Subsidy.objects.get(pk=number).contract.number not in shown
    sent = post(
        world.examiner, "subsidy_act", number, "publication.take_objection", by="举报人", ground="重复享受"
    )
    assert sent.status_code == 302
    next_days(world, 6)
    assert seen("public_subsidies", programme.code).status_code == 404
    with pytest.raises(RefusedError, match="No public notice has ended"):
        treasurers[0].does("subsidy.payment_file", key=key(), programme=programme.code)
    found = Objection.objects.get(subsidy_id=number)
    answered = post(world.signer, "office_objection", found.pk, outcome="dismissed", words="查无此事")
    assert answered.status_code == 302
    treasurers[0].does("subsidy.payment_file", key=key(), programme=programme.code)
    assert PaymentLine.objects.filter(subsidy_id=number).exists()
