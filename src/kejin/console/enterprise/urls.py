"""Addresses of an enterprise's pages."""

from django.urls import path

from kejin.console.enterprise import answering, applying, comparing, consenting, data, following

urlpatterns = [
    path("", answering.answer, name="enterprise_answer"),
    path("answers/", answering.decisions, name="enterprise_decisions"),
    path("answers/supply/", answering.supply, name="enterprise_supply"),
    path("answers/standing/", answering.standing, name="enterprise_standing"),
    path("answers/<str:key>/", answering.decision, name="enterprise_decision"),
    path("compare/", comparing.compare, name="enterprise_compare"),
    path("applications/", following.applications, name="applications"),
    path("applications/new/", applying.new, name="application_new"),
    path("applications/<int:number>/", following.application, name="application"),
    path("applications/<int:number>/institution/", applying.institution, name="application_institution"),
    path("applications/<int:number>/check/", applying.check, name="application_check"),
    path("applications/<int:number>/accept/", following.accept, name="application_accept"),
    path("applications/<int:number>/withdraw/", following.withdraw, name="application_withdraw"),
    path("applications/<int:number>/receipt/", following.receipt, name="application_receipt"),
    path("data/", data.data, name="enterprise_data"),
    path("data/<int:number>/dispute/", data.dispute, name="enterprise_dispute"),
    path("consents/", consenting.consents, name="consents"),
    path("consents/<int:number>/withdraw/", consenting.withdraw, name="consent_withdraw"),
]
