"""Every route obeys the user's profile: made from the routes, so that a new one without a row fails (E25, F229, T7)."""

import pytest

from foyer.team.models import AccessProfile
from foyer.team.profiles import everything
from tests.desk.house import signed_in
from tests.project.needs import VIEW, WRITE, names, without_a_row
from tests.project.routes import Route, routes
from tests.project.world import with_token

METHODS = ("get", "post", "patch", "put", "delete")
WRITES = METHODS[1:]
REFUSED = {403, 404, 405}
ROUTES = {route.name: route for route in routes()}


@pytest.fixture
def boris_may(boris):
    """Boris's browser and program, after a profile took away a verb of a module."""

    def limited(module, verb):
        rights = everything(module)
        rights["verbs"] = [each for each in rights["verbs"] if each != verb and verb != "view"]
        boris.access_profile = AccessProfile.objects.create(name=f"No {verb} {module}", modules={module: rights})
        boris.save()
        return {True: with_token(boris), False: signed_in(boris)}

    return limited


def answered(clients, route: Route, own, method: str) -> int:
    """The status; programs send an empty object."""
    of_api = route.name.startswith("api-v1:")
    body = {"data": "{}", "content_type": "application/json"} if of_api and method != "get" else {}
    return getattr(clients[of_api], method)(route.address(own), **body).status_code


def test_every_route_says_what_it_needs():
    assert without_a_row() == set()


@pytest.mark.parametrize("module", VIEW)
def test_where_a_module_is_hidden_nothing_of_it_is_there(boris_may, own, module):
    clients = boris_may(module, "view")
    for name in sorted(names(VIEW[module])):
        for method in METHODS:
            assert answered(clients, ROUTES[name], own, method) in REFUSED, (name, method)


@pytest.mark.parametrize(("module", "verb"), WRITE)
def test_what_a_profile_does_not_allow_is_not_done(boris_may, own, module, verb):
    clients = boris_may(module, verb)
    for name in sorted(names(WRITE[module, verb])):
        for method in WRITES:
            assert answered(clients, ROUTES[name], own, method) in REFUSED, (name, method)


@pytest.mark.parametrize(("module", "verb"), [*((module, "nothing") for module in VIEW)])
def test_with_everything_allowed_most_of_it_answers(boris_may, own, module, verb):
    """Otherwise the tests above would find nothing."""
    clients = boris_may(module, verb)
    found = {name for name in names(VIEW[module]) if answered(clients, ROUTES[name], own, "get") == 200}
    assert len(found) * 4 >= len([name for name in names(VIEW[module]) if name not in names(" ".join(WRITE.values()))])
