"""Addresses about people, proofs of authority, organisations; and of the audit."""

from django.urls import path

from kejin.console.office import (
    audit_checks,
    audit_search,
    people_list,
    people_organisations,
    people_proofs,
)

people_patterns = [
    path("", people_list.people, name="people"),
    path("new/", people_list.person_new, name="person_new"),
    path("role/<str:username>/", people_list.person_role, name="person_role"),
    path("<int:number>/", people_list.person, name="person"),
    path("<int:number>/act/<str:code>/", people_list.person_act, name="person_act"),
    path("<int:number>/password/", people_list.person_password, name="person_password"),
    path("proofs/", people_proofs.proofs, name="proofs"),
    path("proofs/new/", people_proofs.proof_new, name="proof_new"),
    path("proofs/<int:number>/", people_proofs.proof, name="proof"),
    path("proofs/<int:number>/act/<str:code>/", people_proofs.proof_act, name="proof_act"),
    path("organisations/", people_organisations.organisations, name="organisations"),
    path("organisations/new/", people_organisations.organisation_new, name="organisation_new"),
    path("organisations/<int:number>/", people_organisations.organisation, name="organisation"),
    path(
        "organisations/<int:number>/act/<str:code>/",
        people_organisations.organisation_act,
        name="organisation_act",
    ),
]

audit_patterns = [
    path("", audit_search.acts, name="audit_acts"),
    path("attempts/", audit_search.attempts, name="audit_attempts"),
    path("trail/", audit_search.trail, name="audit_trail"),
    path("checks/", audit_checks.checks, name="audit_checks"),
    path("checks/<str:name>/", audit_checks.check, name="audit_check"),
]
