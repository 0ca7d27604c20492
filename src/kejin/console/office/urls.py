"""Addresses of the office's pages."""

from django.urls import path

from kejin.console.office import home, mapping, matrix

urlpatterns = [
    path("", home.home, name="office_home"),
    path("matrix/", matrix.matrix, name="office_matrix"),
    path("map/", mapping.province, name="office_map"),
]
