"""The link to another device over the socket, and the chat that goes on there (B24, T4, T5, T36)."""

import json

import pytest

from foyer.edge import visitor
from tests.edge.sockets import PAGE, Client, hello, started

PHONE = "phone-browser-0123456789"
ASKS = {"t": "continue", "id": "phone-asks-0001"}
LINK = {"t": "link", "id": "l-1", "url": f"{PAGE}/benches?a=1#care"}


async def linked(visitors):
    client, _ = await started(visitors)
    client.say(LINK)
    return client, await client.frame("link", "error")


async def phone(visitors):
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello(browser=PHONE))
    await client.frame("ready")
    return client


async def leave(*clients):
    for client in clients:
        client.leave()
        await client.task


async def test_both_devices_have_the_chat_and_hear_each_other(visitors, anna, reactions):
    desktop, link = await linked(visitors)
    page, code = link["url"].split("#foyer-chat=")
    mobile = await phone(visitors)
    mobile.say(ASKS | {"code": code})
    told = await mobile.frame("started", "error")
    mobile.say({"t": "send", "id": "c-2", "text": "From the phone"})
    while (await desktop.frame("message"))["message"]["text"] != "From the phone":
        pass
    desktop.say({"t": "send", "id": "c-3", "text": "From the desk"})
    while (await mobile.frame("message"))["message"]["text"] != "From the desk":
        pass
    assert (page, told["id"]) == (f"{PAGE}/benches?a=1", ASKS["id"])
    await leave(desktop, mobile)


async def test_the_code_is_told_to_the_asking_socket_alone(visitors, reactions):
    desktop, link = await linked(visitors)
    code = link["url"].split("=")[-1]
    assert (len(link["rows"]), link["minutes"], desktop.heard.count(code)) == (33, 15, 1)
    mobile = await phone(visitors)
    mobile.say(ASKS | {"code": code})
    await mobile.frame("started")
    assert code not in mobile.heard
    await leave(desktop, mobile)


async def test_whatever_is_wrong_with_a_code_is_answered_with_the_same_bytes(visitors):
    desktop, link = await linked(visitors)
    code = link["url"].split("=")[-1]
    first, mobile = await phone(visitors), await phone(visitors)
    first.say(ASKS | {"id": "phone-asks-0000", "code": code})
    await first.frame("started")
    wrong = [code, code[:-1] + "-", "guessed", "", 7, None, ["x"], "\u0000" * 50, "é" * 90]
    answers = set()
    for one in wrong:
        mobile.say(ASKS | {"code": one})
        answers.add(json.dumps(await mobile.frame("error", "started")))
    assert answers == {json.dumps({"t": "error", "id": ASKS["id"], "code": "gone", "field": None})}
    await leave(desktop, first, mobile)


async def test_without_a_chat_there_is_no_link(visitors):
    client = await phone(visitors)
    client.say(LINK)
    assert (await client.frame())["code"] == "ended"
    await leave(client)


@pytest.mark.parametrize("wrong", [{"url": "javascript:alert(1)"}, {"url": None}, {"id": ""}])
async def test_a_malformed_question_is_refused(visitors, wrong):
    client, _ = await started(visitors)
    client.say(LINK | wrong)
    assert (await client.frame("link", "error"))["code"] == "malformed"
    await leave(client)


async def test_whoever_asks_without_end_is_slowed_down(visitors, monkeypatch):
    monkeypatch.setattr(visitor, "is_loopback", lambda ip: False)
    client = await phone(visitors)
    for number in range(30):
        client.say(ASKS | {"id": f"phone-asks-{number:04}", "code": "guessed"})
    codes = [(await client.frame("error"))["code"] for _ in range(30)]
    assert (codes[0], codes[-1]) == ("gone", "slow_down")
    await leave(client)
