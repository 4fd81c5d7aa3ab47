"""First light in a real browser: a visitor of the demo shop becomes a customer record, seen live by an agent.

F4, F5, F28, F34-F49, F68-F81, F99-F103, F154-F174; E33.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, chromium, log_in, watch
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(240)]
BORIS = "boris@foyer.test"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("demo"), command=("demo",)).start()
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def agent(demo, browser):
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    page.problems = watch(page)
    log_in(page, demo.address, BORIS, (demo.data / "demo_password").read_text().strip())
    yield page
    page.context.close()


@pytest.fixture
def visitor(demo, browser):
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    page.problems = watch(page)
    yield page
    page.context.close()


def test_a_visitor_becomes_a_customer_record(demo, agent, visitor):
    # The visitor comes from Google by a campaign and looks at three pages.
    visitor.goto(f"{demo.address}/demo/?utm_source=newsletter&utm_campaign=autumn", referer="https://www.google.com/")
    agent.goto(f"{demo.address}/live/list/")
    row = agent.locator("tr", has_text=re.compile("Linden & Oak")).first
    expect(row).to_be_visible(timeout=10_000)
    assert barriers(agent) == []
    visitor.wait_for_timeout(2_200)
    visitor.goto(f"{demo.address}/demo/catalogue.html")
    visitor.wait_for_timeout(1_200)
    visitor.goto(f"{demo.address}/demo/product.html")
    expect(agent.locator("tr", has_text="Alder bench").first).to_be_visible(timeout=10_000)

    # He opens the chat, gives name and e-mail, and writes.
    visitor.locator("[data-foyer=launcher]").click()
    visitor.locator("foyer-widget input[name=name]").fill("Nora Ekström")
    visitor.locator("foyer-widget input[name=email]").fill("nora.ekstrom@posthaus.example")
    visitor.locator("foyer-widget textarea[name=text]").fill("Can the Alder bench stay outside in winter?")
    visitor.locator("[data-foyer=start]").click()
    expect(visitor.locator("[data-foyer=line][data-kind=visitor]")).to_have_count(1)

    # It rings; the agent accepts, without a reload, and answers.
    ring = agent.get_by_role("button", name=re.compile("Accept [12]"))
    expect(ring).to_be_visible(timeout=10_000)
    agent.goto(f"{demo.address}/inbox/?view=unassigned")
    agent.locator("a.f-conv", has_text="Nora Ekström").click()
    agent.locator("#talk-foot button", has_text="Accept").click()
    agent.locator("form[data-compose] textarea").fill("It is oiled oak: yes.")
    agent.locator("form[data-compose] button[type=submit]").click()
    expect(visitor.locator("[data-foyer=line][data-kind=agent]", has_text="oiled oak")).to_be_visible(timeout=10_000)
    visitor.locator("[data-foyer=composer]").fill("Thank you, that helps.")
    visitor.keyboard.press("Enter")
    expect(agent.locator("[data-seq]", has_text="that helps")).to_be_visible(timeout=10_000)
    assert barriers(agent) == []

    # The visitor reloads: everything is still there, once.
    visitor.reload()
    visitor.locator("[data-foyer=line]", has_text="that helps").first.wait_for(timeout=10_000)
    expect(visitor.locator("[data-foyer=line]", has_text="that helps")).to_have_count(1)
    expect(visitor.locator("[data-foyer=line]", has_text="oiled oak")).to_have_count(1)

    # The agent ends the chat; the visitor is told.
    agent.locator("#talk-head button", has_text="End chat").click()
    agent.locator("dialog[open] button", has_text="End chat").click()
    expect(visitor.locator("[data-foyer=new]")).to_be_visible(timeout=10_000)
    visitor.goto("about:blank")

    # The lead is there once, with the visit, the transcript and the source.
    agent.goto(f"{demo.address}/leads/?q=Ekstr%C3%B6m")
    expect(agent.locator("tbody tr", has_text="Nora Ekström")).to_have_count(1)
    assert barriers(agent) == []
    agent.locator("tbody a", has_text="Nora Ekström").first.click()
    feed = agent.locator(".f-feed")
    expect(feed).to_contain_text("Can the Alder bench stay outside in winter?")
    expect(agent.locator("body")).to_contain_text("nora.ekstrom@posthaus.example")
    assert barriers(agent) == []

    summary = demo.query(
        "[[v.pages, v.seconds, v.utm, v.referrer, v.search_engine, v.attended_by.name, [[a.type, a.seconds] for a in v.actions.order_by('at')]]"
        " for v in Visit.objects.filter(actor__in=Conversation.objects.filter(visitor_name='Nora Ekström').values('actor'))]"
    )
    assert len(summary) == 1
    pages, seconds, utm, referrer, engine, attended_by, actions = summary[0]
    assert (utm, referrer, engine) == (
        {"source": "newsletter", "campaign": "autumn"},
        "https://www.google.com/",
        "Google",
    )
    assert attended_by == "Boris Keller"
    assert [kind for kind, _ in actions][:3] == ["accessed", "navigation", "navigation"]
    assert "chat" in [kind for kind, _ in actions]
    assert actions[0][1] in {2, 3, 4}
    assert pages == 4  # three pages, and the reload of the third
    assert 3 <= seconds <= 60
    assert [p for p in (*agent.problems, *visitor.problems) if "favicon" not in p] == []


@pytest.mark.parametrize("path", ["/live/", "/live/list/", "/inbox/", "/leads/", "/contacts/", "/visits/", "/profile/"])
def test_no_screen_has_a_serious_barrier_or_an_error(demo, agent, path):
    agent.goto(f"{demo.address}{path}")
    agent.wait_for_load_state("networkidle")
    assert barriers(agent) == []
    assert agent.problems == []


@pytest.mark.parametrize("path", ["/live/", "/inbox/", "/leads/", "/visits/", "/profile/"])
def test_nothing_is_wider_than_a_phone(demo, browser, agent, path):
    agent.set_viewport_size({"width": 320, "height": 640})
    agent.goto(f"{demo.address}{path}")
    assert agent.evaluate("document.documentElement.scrollWidth") <= 320
