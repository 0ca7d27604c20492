"""Addresses of the office's pages."""

from django.urls import path

from kejin.console.office import mapping, matrix

urlpatterns = [
    path("", matrix.matrix, name="office_matrix"),
    path("map/", mapping.province, name="office_map"),
]
