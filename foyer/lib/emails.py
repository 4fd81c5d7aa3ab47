"""E-mail addresses: reading what people type, and telling addresses of persons from those of roles. No DNS."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

MAX_LENGTH = 254
_PLAIN = re.compile(r"(?=.{1,64}$)[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*")

# Mailboxes that several people read. Comparing is done without case, and without what follows a plus sign.
ROLE_NAMES = frozenset(
    """
    abuse accounting accounts admin administrator anfrage anfragen angebot bestellung bestellungen bewerbung
    billing booking buchhaltung buero commande commandes commercial compta comptabilite contact contacto contactus
    customerservice datenschutz desk devnull direction dpo einkauf enquiries enquiry export facturation feedback
    finance ftp hallo hello help helpdesk hi hostmaster hr info information infos inquiries inquiry invoice
    invoices it jobs karriere kontakt kundendienst kundenservice legal list mail mailbox mailer-daemon marketing
    media moin news newsletter no-reply noreply office order orders paiement personal post poststelle postmaster
    praxis presse press privacy procurement purchasing rechnung rechnungen recrutement redaktion reception
    reservation reservations reservierung root sales sav secretariat security sekretariat service services shop
    studio support team technik tech usenet verkauf vente ventes verwaltung vertrieb webmaster welcome www
    zentrale
    """.split()  # noqa: SIM905  a column of words is read more easily
)


def normalised_email(raw: str) -> str | None:
    """The address for comparing: trimmed, in lower case, the domain in punycode; None when it is none.

    RFC 5321 lets a server tell `Vera@` from `vera@`; none that people use does, and people type both.
    """
    if len(raw) > MAX_LENGTH * 2:
        return None
    text = raw.strip().strip("<>").removeprefix("mailto:").strip()
    local, _at, domain = text.rpartition("@")
    if _PLAIN.fullmatch(local):  # nearly all; then only the domain has to be looked at, and many share one
        known = _domain(domain)
        address = f"{local}@{known}".lower() if known else ""
    else:
        address = _parsed(text)
    return address if 0 < len(address) <= MAX_LENGTH else None


@lru_cache(maxsize=16_384)
def _domain(domain: str) -> str:
    return _parsed(f"x@{domain}").partition("@")[2]


def _parsed(text: str) -> str:
    try:
        parsed = validate_email(text, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        return ""
    return f"{parsed.local_part}@{parsed.ascii_domain}".lower()


def is_role_address(address: str) -> bool:
    """Whether a normalised address is a mailbox of a role (info@, sales@, kontakt@ …) rather than of a person."""
    return address.partition("@")[0].partition("+")[0] in ROLE_NAMES
