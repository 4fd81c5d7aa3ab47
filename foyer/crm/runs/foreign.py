"""The columns of other systems' exports: Zoho CRM, Bitrix24 and Zendesk Sell (E35).

After what the makers publish: Zoho CRM's standard fields, the heads of the lists that Bitrix24 exports and of the files
that it imports, the columns that Zendesk Sell describes for CSV files. What has no field here is left out.
"""

from foyer.crm.runs.lines import WHOLE_NAME
from foyer.crm.types import ModuleName

Table = dict[str, str]

_ZOHO_PERSON: Table = {
    "salutation": "salutation",
    "first name": "first_name",
    "last name": "last_name",
    "title": "job_title",
    "email": "emails",
    "secondary email": "emails",
    "phone": "phones",
    "mobile": "phones",
    "home phone": "phones",
    "other phone": "phones",
    "lead source": "source",
    "tag": "tags",
    "description": "description",
}
_ZOHO_STREET: Table = {
    "street": "street",
    "city": "city",
    "state": "region",
    "zip code": "postal_code",
    "country": "country",
}
_ZOHO_MAILING: Table = {
    "mailing street": "street",
    "mailing city": "city",
    "mailing state": "region",
    "mailing zip": "postal_code",
    "mailing country": "country",
}
_ZOHO_BILLING: Table = {
    "billing street": "street",
    "billing city": "city",
    "billing state": "region",
    "billing code": "postal_code",
    "billing country": "country",
}
_ZOHO_FIRM: Table = {
    "website": "website",
    "industry": "industry",
    "annual revenue": "annual_revenue",
    "no. of employees": "employees",
    "no of employees": "employees",
    "employees": "employees",
}
_BITRIX_PERSON: Table = {
    "salutation": "salutation",
    "first name": "first_name",
    "last name": "last_name",
    "position": "job_title",
    "date of birth": "birthday",
    "birthday": "birthday",
    "phone": "phones",
    "e-mail": "emails",
    "site": "website",
    "source": "source",
    "responsible person": "owner",
    "responsible": "owner",
    "comment": "description",
    "work phone": "phones",
    "mobile": "phones",
    "mobile phone": "phones",
    "home phone": "phones",
    "other phone": "phones",
    "work e-mail": "emails",
    "work email": "emails",
    "home e-mail": "emails",
    "private e-mail": "emails",
    "other e-mail": "emails",
    "street address": "street",
    "address": "street",
    "city": "city",
    "region": "region",
    "state / province": "region",
    "zip/postal code": "postal_code",
    "zip": "postal_code",
    "country": "country",
}
_BITRIX_FIRM: Table = {
    "corporate website": "website",
    "company website": "website",
    "website": "website",
    "annual revenue": "annual_revenue",
    "industry": "industry",
    "employees": "employees",
}
_SELL_PERSON: Table = {
    "owner": "owner",
    "first name": "first_name",
    "last name": "last_name",
    "name": WHOLE_NAME,
    "title": "job_title",
    "email": "emails",
    "phone": "phones",
    "work phone": "phones",
    "mobile": "phones",
    "mobile phone": "phones",
    "address": "street",
    "street": "street",
    "city": "city",
    "state/region": "region",
    "state": "region",
    "zip": "postal_code",
    "zip code": "postal_code",
    "country": "country",
    "source": "source",
    "tags": "tags",
    "description": "description",
    "notes": "description",
}
_SELL_FIRM: Table = {"website": "website", "industry": "industry"}

READY: dict[str, tuple[str, dict[ModuleName, Table]]] = {
    "zoho": (
        "Zoho CRM",
        {
            "lead": _ZOHO_PERSON
            | _ZOHO_STREET
            | _ZOHO_FIRM
            | {
                "lead owner": "owner",
                "company": "company",
                "lead status": "status",
            },
            "contact": _ZOHO_PERSON
            | _ZOHO_MAILING
            | {
                "contact owner": "owner",
                "account name": "account",
                "department": "department",
                "date of birth": "birthday",
            },
            "account": _ZOHO_FIRM
            | _ZOHO_BILLING
            | {
                "account owner": "owner",
                "account name": "name",
                "account type": "kind",
                "parent account": "parent",
                "phone": "phones",
                "tag": "tags",
                "description": "description",
            },
            "deal": {
                "deal owner": "owner",
                "deal name": "name",
                "account name": "account",
                "contact name": "contact",
                "amount": "amount",
                "closing date": "close_date",
                "stage": "stage",
                "probability (%)": "probability",
                "probability": "probability",
                "lead source": "source",
                "reason for loss": "lost_reason",
                "tag": "tags",
                "description": "description",
            },
        },
    ),
    "bitrix24": (
        "Bitrix24",
        {
            "lead": _BITRIX_PERSON | _BITRIX_FIRM | {"status": "status", "stage": "status", "company name": "company"},
            "contact": _BITRIX_PERSON | {"company": "account", "company name": "account"},
            "account": _BITRIX_PERSON
            | _BITRIX_FIRM
            | {
                "company name": "name",
                "name": "name",
                "company type": "kind",
                "type": "kind",
            },
            "deal": {
                "deal name": "name",
                "name": "name",
                "stage": "stage",
                "probability": "probability",
                "probability, %": "probability",
                "amount": "amount",
                "income": "amount",
                "total": "amount",
                "company": "account",
                "contact": "contact",
                "responsible person": "owner",
                "responsible": "owner",
                "source": "source",
                "assumed close date": "close_date",
                "estimated close date": "close_date",
                "end date": "close_date",
                "comment": "description",
            },
        },
    ),
    "sell": (
        "Zendesk Sell",
        {
            "lead": _SELL_PERSON
            | _SELL_FIRM
            | {
                "company name": "company",
                "organization name": "company",
                "company": "company",
                "status": "status",
            },
            "contact": _SELL_PERSON | {"company name": "account", "organization name": "account", "company": "account"},
            "account": _SELL_PERSON
            | _SELL_FIRM
            | {"company name": "name", "name": "name", "organization name": "name"},
            "deal": {
                "owner": "owner",
                "deal name": "name",
                "name": "name",
                "value": "amount",
                "deal value": "amount",
                "company name": "account",
                "company": "account",
                "primary contact": "contact",
                "contact name": "contact",
                "stage": "stage",
                "stage name": "stage",
                "win likelihood": "probability",
                "estimated close date": "close_date",
                "source": "source",
                "loss reason": "lost_reason",
                "tags": "tags",
            },
        },
    ),
}
"""By key: the name of the system, and by module its columns, in lower case."""
MARKS: dict[str, frozenset[str]] = {
    "zoho": frozenset(
        {"record id", "lead owner", "contact owner", "account owner", "deal owner", "last activity time"}
    ),
    "bitrix24": frozenset(
        {"responsible person", "responsible", "available to everyone", "work e-mail", "created by crm form"}
    ),
    "sell": frozenset({"organization name", "win likelihood", "primary contact", "state/region"}),
}
"""Columns that only this system's files have."""
