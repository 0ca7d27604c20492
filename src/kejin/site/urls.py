"""Every address of the site. `tests/web/test_permissions.py` has a row for each, `tests/api` for those of the API."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("kejin.api.urls")),
    path("", include("kejin.web.urls")),
    path("", include("kejin.console.urls")),
]

handler400 = "kejin.web.failing.bad_request"
handler403 = "kejin.web.failing.forbidden"
handler404 = "kejin.web.failing.not_found"
handler500 = "kejin.web.failing.server_error"
