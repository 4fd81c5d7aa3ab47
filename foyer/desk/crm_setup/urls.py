"""Paths of Setup > CRM."""

from django.urls import path

from foyer.desk.crm_setup import (
    assignment_views,
    field_views,
    layout_views,
    list_views,
    mode_views,
    pipeline_views,
    seen_views,
)

FIELD = "setup/fields/<str:module>/<str:key>"
urlpatterns = [
    path("setup/fields-seen/", seen_views.fields_seen_page, name="fields_seen"),
    path("setup/fields/<str:module>/", field_views.custom_fields, name="custom_fields"),
    path(f"{FIELD}/", field_views.custom_field, name="custom_field"),
    path(f"{FIELD}/state/", field_views.field_state, name="field_state"),
    path(f"{FIELD}/deletion/", field_views.field_deletion, name="field_deletion"),
    path("setup/layouts/<str:module>/", layout_views.layout, name="layout"),
    path("setup/lists/", list_views.pick_lists, name="pick_lists"),
    path("setup/lists/<str:list_name>/", list_views.pick_list, name="pick_list"),
    path("setup/lists/<str:list_name>/<str:key>/removal/", list_views.choice_removal, name="choice_removal"),
    path("setup/pipelines/", pipeline_views.pipelines, name="pipelines"),
    path("setup/pipelines/<int:pipeline_id>/", pipeline_views.pipeline, name="pipeline"),
    path("setup/pipelines/<int:pipeline_id>/state/", pipeline_views.pipeline_state, name="pipeline_state"),
    path("setup/stages/<int:stage_id>/closing/", pipeline_views.stage_closing, name="stage_closing"),
    path("setup/mode/", mode_views.crm_mode, name="crm_mode"),
    path("setup/mode/mapping/", mode_views.conversion_mapping, name="mapping"),
    path("setup/assignment/", assignment_views.assignment, name="assignment"),
    path("setup/pools/<int:pool_id>/", assignment_views.pool, name="pool"),
    path("setup/pools/<int:pool_id>/state/", assignment_views.pool_state, name="pool_state"),
    path("setup/rules/<str:module>/", assignment_views.source_rules, name="source_rules"),
]
