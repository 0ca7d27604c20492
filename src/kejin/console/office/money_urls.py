"""Addresses about subsidies, for all who have a part in one; and about the office's money."""

from django.urls import path

from kejin.console.office import money_batch, money_subsidies

subsidy_patterns = [
    path("", money_subsidies.subsidies, name="subsidies"),
    path("<int:number>/", money_subsidies.subsidy, name="subsidy"),
    path("<int:number>/act/<str:code>/", money_subsidies.subsidy_act, name="subsidy_act"),
    path("batch/<str:code>/", money_batch.batch, name="subsidy_batch"),
    path("batch/<str:code>/do/", money_batch.batch_act, name="subsidy_batch_act"),
]
