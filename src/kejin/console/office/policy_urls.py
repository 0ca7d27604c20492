"""Addresses of the pages of policies."""

from django.urls import path

from kejin.console.office import policy_calendar, policy_gaps, policy_list, policy_sheet

urlpatterns = [
    path("", policy_list.policies, name="policies"),
    path("calendar/", policy_calendar.calendar, name="policy_calendar"),
    path("gaps/", policy_gaps.policy_gaps, name="policy_gaps"),
    path("gaps/count/", policy_gaps.count_gaps, name="count_gaps"),
    path("<slug:policy>/", policy_sheet.policy, name="policy"),
]
