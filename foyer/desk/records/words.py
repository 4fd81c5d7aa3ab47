"""The words screens use for stored values of people: kinds of numbers, ways, rules."""

from django.utils.translation import gettext as _

from foyer.identity.models import Claim


def label_word(label: str) -> str:
    """Of what kind an address or a number is."""
    words = {
        "work": _("Work"),
        "private": _("Private"),
        "mobile": _("Mobile"),
        "fax": _("Fax"),
        "other": _("Other"),
    }
    return words.get(label, label)


def way_word(way: str) -> str:
    """How an identifier was shown."""
    words = {
        Claim.Way.CHAT_FORM: _("in the web chat"),
        Claim.Way.WEB_FORM: _("in a web form"),
        Claim.Way.PAGE: _("by a page of the website"),
        Claim.Way.SIGNED: _("signed by the website"),
        Claim.Way.AGENT: _("by a colleague"),
        Claim.Way.CREATED: _("when the record was made"),
        Claim.Way.IMPORT: _("by an import"),
    }
    return words[Claim.Way(way)] if way in Claim.Way.values else way


def device_word(device: str) -> str:
    """What somebody held or sat at."""
    words = {"desktop": _("desktop"), "phone": _("phone"), "tablet": _("tablet")}
    return words.get(device, device)


def medium_word(medium: str, name: str) -> str:
    """How somebody found the website: “Google, organic search”."""
    words = {
        "direct": _("Direct"),
        "search": _("%(name)s, organic search") % {"name": name},
        "social": _("%(name)s, social network") % {"name": name},
        "mail": _("%(name)s, mail") % {"name": name},
        "campaign": _("%(name)s, campaign") % {"name": name},
        "referral": _("%(name)s, link") % {"name": name},
    }
    return words.get(medium, "") if name or medium == "direct" else ""


def refusal_word(standing: str) -> str:
    """Why an identifier joins nobody."""
    words = {
        "role": _("a shared mailbox"),
        "shared": _("shared by many"),
        "own": _("one of ours"),
        "blocked": _("blocked"),
    }
    return words.get(standing, "")
