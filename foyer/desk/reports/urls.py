"""Paths of the reports."""

from django.urls import path

from foyer.desk.reports import conversion_views, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/file/", views.report_file, name="report_file"),
    path("reports/conversions/", conversion_views.ad_conversions, name="ad_conversions"),
    path("reports/conversions/file/", conversion_views.ad_conversions_file, name="ad_conversions_file"),
]
