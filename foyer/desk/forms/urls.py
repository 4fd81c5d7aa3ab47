"""Paths of web forms and of what was sent."""

from django.urls import path

from foyer.desk.forms import submission_views, views

urlpatterns = [
    path("setup/forms/", views.forms, name="web_forms"),
    path("setup/forms/<int:form_id>/", views.editor, name="web_form"),
    path("setup/forms/<int:form_id>/operation/", views.operation, name="web_form_operation"),
    path("setup/forms/<int:form_id>/preview/", views.preview, name="web_form_preview"),
    path("submissions/", submission_views.submissions, name="submissions"),
    path("submissions/<int:submission_id>/", submission_views.submission, name="submission"),
    path("submissions/<int:submission_id>/spam/", submission_views.spam, name="submission_spam"),
    path("submissions/<int:submission_id>/popup/", submission_views.popup, name="submission_popup"),
]
