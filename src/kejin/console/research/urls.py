"""Addresses of the analysts' pages."""

from django.urls import path

from kejin.console.research import home, tables

urlpatterns = [
    path("", home.home, name="research_home"),
    path("tables/", tables.tables, name="research_tables"),
    path("tables/<slug:table>/", tables.table, name="research_table"),
]
