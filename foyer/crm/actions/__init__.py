"""The verbs of the CRM, a file for each family."""

from foyer.crm.actions.conversion import Wanted, convert_lead
from foyer.crm.actions.conversion_undone import undo_conversion
from foyer.crm.actions.deal_contacts import put_deal_contact, take_deal_contact_off
from foyer.crm.actions.identifiers import (
    add_identifier,
    claim_of_visitor,
    describe_identifier,
    replace_identifier,
    take_identifier_off,
    undo_decision,
)
from foyer.crm.actions.merging import merge_records, undo_merge
from foyer.crm.actions.notes import write_note
from foyer.crm.actions.people import change_owner, change_status, create_person, update_person
from foyer.crm.actions.recognising import recognise_visitor
from foyer.crm.actions.records import (
    Conflict,
    Invalid,
    change_record,
    create_record,
    delete_record,
    restore_record,
)
from foyer.crm.actions.tags import set_tags

__all__ = [
    "Conflict",
    "Invalid",
    "Wanted",
    "add_identifier",
    "change_owner",
    "change_record",
    "change_status",
    "claim_of_visitor",
    "convert_lead",
    "create_person",
    "create_record",
    "delete_record",
    "describe_identifier",
    "merge_records",
    "put_deal_contact",
    "recognise_visitor",
    "replace_identifier",
    "restore_record",
    "set_tags",
    "take_deal_contact_off",
    "take_identifier_off",
    "undo_conversion",
    "undo_decision",
    "undo_merge",
    "update_person",
    "write_note",
]
