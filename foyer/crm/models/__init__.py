"""The nouns of the CRM, a file for each family."""

from foyer.crm.models.accounts import Account
from foyer.crm.models.activities import Activity
from foyer.crm.models.assignment import Pool, PoolMember, SourceRule
from foyer.crm.models.choices import Choice
from foyer.crm.models.deals import Deal, DealContact, Pipeline, Stage
from foyer.crm.models.fields import CustomField, Layout
from foyer.crm.models.mails import Mail, Unsubscribed
from foyer.crm.models.merges import Conversion, Hunt, Merge, Pair
from foyer.crm.models.notes import Attachment, Mention, Note
from foyer.crm.models.people import Contact, Lead, Person, Source
from foyer.crm.models.record import Gone, Handle, Record, Tag, Tagging
from foyer.crm.models.runs import Run, RunRow
from foyer.crm.models.settings import CrmSettings
from foyer.crm.models.views import PinnedView, View

__all__ = [
    "Account",
    "Activity",
    "Attachment",
    "Choice",
    "Contact",
    "Conversion",
    "CrmSettings",
    "CustomField",
    "Deal",
    "DealContact",
    "Gone",
    "Handle",
    "Hunt",
    "Layout",
    "Lead",
    "Mail",
    "Mention",
    "Merge",
    "Note",
    "Pair",
    "Person",
    "PinnedView",
    "Pipeline",
    "Pool",
    "PoolMember",
    "Record",
    "Run",
    "RunRow",
    "Source",
    "SourceRule",
    "Stage",
    "Tag",
    "Tagging",
    "Unsubscribed",
    "View",
]
