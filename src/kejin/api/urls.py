"""Addresses of the API, below `/api/`."""

from django.urls import URLPattern, URLResolver, path, re_path

from kejin.api.application import application
from kejin.api.serving import nowhere, served
from kejin.api.showing import contents, document, operation

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs/", contents, name="api_docs"),
    path("docs/<str:name>/", operation, name="api_operation"),
    path("v1/openapi.json", document, name="api_document"),
    path("v1/", (served(application().urls[0]), "api", "api")),
    re_path(r"^(?P<rest>v1/.*)$", nowhere, name="api_nowhere"),
]
