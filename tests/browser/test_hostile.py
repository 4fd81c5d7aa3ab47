"""A hostile visitor, and who looks at what he left: nothing of it runs, nothing leaves the house (T15, T16, T22)."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from tests.browser.driver import log_in, watch
from tests.hostile.lines import ADDRESSES, ALL, BREAKERS, ELEMENTS, HANDLERS, SCRIPTS, XSS
from tests.installation import ANNA, PASSWORD
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

KEY = "p_demo123"
SHOWN = [*SCRIPTS[:4], *HANDLERS[:5], *ELEMENTS[:4], *BREAKERS[:3]]
SCREENS = (
    "/live/", "/live/list/", "/live/board/", "/inbox/?view=unassigned", "/inbox/?view=mine", "/inbox/?view=team",
    "/leads/", "/contacts/", "/visits/", "/visits/?view=today", "/reports/", "/reports/?by=page", "/setup/portals/",
    "/setup/users/", "/profile/", "/inbox/rows/",
)  # fmt: skip
LINKS = """
[...document.querySelectorAll("a[href], form[action], [src], object[data], use[href]")].map((each) => ({
  href: ["href", "action", "src", "data"].map((name) => each.getAttribute(name)).find(Boolean),
  rel: each.getAttribute("rel") || "", tag: each.localName,
  foreign: each.localName === "a" && each.origin !== location.origin,
}))
"""
WORK = f"""
import json
from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import Conversation
from foyer.crm.actions import create_person, write_note
from foyer.crm.models import Contact, Lead
from foyer.team.models import User
from foyer.visits.models import Visit
anna = User.objects.get(email="{ANNA}")
lines = json.loads('''LINES''')
chats = list(Conversation.objects.order_by("pk"))
for number, (chat, line) in enumerate(zip(chats, lines)):
    if number % 2 == 0:
        accept_conversation(chat.pk, anna)
        send_message(chat.pk, anna, line, f"answer-{{number}}")
        send_message(chat.pk, anna, line, f"note-{{number}}", "note")
for number, line in enumerate(lines[:3]):
    create_person("contact", first_name=line, last_name=line, source="chat", portal=chats[0].portal, by=anna,
                  emails=[f"hostile{{number}}@posthaus.example"])
for person in [*Lead.objects.all()[:6], *Contact.objects.all()]:
    write_note(person, anna, "".join(lines[:12])[:3000])
print(json.dumps({{
    "inbox": [c.pk for c in chats], "leads": [l.pk for l in Lead.objects.all()],
    "contacts": [c.pk for c in Contact.objects.all()],
    "visits": [v.pk for v in Visit.objects.order_by("-pk")], "portals": [c.portal_id for c in chats[:1]],
}}))
"""


@pytest.fixture(scope="module")
def foyer(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("hostile")).set_up().start()
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def planted(foyer):
    """Visits and chats by the doors that anybody has; then what agents do with them. Ids by screen."""
    for number, line in enumerate(XSS):
        collect(foyer, number, line)
    chat_about(foyer, SHOWN)
    lines = json.dumps(SHOWN).replace("\\", "\\\\").replace("'", "\\'")
    return json.loads(foyer.run(WORK.replace("LINES", lines)).strip().splitlines()[-1])


def collect(foyer, number: int, line: str) -> None:
    """A visit with the line wherever a visit has words."""
    common = {"v": 1, "portal": KEY, "browser": browser_id(number)}
    url = f"https://shop.example/{line}?utm_source={line}&utm_campaign={line}&gclid={line}"
    view = {"id": "v", "type": "view", "page": "p", "url": url, "title": line, "referrer": line, "language": line}
    event = {"id": "e", "type": "event", "name": line, "data": {line: line}}
    agent = "".join(letter for letter in line if letter.isascii() and letter.isprintable())[:300]
    headers = {"Origin": foyer.address, "User-Agent": f"Mozilla/5.0 Firefox/145.0 {agent}"}
    body = json.dumps([{**common, **view, "screen": line}, {**common, **event}]).encode()
    asked = urllib.request.Request(f"{foyer.address}/collect", data=body, headers=headers, method="POST")
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.status == 204


def chat_about(foyer, lines: list[str]) -> None:
    """A chat for each line: name, words, page; with an e-mail, so that it becomes a lead."""
    for number, line in enumerate(lines):
        with connect(f"ws://127.0.0.1:{foyer.port}/ws/visitor", origin=foyer.address) as socket:
            told(socket, {"t": "hello", "portal": KEY, "browser": browser_id(number), "token": None, "since": 0})
            email = f"visitor{number}@posthaus.example"
            start = {
                "name": line,
                "email": email,
                "text": line,
                "url": ADDRESSES[number % len(ADDRESSES)],
                "title": line,
            }
            started = told(socket, {"t": "start", "id": f"client-id-{number:04d}", **start})
            assert started["t"] == "started", started
            socket.send(json.dumps({"t": "typing", "text": line}))
            told(socket, {"t": "send", "id": "second", "text": f"{line} {ADDRESSES[number % len(ADDRESSES)]}"}, "ack")


def told(socket, frame: dict, *kinds: str) -> dict:
    socket.send(json.dumps(frame))
    while True:
        answer = json.loads(socket.recv(5))
        if not kinds or answer["t"] in kinds:
            return answer


def browser_id(number: int) -> str:
    return f"hostile-browser-{number:06d}"


def watched(browser, foyer):
    """A window that notes what runs, asks, breaks, or goes elsewhere."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    problems = watch(page)
    page.on(
        "request",
        lambda asked: (
            asked.url.startswith((foyer.address, "data:", "blob:", f"ws://127.0.0.1:{foyer.port}"))
            or problems.append(f"foreign: {asked.url}")
        ),
    )
    page.on("console", lambda line: "Content Security Policy" in line.text and problems.append(f"policy: {line.text}"))
    return page, problems


