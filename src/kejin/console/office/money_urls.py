"""Addresses about subsidies, for all who have a part in one; and about the office's money."""

from django.urls import path

from kejin.console.office import (
    money_batch,
    money_budgets,
    money_entitling,
    money_files,
    money_statements,
    money_subsidies,
    notice_lists,
    notice_public,
)

subsidy_patterns = [
    path("", money_subsidies.subsidies, name="subsidies"),
    path("<int:number>/", money_subsidies.subsidy, name="subsidy"),
    path("<int:number>/act/<str:code>/", money_subsidies.subsidy_act, name="subsidy_act"),
    path("entitle/<int:number>/", money_entitling.entitle, name="subsidy_entitle"),
    path("batch/<str:code>/", money_batch.batch, name="subsidy_batch"),
    path("batch/<str:code>/told/<int:number>/", money_batch.batch_told, name="subsidy_batch_told"),
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

notice_patterns = [
    path("", notice_public.public_notices, name="public_notices"),
    path("lists/<int:number>/", notice_public.public_list, name="public_list"),
    path("subsidies/<str:programme>/", notice_public.public_subsidies, name="public_subsidies"),
    path("office/", notice_lists.notices, name="office_notices"),
    path("office/new/", notice_lists.notice_new, name="office_notice_new"),
    path("office/<int:number>/", notice_lists.notice, name="office_notice"),
    path("office/<int:number>/act/<str:code>/", notice_lists.notice_act, name="office_notice_act"),
    path("office/objections/", notice_lists.objections, name="office_objections"),
    path("office/objections/<int:number>/", notice_lists.objection, name="office_objection"),
]
