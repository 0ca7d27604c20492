"""Proofs of authority: taken in at the counter, verified by somebody else against the same document, revoked."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.facts import Label
from kejin.records.errors import RefusedError
from kejin.records.parties.kinds import LABELS, AuthorityKind
from kejin.records.parties.models import Authority
from kejin.records.parties.standing import organisation_named
from kejin.records.registry.authorities import LodgeAuthority, RevokeAuthority, VerifyAuthority
from kejin.web.acting import ActForm, Done, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.lists import Column, Filter, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import PROVERS
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_FOLDER = "console/people"
_EVIDENCE = "evidence"


@page(PROVERS)
def proofs(request: PageRequest) -> HttpResponseBase:
    """Proofs that the organisation took in, or that are for it; for the office, all."""
    rows: QuerySet[Authority] = visible(request.visitor, Authority)
    rows = rows.select_related("person", "organisation", "verified_by")
    today = request.visitor.day
    assert today is not None  # noqa: S101 - there are organisations, so there is a day
    context = {
        "may_lodge": may(request.visitor, LodgeAuthority),
        "done": done_label(request),
        "tab": "proofs",
    }
    return list_page(request, _spec(today), rows, template=f"{_FOLDER}/proofs.html", **context)


@page(PROVERS, methods=("GET", "POST"))
def proof_new(request: PageRequest) -> HttpResponseBase:
    """Take a proof in. Of the document only its digest is kept: whoever verifies needs the document itself."""
    if not may(request.visitor, LodgeAuthority):
        raise RefusedError("A handler takes proofs in", "wrong_party", kept="Nothing was recorded.")
    form = _lodge_form()
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            return after(done, reverse("proofs"), LodgeAuthority.code)
        refused = done
    context = {"forms": shown([form], instead=refused)}
    return render(request, f"{_FOLDER}/proof_new.html", context, status=200 if refused is None else 409)


@page(PROVERS)
def proof(request: PageRequest, number: int) -> HttpResponseBase:
    """One proof."""
    return _shown(request, one_visible(request.visitor, Authority, number))


@page(PROVERS, methods=("POST",))
def proof_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Verify or revoke a proof."""
    found: Authority = one_visible(request.visitor, Authority, number)
    form = chosen(_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("proof", args=[found.pk]), form.code)


def standing_of(found: Authority, today: date) -> Label:
    """What a proof is worth on a day, in words."""
    if found.revoked_on is not None and found.revoked_on <= today:
        return word("people.revoked")
    if found.verified_by_id is None:
        return word("people.to_verify")
    return word("people.in_force" if found.valid_from <= today <= found.valid_until else "people.expired")


def _digest_of(document: "UploadedFile[Any]") -> str:
    """The digest of a document that was sent; the document itself is not kept."""
    digest = hashlib.sha256()
    for chunk in document.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _shown(request: PageRequest, found: Authority, *, refused: ShownForm | None = None) -> HttpResponseBase:
    visitor = request.visitor
    assert visitor.day is not None  # noqa: S101 - there are organisations, so there is a day
    mine = visitor.person is not None and visitor.person.pk in {found.person_id, found.act.person_id}
    context = {
        "found": found,
        "kind": LABELS[AuthorityKind(found.kind)],
        "standing": standing_of(found, visitor.day),
        "own_work": mine and found.verified_by_id is None and may(visitor, VerifyAuthority),
        "forms": shown(_forms(visitor, found), instead=refused),
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/proof.html", context, status=200 if refused is None else 409)


def _evidence_field() -> Field:
    return Field(_EVIDENCE, word("people.evidence"), Shape.DOCUMENT, hint=word("people.evidence_hint"))


def _lodge_form() -> ActForm:
    fields = (
        Field("username", word("people.username"), Shape.LINE, hint=word("people.known_first")),
        Field("enterprise", word("people.enterprise_code"), Shape.LINE),
        Field("kind", word("people.proof_kind"), Shape.CHOICE,
              options=[(one.value, LABELS[one]) for one in AuthorityKind]),
        Field("valid_from", word("people.valid_from"), Shape.DAY),
        Field("valid_until", word("people.valid_until"), Shape.DAY),
        _evidence_field(),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> LodgeAuthority:
        return LodgeAuthority(
            username=values["username"], organisation_id=organisation_named(values["enterprise"]).pk,
            kind=AuthorityKind(values["kind"]), evidence_sha256=_digest_of(values[_EVIDENCE]),
            valid_from=values["valid_from"], valid_until=values["valid_until"],
        )  # fmt: skip

    return ActForm(LodgeAuthority, fields, build, note=word("people.lodge_note"))


def _forms(visitor: Visitor, found: Authority) -> list[ActForm]:
    offered: list[ActForm] = []
    person = visitor.person.pk if visitor.person is not None else None
    own = person in {found.person_id, found.act.person_id}
    if (
        found.verified_by_id is None
        and found.revoked_on is None
        and may(visitor, VerifyAuthority)
        and not own
    ):
        offered.append(
            ActForm(
                VerifyAuthority, (_evidence_field(),),
                lambda values: VerifyAuthority(authority_id=found.pk, evidence_sha256=_digest_of(values[_EVIDENCE])),
                grave=True, note=word("people.verify_note"),
            )
        )  # fmt: skip
    if found.revoked_on is None and may(visitor, RevokeAuthority):
        offered.append(
            ActForm(
                RevokeAuthority, (), lambda _: RevokeAuthority(authority_id=found.pk), grave=True,
                note=word("people.revoke_note"),
            )
        )  # fmt: skip
    return offered


def _spec(today: date) -> ListSpec:
    columns = (
        Column("number", word("people.proof_n"), lambda row: f"A{row.pk}",
               link=lambda row: reverse("proof", args=[row.pk]), order="pk"),
        Column("person", word("people.name"), lambda row: f"{row.person.name} ({row.person.username})"),
        Column("enterprise", word("institution.enterprise"), lambda row: row.organisation.name),
        Column("kind", word("people.proof_kind"), lambda row: LABELS[AuthorityKind(row.kind)], ListShape.LABEL),
        Column("valid_until", word("people.valid_until"), lambda row: row.valid_until, ListShape.DAY,
               order="valid_until"),
        Column("state", word("people.state"), lambda row: standing_of(row, today), ListShape.LABEL),
    )  # fmt: skip
    waits = Q(verified_by__isnull=True, revoked_on__isnull=True)
    force = Q(
        verified_by__isnull=False, revoked_on__isnull=True, valid_from__lte=today, valid_until__gte=today
    )
    states = {"to_verify": waits, "in_force": force, "revoked": Q(revoked_on__isnull=False)}
    filters = (
        Filter("state", word("people.state"), lambda rows, value: rows.filter(states[value]),
               [(name, word(f"people.{name}")) for name in states]),
        Filter("q", word("people.find_proof"), lambda rows, text: rows.filter(
            Q(person__username__icontains=text) | Q(organisation__name__icontains=text)
            | Q(organisation__credit_code__istartswith=text))),
    )  # fmt: skip
    return ListSpec(word("people.proofs"), columns, filters, empty=word("people.no_proofs"))


__all__ = ["proof", "proof_act", "proof_new", "proofs", "standing_of"]
