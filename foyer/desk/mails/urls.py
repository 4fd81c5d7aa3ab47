"""The path that mails lead to."""

from django.urls import path

from foyer.desk.mails import views

urlpatterns = [path("unsubscribe/<str:token>/", views.unsubscribing, name="unsubscribe")]
