"""Addresses that all doors share."""

from django.urls import path

from kejin.web.accounts import account, door, factors
from kejin.web.jobs import views as jobs
from kejin.web.saved import serving as saved
from kejin.web.search.serving import search
from kejin.web.tokens import views as tokens
from kejin.web.views import notices, showing, undoing

urlpatterns = [
    path("log-in/", door.log_in, name="log_in"),
    path("log-in/code/", door.code, name="log_in_code"),
    path("log-out/", door.log_out, name="log_out"),
    path("acting/", door.acting, name="acting"),
    path("account/", account.overview, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/end/", account.end_sessions, name="end_sessions"),
    path("account/second-factor/", factors.factor, name="factor"),
    path("account/second-factor/remove/", factors.remove, name="remove_factor"),
    path("account/staff-mode/", factors.staff_mode, name="staff_mode"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:number>/", jobs.job_page, name="job"),
    path("jobs/<int:number>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_notices, name="read_notices"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("undo/<int:number>/", undoing.undo, name="undo"),
    path("views/save/", saved.save_view, name="save_view"),
    path("views/<int:number>/", saved.change_view, name="change_view"),
    path("views/<int:number>/remove/", saved.remove_view, name="remove_view"),
    path("views/<int:number>/restore/", saved.restore_view, name="restore_view"),
    path("search/", search, name="search"),
    path("show/language/<slug:code>/", showing.language, name="language"),
    path("show/text/<slug:size>/", showing.text_size, name="text_size"),
    path("up/", showing.up, name="up"),
]
