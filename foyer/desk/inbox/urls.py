"""Paths of the inbox."""

from django.urls import path

from foyer.desk.inbox import acts, files, matching, menu, snoozing, transcript, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/rows/", views.rows, name="inbox_list"),
    path("inbox/<int:conversation_id>/", views.conversation, name="conversation"),
    path("inbox/<int:conversation_id>/head/", views.head, name="conversation_head"),
    path("inbox/<int:conversation_id>/foot/", views.foot, name="conversation_foot"),
    path("inbox/<int:conversation_id>/side/", views.side, name="conversation_side"),
    path("inbox/<int:conversation_id>/matches/", matching.matches, name="conversation_matches"),
    path(
        "inbox/<int:conversation_id>/person/<module:module>/<int:record_id>/",
        matching.person,
        name="conversation_person",
    ),
    path("inbox/<int:conversation_id>/popup/", views.popup, name="conversation_popup"),
    path("inbox/<int:conversation_id>/messages/", views.messages, name="conversation_messages"),
    path("inbox/<int:conversation_id>/canned/", views.canned, name="conversation_canned"),
    path("inbox/<int:conversation_id>/assignment/", acts.assignment, name="conversation_assignment"),
    path("inbox/<int:conversation_id>/closure/", acts.closure, name="conversation_closure"),
    path("inbox/<int:conversation_id>/handover/", acts.handover, name="conversation_handover"),
    path("inbox/<int:conversation_id>/joining/", menu.joining, name="conversation_joining"),
    path("inbox/<int:conversation_id>/tags/", menu.tags, name="conversation_tags"),
    path("inbox/<int:conversation_id>/snoozing/", snoozing.snoozing, name="conversation_snoozing"),
    path("inbox/<int:conversation_id>/taking-up/", snoozing.taking_up, name="conversation_taking_up"),
    path("inbox/<int:conversation_id>/blocking/", menu.blocking, name="conversation_blocking"),
    path("inbox/<int:conversation_id>/transcript/", transcript.transcript_mailing, name="transcript_mailing"),
    path("chats/<str:token>/", transcript.shared_transcript, name="shared_transcript"),
    path("inbox/<int:conversation_id>/lead/", acts.lead, name="conversation_lead"),
    path("inbox/<int:conversation_id>/notes/", acts.notes, name="conversation_notes"),
    path("inbox/<int:conversation_id>/phone/", acts.phone, name="conversation_phone"),
    path("files/of-chat/<int:conversation_id>/", files.sending, name="files_of_chat"),
    path("inbox/<int:conversation_id>/files/<int:file_id>/", files.download, name="chat_file"),
    path("inbox/<int:conversation_id>/files/<int:file_id>/preview/", files.preview, name="chat_file_preview"),
]
