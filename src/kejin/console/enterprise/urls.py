"""Addresses of an enterprise's pages."""

from django.urls import path

from kejin.console.enterprise import answering

urlpatterns = [
    path("", answering.answer, name="enterprise_answer"),
    path("answers/", answering.decisions, name="enterprise_decisions"),
    path("answers/<str:key>/", answering.decision, name="enterprise_decision"),
]
