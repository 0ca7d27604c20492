"""Addresses of the pages of scenarios."""

from django.urls import path

from kejin.console.office import scenario_book, scenario_form, scenario_page

urlpatterns = [
    path("", scenario_page.scenarios, name="scenarios"),
    path("new/", scenario_form.scenario_new, name="scenario_new"),
    path("<slug:digest>/", scenario_page.scenario, name="scenario"),
    path("<slug:digest>/overlay.yaml", scenario_page.scenario_overlay, name="scenario_overlay"),
    path("<slug:digest>/notebook.ipynb", scenario_page.scenario_notebook, name="scenario_notebook"),
    path("<slug:digest>/book/", scenario_book.scenario_book, name="scenario_book"),
    path("<slug:digest>/run/", scenario_page.scenario_run, name="scenario_run"),
]
