"""Paths of the reports."""

from django.urls import path

from foyer.desk.reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/file/", views.report_file, name="report_file"),
]
