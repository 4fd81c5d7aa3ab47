"""Paths of the live board."""

from django.urls import path

from foyer.desk.live import views

urlpatterns = [
    path("live/", views.live, {"mode": "rings"}, name="live"),
    path("live/list/", views.live, {"mode": "list"}, name="live_list"),
    path("live/board/", views.live_board, name="live_board"),
    path("live/people/", views.people, name="live_people"),
    path("live/told/", views.told, name="live_told"),
    path("live/visitors/<int:visit_id>/", views.card, name="live_card"),
    path("live/visitors/<int:visit_id>/invitation/", views.invitation, name="live_invitation"),
    path("live/visitors/<int:visit_id>/popup/", views.popup, name="live_popup"),
]
