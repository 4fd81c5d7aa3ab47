"""Paths of imports and runs."""

from django.urls import path

from foyer.desk.runs import export_views, import_views, mail_views, mass_views, views

urlpatterns = [
    path("imports/", import_views.imports, name="imports"),
    path("imports/<int:run_id>/", import_views.plan, name="import_plan"),
    path("runs/mass/", mass_views.mass, name="runs_mass"),
    path("runs/mass/form/", mass_views.mass_form, name="runs_mass_form"),
    path("runs/count/", mass_views.count, name="runs_count"),
    path("runs/export/", export_views.export, name="runs_export"),
    path("runs/mail/", mail_views.sending, name="runs_mail"),
    path("runs/mail/preview/", mail_views.preview, name="runs_mail_preview"),
    path("runs/mail/test/", mail_views.test, name="runs_mail_test"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("runs/<int:run_id>/progress/", views.progress, name="run_progress"),
    path("runs/<int:run_id>/stop/", views.stop, name="run_stop"),
    path("runs/<int:run_id>/rest/", mail_views.going_on, name="run_rest"),
    path("runs/<int:run_id>/undoing/", views.undoing, name="run_undoing"),
    path("runs/<int:run_id>/errors/", views.errors, name="run_errors"),
    path("runs/<int:run_id>/file/", views.file, name="run_file"),
]
