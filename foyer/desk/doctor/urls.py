"""Paths of the doctor and of help."""

from django.urls import path

from foyer.desk.doctor import views

urlpatterns = [
    path("setup/doctor/", views.setup_doctor, name="setup_doctor"),
    path("help/", views.help_page, name="help"),
]
