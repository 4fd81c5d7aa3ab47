"""Paths of a user's own notifications."""

from django.urls import path

from foyer.desk.notifications import views

urlpatterns = [
    path("profile/notifications/", views.notifications, name="notifications"),
    path("profile/devices/", views.devices, name="devices"),
    path("profile/devices/<int:device_id>/removal/", views.removal, name="device_removal"),
    path("profile/devices/<int:device_id>/test/", views.test, name="device_test"),
]