def harm(page) -> list[str]:
    """What is wrong on the page as it is now."""
    found = [] if page.evaluate("typeof window.__xss") == "undefined" else ["it ran"]
    for link in page.evaluate(LINKS):
        href = (link["href"] or "").strip()
        scheme = href.partition(":")[0].lower() if ":" in href.partition("/")[0] else ""
        if scheme not in {"", "http", "https", "mailto", "tel"}:
            found.append(f"{link['tag']}: {href}")
        if link["foreign"] and scheme in {"http", "https"} and "noopener" not in link["rel"]:
            found.append(f"no noopener: {href}")
        if href.startswith(("//", "\\\\", "/\\")):
            found.append(f"elsewhere: {href}")
    return found


@pytest.fixture(scope="module")
def anna(foyer, browser, planted):
    page, problems = watched(browser, foyer)
    log_in(page, foyer.address, ANNA, PASSWORD)
    yield page, problems
    page.context.close()


@pytest.mark.parametrize("path", SCREENS)
def test_no_list_runs_what_a_visitor_wrote(foyer, anna, path):
    opened(foyer, anna, path)


def test_no_record_runs_what_a_visitor_wrote(foyer, anna, planted):
    lines = {"inbox": 8, "leads": 8, "contacts": 3, "visits": 14}
    for place, count in lines.items():
        ids = planted[place]
        assert ids, place
        for number in ids[:: max(1, len(ids) // count)]:
            opened(foyer, anna, f"/{place}/{number}/")
    opened(foyer, anna, f"/setup/portals/{planted['portals'][0]}/")


def test_no_fragment_runs_what_a_visitor_wrote(foyer, anna, planted):
    """Cards and pop-ups, put into the page as htmx does it."""
    page, problems = anna
    page.goto(f"{foyer.address}/live/")
    paths = [f"/live/visitors/{number}/{end}" for number in planted["visits"][:40] for end in ("", "popup/")]
    paths += [f"/inbox/{number}/{end}/" for number in planted["inbox"][:6] for end in ("messages", "side", "head")]
    paths += [f"/{place}/{number}/feed/" for place in ("leads", "contacts") for number in planted[place][:4]]
    statuses = page.evaluate(
        """async (paths) => {
            const statuses = []
            for (const path of paths) {
                const answer = await fetch(path, { headers: { "HX-Request": "true" } })
                statuses.push(answer.status)
                const box = document.createElement("div")
                document.body.append(box)
                box.innerHTML = answer.ok ? await answer.text() : ""
                await new Promise((done) => setTimeout(done, 5))
            }
            return statuses
        }""",
        paths,
    )
    assert set(statuses) <= {200, 404}
    assert statuses.count(200) > 20
    page.wait_for_timeout(200)
    assert harm(page) == []
    assert [wrong for wrong in problems if not wrong.startswith("404")] == []
    problems.clear()


def test_what_the_visitor_wrote_is_read_as_words(foyer, anna, planted):
    page, _ = anna
    page.goto(f"{foyer.address}/inbox/{planted['inbox'][0]}/")
    expect(page.locator("#talk, main").first).to_contain_text(SHOWN[0])


def test_the_widget_shows_hostile_lines_as_words(foyer, browser):
    page, problems = watched(browser, foyer)
    page.goto(
        f"{foyer.address}/demo/?utm_source=%3Cscript%3E&q='\"><img src=x onerror=window.__xss=1>#<svg onload=alert(1)>"
    )
    page.locator("[data-foyer=launcher]").click()
    page.locator("foyer-widget input[name=name]").fill(HANDLERS[0])
    page.locator("foyer-widget textarea[name=text]").fill(SCRIPTS[0])
    page.locator("[data-foyer=start]").click()
    expect(page.locator("[data-foyer=line]", has_text=SCRIPTS[0])).to_have_attribute("data-state", "sent")
    answer = " ".join([*HANDLERS[:6], *ELEMENTS[:4], "javascript:window.__xss=1", "data:text/html,x", ALL[0]])
    foyer.run(
        "from foyer.conversations.actions import send_message\nfrom foyer.conversations.models import Conversation\n"
        "from foyer.team.models import User\n"
        f"send_message(Conversation.objects.latest('pk').pk, User.objects.get(email={ANNA!r}), {answer!r}, 'hostile')"
    )
    page.reload()
    expect(page.locator("[data-foyer=line][data-kind=agent]")).to_contain_text(HANDLERS[0])
    shadow = page.evaluate(
        """() => [...document.querySelector("foyer-widget").shadowRoot.querySelectorAll("[data-foyer=line] *")]
            .map((each) => each.localName)
            .filter((name) => ["img", "script", "iframe", "object", "embed"].includes(name))"""
    )
    assert shadow == []
    assert page.evaluate("typeof window.__xss") == "undefined"
    assert problems == []
    page.context.close()


def opened(foyer, anna, path: str) -> None:
    """The screen, looked at for a moment."""
    page, problems = anna
    page.goto(f"{foyer.address}{path}")
    page.wait_for_timeout(60)
    assert harm(page) == [], path
    assert problems == [], path
