"""Paths of privacy."""

from django.urls import path

from foyer.desk.privacy import opt_out_views

urlpatterns = [
    path("privacy/<slug:key>/", opt_out_views.opt_out, name="opt_out"),
    path("privacy/<slug:key>/done/", opt_out_views.opt_out_done, name="opt_out_done"),
]
