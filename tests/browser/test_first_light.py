"""First light in a real browser: a visitor of the demo shop becomes a customer record, seen live by an agent.

F4, F5, F28, F34-F49, F68-F81, F99-F103, F154-F174; E33.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from foyer.visits.open_visits import SAME_PAGE_MS
from tests.browser.driver import barriers, log_in, watch
from tests.installation import ANNA, BORIS
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
SCREENS = (
    "live/",
    "live/list/",
    "visits/",
    "visits/?view=unknown",
    "visits/crm/",
    "visits/crm/?visit=2&panel=info",
    "visits/1/",
    "reports/",
    "reports/conversions/",
    "setup/portals/",
    "setup/portals/1/",
    "setup/canned-replies/",
    "setup/doctor/",
    "setup/fields/visit/",
    "setup/fields-seen/",
    "help/",
    "inbox/",
    "find/?q=a",
    "leads/1/",
    "contacts/",
    "accounts/1/",
    "deals/",
    "deals/1/",
    "deals/board/",
    "activities/",
    "activities/day/",
    "activities/calendar/",
)
VISITS_OF_NORA = """[
    {"pages": v.pages, "utm": v.utm, "referrer": v.referrer, "engine": v.search_engine,
     "attended_by": v.attended_by.name, "actions": [[a.type, a.seconds] for a in v.actions.order_by("at")]}
    for v in Visit.objects.filter(
        actor__in=Conversation.objects.filter(visitor_name="Nora Ekström").values("actor"))
]"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("demo"), command=("demo", "--alone")).start()
    yield installation
    installation.stop()


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
    stayed = look_around(demo, agent, visitor)
    ask(visitor)
    answer(demo, agent, visitor)
    come_back(visitor)
    end(agent, visitor)
    find_the_lead(demo, agent)
    check_the_visit(demo, *stayed)
    assert [*agent.problems, *visitor.problems] == []


@pytest.mark.parametrize("look", [{"width": 1440, "scheme": "light"}, {"width": 390, "scheme": "dark"}])
def test_no_screen_shuts_anybody_out(demo, browser, look):
    """E33, on pages full of data."""
    size = {"width": look["width"], "height": 900}
    page = browser.new_context(viewport=size, color_scheme=look["scheme"], locale="en-GB").new_page()
    page.problems = watch(page)
    log_in(page, demo.address, ANNA, (demo.data / "demo_password").read_text().strip())
    found = {path: barriers(page) for path in SCREENS if page.goto(f"{demo.address}/{path}").status == 200}
    assert found == {path: [] for path in SCREENS}
    assert page.problems == []
    page.context.close()


def test_a_colleague_says_who_a_visitor_is(demo, agent, visitor):
    """B4: the box comes after the pane, stays while the pane comes anew, and the answer is taken back by its toast."""
    visitor.goto(f"{demo.address}/demo/")
    ask(visitor, "Claire Moreaux", "")
    agent.goto(f"{demo.address}/inbox/?view=unassigned")
    agent.locator(".f-conv", has_text="Claire Moreaux").click()
    box = agent.locator("#side .f-matches")
    expect(box).to_contain_text("Is it this one?")
    visitor.goto(f"{demo.address}/demo/product.html")
    expect(agent.locator("#side")).to_contain_text("Alder bench")
    expect(box).to_contain_text("similar name")
    assert barriers(agent) == []
    box.get_by_role("button", name="Yes, this is them").click()
    expect(agent.locator("#toasts")).to_contain_text("Recognised as Claire Moreau")
    expect(agent.get_by_role("link", name="Open card")).to_be_visible()
    agent.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(agent.locator("#side")).to_contain_text("Not in the CRM yet")
    assert [*agent.problems, *visitor.problems] == []


def test_chosen_visits_are_deleted(demo, agent):
    """F30."""
    agent.goto(f"{demo.address}/visits/?view=unknown")
    agent.locator("tbody [data-tick]").last.check()
    agent.locator("[data-mass]").get_by_role("button", name="Delete").click()
    expect(agent.get_by_role("heading", name="Delete 1 visit?")).to_be_visible()
    assert barriers(agent) == []
    agent.get_by_role("button", name="Delete for good").click()
    expect(agent.locator("#toasts")).to_contain_text("1 visit is deleted")
    assert agent.problems == []


def look_around(demo, agent, visitor) -> tuple[float, float]:
    """He comes from Google by a campaign, looks at three pages, and is seen live. So long he saw the first, in s."""
    before = time.monotonic()
    visitor.goto(f"{demo.address}/demo/?utm_source=newsletter&utm_campaign=autumn", referer="https://www.google.com/")
    began = time.monotonic()
    agent.goto(f"{demo.address}/live/list/")
    expect(agent.locator("tr", has_text="Linden & Oak").first).to_be_visible()
    assert barriers(agent) == []
    visitor.wait_for_timeout(2_200)
    left = time.monotonic()
    visitor.goto(f"{demo.address}/demo/catalogue.html")
    stayed_s = left - began, time.monotonic() - before
    visitor.wait_for_timeout(1_200)
    visitor.goto(f"{demo.address}/demo/product.html")
    expect(agent.locator("tr", has_text="Alder bench").first).to_be_visible()
    return stayed_s


