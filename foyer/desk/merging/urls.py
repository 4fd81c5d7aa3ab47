"""Paths of duplicates and merging."""

from django.urls import path

from foyer.desk.merging import views

urlpatterns = [
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/search/", views.search, name="duplicates_search"),
    path("duplicates/progress/", views.progress, name="duplicates_progress"),
    path("<module:module>/similar/", views.similar_records, name="similar"),
    path("<module:module>/<int:record_id>/matches/", views.matches, name="record_matches"),
    path("<module:module>/<int:record_id>/merge/", views.merge, name="merge"),
    path("<module:module>/<int:record_id>/merge/undoing/", views.undoing, name="merge_undoing"),
    path("<module:module>/<int:record_id>/apart/", views.apart, name="apart"),
]
