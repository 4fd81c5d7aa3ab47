"""Paths of the Visits tab."""

from django.urls import path

from foyer.desk.visits import mass, notes, views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/counts/", views.counts, name="visit_counts"),
    path("visits/count/", mass.count, name="visits_count"),
    path("visits/export/", mass.export, name="visits_export"),
    path("visits/export/form/", mass.export_form, name="visits_export_form"),
    path("visits/deletion/", mass.deletion, name="visits_deletion"),
    path("visits/deletion/form/", mass.deletion_form, name="visits_deletion_form"),
    path("visits/crm/", views.crm_view, name="crm_view"),
    path("visits/crm/<slug:stream>/", views.visit_stream, name="visit_stream"),
    path("visits/<int:visit_id>/", views.visit, name="visit"),
    path("visits/<int:visit_id>/notes/", notes.visit_notes, name="visit_notes"),
    path("visits/<int:visit_id>/deletion/", views.deletion, name="visit_deletion"),
    path("visits/<int:visit_id>/around/", views.around_visit, name="around_visit"),
]
