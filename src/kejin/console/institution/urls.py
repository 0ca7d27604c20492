"""Addresses of the institutions' pages."""

from django.urls import path

from kejin.console.institution import (
    breaks,
    claims,
    contracts,
    disputes,
    exposure,
    financing,
    memo,
    outlook,
    tapes,
    work_list,
)

urlpatterns = [
    path("", work_list.work_list, name="institution_work"),
    path("financings/<int:number>/", financing.financing, name="institution_financing"),
    path(
        "financings/<int:number>/act/<str:code>/", financing.financing_act, name="institution_financing_act"
    ),
    path(
        "financings/<int:number>/evidence/",
        financing.financing_evidence,
        name="institution_financing_evidence",
    ),
    path("financings/<int:number>/facts/", financing.financing_facts, name="institution_financing_facts"),
    path("financings/<int:number>/claim/", claims.new_claim, name="institution_claim_new"),
    path("financings/<int:number>/memo/<str:kind>/", memo.memo, name="institution_memo"),
    path("contracts/<int:number>/", contracts.contract, name="institution_contract"),
    path("claims/<int:number>/", claims.claim, name="institution_claim"),
    path("claims/<int:number>/act/<str:code>/", claims.claim_act, name="institution_claim_act"),
    path("disputes/", disputes.disputes, name="institution_disputes"),
    path("disputes/<int:number>/", disputes.dispute, name="institution_dispute"),
    path("exposure/", exposure.exposure, name="institution_exposure"),
    path("exposure/<str:code>/outlook/", outlook.outlook, name="institution_outlook"),
    path("tapes/", tapes.tapes, name="institution_tapes"),
    path("tapes/columns/", tapes.tape_columns, name="institution_tape_columns"),
    path("tapes/check/", tapes.check_tape, name="institution_tape_check"),
    path("tapes/names/", tapes.name_columns, name="institution_tape_names"),
    path("tapes/check/<str:token>/errors/", tapes.tape_errors, name="institution_tape_errors"),
    path("tapes/submit/", tapes.submit_tape, name="institution_tape_submit"),
    path("tapes/<int:number>/", tapes.tape, name="institution_tape"),
    path("tapes/<int:number>/act/<str:code>/", tapes.tape_act, name="institution_tape_act"),
    path("breaks/", breaks.breaks, name="institution_breaks"),
    path("breaks/chosen/", breaks.chosen_breaks, name="institution_breaks_chosen"),
    path("breaks/act/<str:code>/", breaks.breaks_act, name="institution_breaks_act"),
]
