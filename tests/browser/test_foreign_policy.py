"""The widget on a foreign website that allows Foyer's scripts and connections and nothing else (F28, T13, B25)."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ask, watch
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
HOST = "localhost"  # another one than Foyer's 127.0.0.1, and as near: browsers let no far website reach this machine
GREETED = """
from foyer.portals.models import Portal
from foyer.team.actions import set_availability
from foyer.team.models import User
Portal.objects.update(greets_after_s=3, domains=["localhost"])
set_availability(User.objects.get(email="boris@foyer.test"), "online")
"""
ANSWER = """
from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import Conversation
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
chat = accept_conversation(Conversation.objects.latest("pk").pk, boris)
send_message(chat.pk, boris, "It is oiled oak.", "a1", "agent")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("policy")).set_up()
    installation.run(GREETED)
    yield installation.start()
    installation.stop()


@pytest.fixture
def site(house):
    """The website; its one page embeds the chat."""
    host = house.address.removeprefix("http://")
    code = f'<script async src="{house.address}/foyer.js" data-portal="p_demo123"></script>'
    shown = f'<!doctype html><html lang="en"><title>Alder bench</title>{code}<h1>Benches</h1></html>'.encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(shown)))
            self.send_header("Content-Security-Policy", f"default-src 'none'; {allowed}")
            self.end_headers()
            self.wfile.write(shown)

        def log_message(self, *_words):
            """Nobody reads it."""

    allowed = f"script-src {house.address}; connect-src {house.address} ws://{host}"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def vera(site, browser):
    """On the website; whatever the policy refuses is an error of the page."""
    page = browser.new_context(locale="en-GB").new_page()
    problems = watch(page)
    page.goto(site)
    yield page
    page.context.close()
    assert problems == []


def test_the_bubble_opens_a_chat_and_the_answer_comes(house, vera):
    vera.locator("[data-foyer=greeted]").click()
    ask(vera, "Is it oak?")
    expect(vera.locator("[data-foyer=line]")).to_have_attribute("data-state", "sent")
    house.run(ANSWER)
    expect(vera.locator("[data-foyer=line]", has_text="oiled oak")).to_be_visible()
    assert vera.locator("[data-foyer=launcher]").evaluate("button => getComputedStyle(button).position") != "static"
