"""The path of the palette."""

from django.urls import path

from foyer.desk.find import views

urlpatterns = [path("find/", views.find, name="find")]