def ask(visitor, name="Nora Ekström", email="nora.ekstrom@posthaus.example"):
    """He opens the chat, gives name and e-mail, and writes."""
    visitor.locator("[data-foyer=launcher]").click()
    visitor.locator("foyer-widget input[name=name]").fill(name)
    visitor.locator("foyer-widget input[name=email]").fill(email)
    visitor.locator("foyer-widget textarea[name=text]").fill("Can the Alder bench stay outside in winter?")
    visitor.locator("[data-foyer=start]").click()
    expect(visitor.locator("[data-foyer=line][data-kind=visitor]")).to_have_count(1)


def answer(demo, agent, visitor):
    """It rings without a reload; the agent accepts and answers, the visitor replies."""
    expect(agent.get_by_role("button", name=re.compile("Accept [12]"))).to_be_visible()
    agent.goto(f"{demo.address}/inbox/?view=unassigned")
    agent.locator("a.f-conv", has_text="Nora Ekström").click()
    agent.locator("#talk-foot button", has_text="Accept").click()
    write_canned(agent, "/hel", "Hello Nora, Boris from Linden & Oak")
    agent.locator("form[data-compose] textarea").press_sequentially(" It is oiled oak: yes.")
    agent.locator("form[data-compose] button[type=submit]").click()
    answered = visitor.locator("[data-foyer=line][data-kind=agent]", has_text="oiled oak")
    expect(answered).to_contain_text("Hello Nora")
    visitor.locator("[data-foyer=composer]").fill("Thank you, that helps.")
    visitor.keyboard.press("Enter")
    expect(agent.locator("[data-seq]", has_text="that helps")).to_be_visible()
    assert barriers(agent) == []


def write_canned(agent, typed, offered):
    """A / offers canned replies, filled in for this visitor; Enter takes the first (E13)."""
    agent.locator("form[data-compose] textarea").press_sequentially(typed)
    expect(agent.locator(".f-canned [role=option]")).to_have_count(1)
    assert barriers(agent) == []
    agent.keyboard.press("Enter")
    expect(agent.locator("form[data-compose] textarea")).to_have_value(re.compile(offered))


def come_back(visitor):
    """After a reload every line is still there, once. The same page within 5 s would count once (D17)."""
    visitor.wait_for_timeout(max(0, SAME_PAGE_MS + 500 - visitor.evaluate("performance.now()")))
    visitor.reload()
    visitor.locator("[data-foyer=line]", has_text="that helps").first.wait_for()
    for words in ("that helps", "oiled oak", "in winter"):
        expect(visitor.locator("[data-foyer=line]", has_text=words)).to_have_count(1)


def end(agent, visitor):
    """The agent ends the chat; the visitor is told, and leaves."""
    agent.locator("#talk-head button", has_text="End chat").click()
    agent.locator("dialog[open] button", has_text="End chat").click()
    expect(visitor.locator("[data-foyer=new]")).to_be_visible()
    visitor.goto("about:blank")


def find_the_lead(demo, agent):
    """The lead is there once, with the transcript."""
    agent.goto(f"{demo.address}/leads/?q=Ekstr%C3%B6m")
    expect(agent.locator("tbody tr", has_text="Nora Ekström")).to_have_count(1)
    assert barriers(agent) == []
    agent.locator("tbody a", has_text="Nora Ekström").first.click()
    expect(agent.locator(".f-feed").first).to_contain_text("Can the Alder bench stay outside in winter?")
    expect(agent.locator("body")).to_contain_text("nora.ekstrom@posthaus.example")
    assert barriers(agent) == []


def check_the_visit(demo, least_s, most_s):
    """One visit, with its source, its pages and who attended."""
    (visit,) = demo.query(VISITS_OF_NORA)
    assert visit["utm"] == {"source": "newsletter", "campaign": "autumn"}
    assert (visit["referrer"], visit["engine"]) == ("https://www.google.com/", "Google")
    assert visit["attended_by"] == "Boris Keller"
    kinds = [kind for kind, _ in visit["actions"] if kind != "chat"]
    assert kinds == ["accessed", "navigation", "navigation", "navigation"]  # three pages, and the reload of the third
    assert ["chat", 0] in visit["actions"]
    assert least_s - 1.5 <= visit["actions"][0][1] <= most_s + 1.5
    assert visit["pages"] == 4


def test_no_screen_has_a_serious_barrier_or_an_error(demo, agent):
    for path in ("live/", "live/list/", "inbox/", "leads/", "contacts/", "visits/", "reports/", "profile/"):
        agent.goto(f"{demo.address}/{path}")
        agent.wait_for_load_state("networkidle")
        assert (path, agent.problems, barriers(agent)) == (path, [], [])


def test_nothing_is_wider_than_a_phone(demo, agent):
    agent.set_viewport_size({"width": 320, "height": 640})
    for path in ("live/", "inbox/", "leads/", "visits/", "reports/", "profile/"):
        agent.goto(f"{demo.address}/{path}")
        assert agent.evaluate("document.documentElement.scrollWidth") <= 320, path
