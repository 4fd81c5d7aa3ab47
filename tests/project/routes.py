"""Every route of the URLconf, and who may open it: a new route needs a row here (T7)."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse


class Who(enum.Enum):
    """Who may open a route."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    ADMINISTRATORS = "administrators"
    TOKEN = "the owner of a token"


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern of the URLconf: its name with the namespace, and the names of its parameters."""

    name: str
    parameters: tuple[str, ...]

    def address(self, values: Mapping[str, object]) -> str:
        """Where it stands, with these values."""
        if self.name in SAMPLES:
            return SAMPLES[self.name]
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


SAMPLES = {
    "api-v1:^.+$": "/api/v1/nothing",
    "^.*$": "/api/nothing",
    "demo_asset": "/demo/shop.css",
    "offline": "/offline/de/",
}
"""Addresses of patterns without a name, or with a parameter that only some values fit."""

WHO = {
    Who.ANYBODY: """
        api-v1:api-root api-v1:^.+$ ^.*$ demo demo_page demo_asset login account_login language welcome join code_check
        shared_transcript
        opt_out opt_out_done unsubscribe worker offline
        api-v1:openapi-json
        form form_thanks form_embed form_script form_style
    """,
    Who.TOKEN: """
        api-v1:portal_list api-v1:portal_one api-v1:visit_list api-v1:visit_one api-v1:event_create api-v1:lead_list
        api-v1:lead_one api-v1:contact_list api-v1:contact_one api-v1:conversation_list api-v1:conversation_one
        api-v1:message_list api-v1:conversation_file api-v1:canned_list api-v1:canned_one
        api-v1:mailing_list api-v1:mailing_one api-v1:mailing_stop
        api-v1:account_list api-v1:account_one api-v1:deal_list api-v1:deal_one
        api-v1:activity_list api-v1:activity_one
        api-v1:activity_restoration api-v1:note_list api-v1:note_one api-v1:note_restoration
        api-v1:lead_identifiers api-v1:contact_identifiers api-v1:account_identifiers
        api-v1:lead_identifier api-v1:contact_identifier api-v1:account_identifier
        api-v1:lead_merges api-v1:contact_merges api-v1:account_merges api-v1:deal_merges
        api-v1:lead_merge api-v1:contact_merge api-v1:account_merge api-v1:deal_merge
        api-v1:lead_conversion api-v1:deal_contact
        api-v1:lead_restoration api-v1:contact_restoration api-v1:account_restoration api-v1:deal_restoration
    """,
    Who.SIGNED_IN: """
        notifications devices device_removal device_test
        home help portal_new logout profile password live live_list live_board live_card live_popup shell_status
        live_told live_invitation conversation_popup availability standings ring
        ticket inbox inbox_list conversation conversation_head conversation_foot conversation_side conversation_messages
        files_of_chat chat_file chat_file_preview
        conversation_assignment conversation_closure conversation_lead conversation_notes
        conversation_matches conversation_person conversation_phone conversation_handover conversation_canned
        conversation_joining conversation_tags conversation_blocking conversation_snoozing
        conversation_taking_up transcript_mailing
        canned_replies canned_reply reply_deletion
        leads contacts accounts deals activities
        record_new lead contact record_head record_details feed record_notes record_step record_owner
        record_edit record_field record_description record_deletion record_restoration record_history record_value
        record_mailings deal_parties deal_party bin pick account deal
        record_identifiers record_identifier record_undoing transcript visits visit visit_deletion setup
        visits_count visits_deletion visits_deletion_form visits_export visits_export_form
        crm_view visit_counts visit_notes reports report_file ad_conversions ad_conversions_file
        visit_stream around_visit live_people
        code_mail
        find list_counts list_filter list_columns view_new view_change view_removal view_pin list_cell
        imports import_plan run run_progress run_stop run_undoing run_errors run_file runs_mass runs_mass_form
        runs_count runs_export runs_mail runs_mail_preview runs_mail_test run_rest
        convert convert_rest convert_undoing
        duplicates duplicates_search duplicates_progress similar record_matches merge merge_undoing apart
        deals_board deals_forecast deal_stage
        my_day activity_calendar activity_new activity_call activity_subjects activities_of activity activity_done
        activity_time activity_deletion activity_popup
        note note_deletion mention mention_popup colleagues
        person_privacy person_export person_erasure
        files_of files_of_visit file file_preview file_look file_deletion
        erasure erasure_progress
        submissions submission submission_spam submission_popup
    """,
    Who.ADMINISTRATORS: """
        welcome_website welcome_team welcome_done portals portal_limits portal_setup portal_setting portal_operation
        portal_signing_keys portal_signing_key
        portal_codes portal_widget portal_widget_preview portal_widget_told portal_widget_reset portal_widget_logo
        integration portal_adding setup_doctor portal_doctor code_chat_icon users invitations user_role user_activity
        user_access_profile access_profiles access_profile profile_fields profile_deletion teams team team_deletion
        organisation_settings
        custom_fields fields_seen custom_field field_state field_deletion layout pick_lists pick_list choice_removal
        pipelines pipeline pipeline_state stage_closing crm_mode mapping assignment pool pool_state source_rules
        erasures
        web_forms web_form web_form_operation web_form_preview
    """,
}
TABLE = {name: who for who, names in WHO.items() for name in names.split()}


def routes() -> list[Route]:
    """All of them, also those of installed packages that the URLconf takes in."""
    return list(_below(get_resolver(), ""))


def guarded_by(*kinds: Who) -> list[Route]:
    """The routes of these kinds."""
    return [route for route in routes() if TABLE.get(route.name) in kinds]


def _below(resolver: URLResolver, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield Route(f"{namespace}{pattern.name or pattern.pattern}", _parameters(pattern))


def _parameters(pattern: URLPattern) -> tuple[str, ...]:
    return (*pattern.pattern.converters, *(set(pattern.pattern.regex.groupindex) - set(pattern.pattern.converters)))
