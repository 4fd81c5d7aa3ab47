"""What each route needs of the user's profile: a module, and the verb for writing (E25, F29, F229).

A new route that is not the administrators' needs a row here, or a place among the free ones.
"""

from tests.project.routes import TABLE, Who

VIEW = {
    "visit": """
        visits visits_export visits_export_form
        visit crm_view visit_counts reports report_file visit_stream around_visit visit_deletion
        ad_conversions ad_conversions_file
        visit_notes files_of_visit visits_count visits_deletion visits_deletion_form
        api-v1:visit_list api-v1:visit_one api-v1:event_create
    """,
    "lead": """
        leads lead record_head record_details feed record_notes record_owner record_history record_value record_step
        record_matches
        list_counts list_filter list_columns view_new view_change view_removal list_cell
        record_edit record_field record_identifiers record_identifier record_mailings record_description record_undoing
        record_new similar record_deletion record_restoration
        convert convert_rest convert_undoing merge merge_undoing apart activities_of files_of file file_preview
        file_look file_deletion note note_deletion
        submission submission_spam submission_popup person_privacy person_export person_erasure
        api-v1:lead_list api-v1:lead_one api-v1:lead_restoration api-v1:lead_merges api-v1:lead_merge
        api-v1:lead_identifiers api-v1:lead_identifier api-v1:lead_conversion api-v1:note_one api-v1:note_restoration
    """,
    "contact": """
        contacts contact api-v1:contact_list api-v1:contact_one api-v1:contact_restoration api-v1:contact_merges
        api-v1:contact_merge api-v1:contact_identifiers api-v1:contact_identifier
    """,
    "account": """
        accounts account api-v1:account_list api-v1:account_one api-v1:account_restoration api-v1:account_merges
        api-v1:account_merge api-v1:account_identifiers api-v1:account_identifier
    """,
    "deal": """
        deals deal deals_board deals_forecast deal_stage deal_parties deal_party
        api-v1:deal_list api-v1:deal_one api-v1:deal_restoration api-v1:deal_merges api-v1:deal_merge
        api-v1:deal_contact
    """,
    "activity": """
        activities activity my_day activity_calendar activity_new activity_call activity_done activity_time
        activity_deletion activity_popup api-v1:activity_list api-v1:activity_one api-v1:activity_restoration
    """,
}
"""By module: where it is hidden, these are not there. The routes of any module are asked for leads."""
WRITE = {
    ("visit", "delete"): "visit_deletion visits_deletion visits_deletion_form",
    ("visit", "create"): "api-v1:event_create",
    ("visit", "export"): "visits_export visits_export_form",
    ("lead", "create"): "record_new api-v1:lead_list",
    ("lead", "edit"): """
        record_edit record_field record_identifiers record_identifier record_description record_undoing record_step
        record_mailings list_cell convert convert_undoing api-v1:lead_identifier api-v1:lead_conversion
    """,
    ("lead", "delete"): "person_export person_erasure record_deletion record_restoration api-v1:lead_restoration",
    ("contact", "create"): "api-v1:contact_list",
    ("contact", "edit"): "api-v1:contact_identifier",
    ("contact", "delete"): "api-v1:contact_restoration",
    ("account", "create"): "api-v1:account_list",
    ("account", "edit"): "api-v1:account_identifier",
    ("account", "delete"): "api-v1:account_restoration",
    ("deal", "create"): "api-v1:deal_list",
    ("deal", "edit"): "deal_stage deal_parties deal_party api-v1:deal_contact",
    ("deal", "delete"): "api-v1:deal_restoration",
    ("activity", "create"): "activity_new activity_call api-v1:activity_list",
    ("activity", "edit"): "activity activity_done",
    ("activity", "delete"): "activity_deletion api-v1:activity_restoration",
}
"""By module and verb: without it, these write nothing."""
FREE = """
    notifications devices device_removal device_test
    portal_new home help logout profile password live live_list live_board live_card live_popup live_people shell_status
    live_told live_invitation conversation_popup availability standings ring ticket
    inbox inbox_list conversation conversation_head conversation_foot conversation_side conversation_messages
    files_of_chat chat_file chat_file_preview
    conversation_assignment conversation_closure conversation_notes conversation_handover transcript setup code_mail
    colleagues conversation_canned conversation_joining conversation_tags conversation_blocking
    conversation_snoozing conversation_taking_up transcript_mailing
    canned_replies canned_reply reply_deletion
    api-v1:portal_list api-v1:portal_one api-v1:conversation_list api-v1:conversation_one api-v1:message_list
    api-v1:conversation_file api-v1:canned_list api-v1:canned_one
"""
"""Chats, the live board, and what is one's own: they belong to no module."""
OF_ANY = """
    submissions erasure erasure_progress
    duplicates duplicates_search duplicates_progress find bin pick view_pin mention mention_popup
    activity_subjects conversation_lead conversation_matches conversation_person conversation_phone api-v1:note_list
    imports import_plan run run_progress run_stop run_undoing run_errors run_file runs_mass runs_mass_form runs_count
    runs_export runs_mail runs_mail_preview runs_mail_test run_rest
    api-v1:mailing_list api-v1:mailing_one api-v1:mailing_stop
"""
"""They hold records of several modules, and leave out those that are hidden: tests of their own say so."""


def names(text: str) -> set[str]:
    """The routes of a row."""
    return set(text.split())


def without_a_row() -> set[str]:
    """Routes of agents and programs of which nothing is said."""
    said = names(FREE) | names(OF_ANY) | {name for text in (*VIEW.values(), *WRITE.values()) for name in names(text)}
    return {name for name, who in TABLE.items() if who in {Who.SIGNED_IN, Who.TOKEN}} ^ said
