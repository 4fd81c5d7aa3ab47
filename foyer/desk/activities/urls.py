"""Paths of activities."""

from django.urls import path

from foyer.desk.activities import calendar_views, views

urlpatterns = [
    path("activities/day/", views.day, name="my_day"),
    path("activities/calendar/", calendar_views.calendar, name="activity_calendar"),
    path("activities/new/", views.new, name="activity_new"),
    path("activities/call/", views.call, name="activity_call"),
    path("activities/subjects/", views.subjects, name="activity_subjects"),
    path("activities/of/<str:module>/<int:record_id>/", views.of_record, name="activities_of"),
    path("activities/<int:activity_id>/", views.activity, name="activity"),
    path("activities/<int:activity_id>/done/", views.done, name="activity_done"),
    path("activities/<int:activity_id>/time/", calendar_views.time, name="activity_time"),
    path("activities/<int:activity_id>/deletion/", views.deletion, name="activity_deletion"),
    path("activities/<int:activity_id>/popup/", views.popup, name="activity_popup"),
]
