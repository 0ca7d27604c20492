"""Addresses of the pages. A new kind of page gets a line here, and a row in `tests/web/test_permissions.py`."""

from django.urls import include, path

from kejin.console.front import views as front
from kejin.console.office.money_urls import notice_patterns, statement_patterns, subsidy_patterns
from kejin.console.office.people_urls import audit_patterns, people_patterns

urlpatterns = [
    path("", front.home, name="home"),
    path("check/", front.check, name="check"),
    path("enterprise/", include("kejin.console.enterprise.urls")),
    path("institution/", include("kejin.console.institution.urls")),
    path("office/", include("kejin.console.office.urls")),
    path("files/", include("kejin.console.remarks.urls")),
    path("office/what-if/", include("kejin.console.office.scenario_urls")),
    path("research/", include("kejin.console.research.urls")),
    path("subsidies/", include(subsidy_patterns)),
    path("policies/", include("kejin.console.office.policy_urls")),
    path("public-notice/", include(notice_patterns)),
    path("statements/", include(statement_patterns)),
    path("people/", include(people_patterns)),
    path("audit/", include(audit_patterns)),
]
