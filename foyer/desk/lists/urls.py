"""Paths of the lists; the word in front is the module."""

from django.urls import URLPattern, path, register_converter

from foyer.crm.modules import MODULES
from foyer.desk.lists import cell_views, view_views, views

WORDS = {module.plural: name for name, module in MODULES.items()}


class ListedConverter:
    """`activities` ↔ `activity`, and so on: every module that has a list."""

    regex = "|".join(WORDS)

    def to_python(self, value: str) -> str:
        """The module of a word in an address."""
        return WORDS[value]

    def to_url(self, value: str) -> str:
        """The word of a module."""
        return next(word for word, name in WORDS.items() if name == value)


register_converter(ListedConverter, "listed")

lists: list[URLPattern] = [path(f"{word}/", views.records, {"module": name}, name=word) for word, name in WORDS.items()]
urlpatterns = [
    *lists,
    path("<listed:module>/counts/", views.counts, name="list_counts"),
    path("<listed:module>/filter/", views.filters, name="list_filter"),
    path("<listed:module>/columns/", views.columns, name="list_columns"),
    path("<listed:module>/views/", view_views.new, name="view_new"),
    path("<listed:module>/views/<int:view_id>/", view_views.change, name="view_change"),
    path("<listed:module>/views/<int:view_id>/removal/", view_views.removal, name="view_removal"),
    path("<listed:module>/pins/", view_views.pin, name="view_pin"),
    path("<listed:module>/<int:record_id>/cells/<slug:key>/", cell_views.cell, name="list_cell"),
]
