"""A form stands on a website by one tag; what a visitor sends is a lead with its campaign (F122, E24)."""

import functools
import http.server
import threading

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, log_in, watch
from tests.installation import BORIS, PASSWORD
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
FORM = """
from foyer.channels.forms.actions import create_form
from foyer.channels.forms.publishing import script_snippet
from foyer.portals.models import EmbedCode, Portal
portal = Portal.objects.get()
portal.domains = ["127.0.0.1"]
portal.save()
form = create_form(portal.created_by, "Contact", portal)
form.embed_code = EmbedCode.objects.get()
form.save()
print(script_snippet(form, "ADDRESS"))
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A website that says nothing on the console."""

    def log_message(self, *arguments):
        """Nothing."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("forms")).set_up()
    installation.tag = installation.run(FORM).strip().splitlines()[-1]
    yield installation.start()
    installation.stop()


@pytest.fixture(scope="module")
def website(house, tmp_path_factory):
    folder = tmp_path_factory.mktemp("website")
    tag = house.tag.replace("ADDRESS", house.address)
    page = f"<!doctype html><html lang='en'><title>Contact us</title><h1>Contact us</h1>{tag}</html>"
    (folder / "index.html").write_text(page)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_form_on_a_website_makes_a_lead_with_its_campaign(house, website, browser):
    visitor = browser.new_context(viewport={"width": 1000, "height": 900}, locale="en-GB").new_page()
    visitor.problems = watch(visitor)
    visitor.goto(f"{website}/?utm_source=spring-fair&utm_campaign=benches")
    form = visitor.frame_locator("iframe")
    form.get_by_label("First name").fill("Vera")
    form.get_by_label("Last name").fill("Lang")
    form.get_by_label("E-mail").fill("vera@lang.example")
    visitor.wait_for_timeout(4000)  # as people take their time, and the visit is stored meanwhile
    form.get_by_role("button").click()
    expect(form.locator("body")).to_contain_text("Thank you")
    assert [each for each in visitor.problems if "favicon" not in each] == []

    agent = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    agent.problems = watch(agent)
    log_in(agent, house.address, BORIS, PASSWORD)
    agent.goto(f"{house.address}/leads/")
    agent.get_by_role("link", name="Vera Lang").click()
    expect(agent.locator("#feed")).to_contain_text("vera@lang.example")
    expect(agent.locator("body")).to_contain_text("spring-fair")
    assert barriers(agent) == []
    assert agent.problems == []
