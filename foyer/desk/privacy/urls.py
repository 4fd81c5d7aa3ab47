"""Paths of privacy."""

from django.urls import path

from foyer.desk.privacy import opt_out_views, person_views

PERSON = "<module:module>/<int:record_id>/privacy"

urlpatterns = [
    path("privacy/<slug:key>/", opt_out_views.opt_out, name="opt_out"),
    path("privacy/<slug:key>/done/", opt_out_views.opt_out_done, name="opt_out_done"),
    path(f"{PERSON}/", person_views.person_privacy, name="person_privacy"),
    path(f"{PERSON}/export/", person_views.person_export, name="person_export"),
    path(f"{PERSON}/erasure/", person_views.person_erasure, name="person_erasure"),
    path("erasures/<int:erasure_id>/", person_views.erasure, name="erasure"),
    path("erasures/<int:erasure_id>/progress/", person_views.erasure_progress, name="erasure_progress"),
    path("setup/erasures/", person_views.erasures, name="erasures"),
]
