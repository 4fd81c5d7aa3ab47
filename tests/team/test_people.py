"""The people and the shop that the tests begin with are laid as the actions would make them."""

from foyer.events.models import Edition, Event
from foyer.portals.actions import create_portal
from foyer.team.actions import create_organisation, create_user
from foyer.team.models import Organisation
from tests.team.people import found_house, hire, open_shop

DIFFERS = {"id", "created_at", "since", "at", "name", "email", "password", "key", "user_id", "portal_id", "subject_id"}
FIRST_RUN = ("Linden & Oak", "Europe/Berlin", "en", "EUR", "Anna Albers", "anna@foyer.test", "correct horse battery")


def facts(row):
    """What is stored, without what differs from one to the next."""
    stored = type(row).objects.values().get(pk=row.pk)
    return {column: value for column, value in stored.items() if column not in DIFFERS}


def editions(*makings):
    """What each makes, and how many editions of the settings there were."""
    made = [(making(), Edition.objects.get().number) for making in makings]
    return [row for row, _number in made], len({number for _row, number in made})


def told(kind):
    """The events of two of a kind, as far as they are alike."""
    return [facts(event) for event in Event.objects.filter(kind=kind).order_by("-id")[:2]]


def test_anna_and_her_house(db):
    found_house()
    laid = [facts(row) for row in (Organisation.objects.get(), hire("Bea Boll", "administrator"))]
    Organisation.objects.all().delete()
    made = create_organisation(*FIRST_RUN[:5], "ada@foyer.test", FIRST_RUN[6])
    assert laid == [facts(Organisation.objects.get()), facts(made)]


def test_boris(anna):
    (laid, made), changes = editions(hire, lambda: create_user("cora@foyer.test", "Cora Cordes", None))
    assert (facts(laid), facts(laid.availability)) == (facts(made), facts(made.availability))
    assert (changes, *told("UserJoined")) == (2, *told("UserJoined")[::-1])
    assert not laid.has_usable_password()


def test_their_shop(anna, boris):
    makings = (
        lambda: open_shop(anna, users=[boris]),
        lambda: create_portal(anna, "Other shop", "shop.example", users=[boris]),
    )
    (laid, made), changes = editions(*makings)
    assert facts(laid) == facts(made)
    assert facts(laid.embed_codes.get()) == facts(made.embed_codes.get())
    assert set(laid.users.all()) == set(made.users.all())
    assert (changes, *told("PortalChanged")) == (2, *told("PortalChanged")[::-1])
