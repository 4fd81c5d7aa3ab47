"""Paths of Setup."""

from django.urls import path
from django.views.generic import RedirectView

from foyer.desk.setup import (
    canned_views,
    code_views,
    portal_views,
    profile_views,
    signing_views,
    team_views,
    user_views,
    widget_views,
    wizard,
)

urlpatterns = [
    path("setup/", RedirectView.as_view(pattern_name="portals"), name="setup"),
    path("setup/portals/", portal_views.portals, name="portals"),
    path("setup/portals/integration/", portal_views.integration, name="integration"),
    path("setup/portals/limits/", portal_views.portal_limits, name="portal_limits"),
    path("setup/portals/adding/", portal_views.adding, name="portal_adding"),
    path("setup/portals/new/", wizard.portal_new, name="portal_new"),
    path("setup/portals/<int:portal_id>/", portal_views.portal, name="portal_setup"),
    path("setup/portals/<int:portal_id>/settings/<str:setting>/", portal_views.change_setting, name="portal_setting"),
    path("setup/portals/<int:portal_id>/operation/", portal_views.operation, name="portal_operation"),
    path("setup/portals/<int:portal_id>/codes/", portal_views.codes, name="portal_codes"),
    path("setup/portals/<int:portal_id>/keys/", signing_views.signing_keys, name="portal_signing_keys"),
    path("setup/portals/<int:portal_id>/keys/<slug:kid>/", signing_views.signing_key, name="portal_signing_key"),
    path("setup/portals/<int:portal_id>/widget/", widget_views.portal_widget, name="portal_widget"),
    path(
        "setup/portals/<int:portal_id>/widget/preview/",
        widget_views.portal_widget_preview,
        name="portal_widget_preview",
    ),
    path("setup/portals/<int:portal_id>/widget/told/", widget_views.portal_widget_told, name="portal_widget_told"),
    path("setup/portals/<int:portal_id>/widget/reset/", widget_views.portal_widget_reset, name="portal_widget_reset"),
    path("setup/portals/<int:portal_id>/widget/logo/", widget_views.portal_widget_logo, name="portal_widget_logo"),
    path("setup/portals/<int:portal_id>/doctor/", portal_views.doctor, name="portal_doctor"),
    path("setup/codes/<int:code_id>/chat-icon/", portal_views.chat_icon, name="code_chat_icon"),
    path("setup/codes/<int:code_id>/mail/", code_views.code_mail, name="code_mail"),
    path("setup/canned-replies/", canned_views.canned_replies, name="canned_replies"),
    path("setup/canned-replies/<int:reply_id>/", canned_views.canned_reply, name="canned_reply"),
    path("setup/canned-replies/<int:reply_id>/deletion/", canned_views.canned_reply_deletion, name="reply_deletion"),
    path("setup/check/<slug:key>/", code_views.code_check, name="code_check"),
    path("setup/users/", user_views.users, name="users"),
    path("setup/users/invitations/", user_views.invitations, name="invitations"),
    path("setup/users/<int:user_id>/role/", user_views.role, name="user_role"),
    path("setup/users/<int:user_id>/activity/", user_views.activity, name="user_activity"),
    path("setup/users/<int:user_id>/profile/", user_views.user_profile, name="user_access_profile"),
    path("setup/profiles/", profile_views.profiles, name="access_profiles"),
    path("setup/profiles/<int:profile_id>/", profile_views.profile, name="access_profile"),
    path("setup/profiles/<int:profile_id>/deletion/", profile_views.profile_deletion, name="profile_deletion"),
    path("setup/profiles/<int:profile_id>/<str:module>/", profile_views.profile_fields, name="profile_fields"),
    path("setup/teams/", team_views.teams, name="teams"),
    path("setup/teams/<int:team_id>/", team_views.team, name="team"),
    path("setup/teams/<int:team_id>/deletion/", team_views.team_deletion, name="team_deletion"),
]
