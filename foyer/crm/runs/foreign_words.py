"""What other systems have in their pick lists from the start (E35)."""

WORDS: dict[str, dict[str, str]] = {
    "source": {
        "cold call": "call",
        "callback": "call",
        "employee referral": "referral",
        "external referral": "referral",
        "by recommendation": "referral",
        "trade show": "trade_fair",
        "show/exhibition": "trade_fair",
        "seminar partner": "partner",
        "sales email alias": "email",
        "web download": "web_form",
        "crm form": "web_form",
        "website": "web_form",
        "public relations": "other",
        "web research": "other",
        "online store": "other",
    },
    "lead_status": {
        "not contacted": "new",
        "unassigned": "new",
        "attempted to contact": "contacted",
        "contact in future": "contacted",
        "in progress": "contacted",
        "working": "contacted",
        "pre-qualified": "qualified",
        "processed": "qualified",
        "junk lead": "lost",
        "lost lead": "lost",
        "junk": "lost",
        "not qualified": "lost",
        "unqualified": "lost",
    },
}
"""By pick list: what those systems have in it from the start, and what it is here."""
