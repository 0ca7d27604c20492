"""Addresses about subsidies, for all who have a part in one; and about the office's money."""

from django.urls import path

from kejin.console.office import money_batch, money_budgets, money_files, money_statements, money_subsidies

subsidy_patterns = [
    path("", money_subsidies.subsidies, name="subsidies"),
    path("<int:number>/", money_subsidies.subsidy, name="subsidy"),
    path("<int:number>/act/<str:code>/", money_subsidies.subsidy_act, name="subsidy_act"),
    path("batch/<str:code>/", money_batch.batch, name="subsidy_batch"),
    path("batch/<str:code>/do/", money_batch.batch_act, name="subsidy_batch_act"),
    path("budgets/", money_budgets.budgets, name="office_budgets"),
    path("budgets/act/<str:code>/", money_budgets.budgets_act, name="office_budgets_act"),
    path("payments/", money_files.payments, name="office_payments"),
    path("payments/due/<str:programme>/", money_files.payments_due, name="office_payments_due"),
    path("payments/<int:number>/", money_files.payment, name="office_payment"),
    path("payments/<int:number>/confirm/", money_files.payment_confirm, name="office_payment_confirm"),
]

statement_patterns = [
    path("", money_statements.balances, name="statements"),
    path("pool/", money_statements.pool, name="statement_pool"),
    path("statistics/", money_statements.statistics, name="statement_forms"),
]
