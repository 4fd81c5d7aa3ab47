"""Paths of the board and the forecast."""

from django.urls import path

from foyer.desk.deals import views

urlpatterns = [
    path("deals/board/", views.board, name="deals_board"),
    path("deals/forecast/", views.forecast, name="deals_forecast"),
    path("deals/<int:deal_id>/stage/", views.stage, name="deal_stage"),
]
