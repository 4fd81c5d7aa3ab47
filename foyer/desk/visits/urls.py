"""Paths of the Visits tab."""

from django.urls import path

from foyer.desk.visits import views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/<int:visit_id>/", views.visit, name="visit"),
    path("visits/<int:visit_id>/deletion/", views.deletion, name="visit_deletion"),
]
