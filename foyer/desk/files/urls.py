"""Paths of files."""

from django.urls import path

from foyer.desk.files import views

urlpatterns = [
    path("files/of/<str:module>/<int:record_id>/", views.of_record, name="files_of"),
    path("files/of-visit/<int:visit_id>/", views.of_visit, name="files_of_visit"),
    path("files/<int:file_id>/", views.download, name="file"),
    path("files/<int:file_id>/preview/", views.preview, name="file_preview"),
    path("files/<int:file_id>/look/", views.look, name="file_look"),
    path("files/<int:file_id>/deletion/", views.deletion, name="file_deletion"),
]
