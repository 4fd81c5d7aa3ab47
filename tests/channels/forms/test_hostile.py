"""Whatever is posted: no error of ours, never two rows, nothing that a browser would run (T15, T22, R17)."""

from urllib.parse import urlencode

import pytest

from foyer.channels.forms import guard, views
from foyer.channels.forms.models import Submission
from foyer.crm.models import Lead
from foyer.lib.buckets import Buckets
from tests.hostile.lines import ALL, XSS

TYPES = ("application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded")


def test_naughty_lines_are_stored_or_refused_and_never_an_error(vera, monkeypatch) -> None:
    monkeypatch.setattr(guard.senders, "take", lambda _key: 0.0)
    token = vera.token()
    vera.later()
    for line in ALL:
        data = {"token": token, "f_last_name": "Lang", "f_emails": "vera@canary.example", "f_description": line}
        data |= {"visitor": line, "page": line, "f_first_name": line}
        body = urlencode(data, encoding="utf-8", errors="surrogatepass")
        response = vera.client.post(vera.address, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {303, 422}, line


@pytest.mark.parametrize("line", XSS[::8])
def test_what_would_run_is_shown_as_text(vera, as_anna, line) -> None:
    vera.send(f_last_name=line, f_description=line)
    follow = [as_anna.get("/submissions/"), as_anna.get("/submissions/?folder=spam")]
    follow += [as_anna.get(f"/leads/{lead.pk}/") for lead in Lead.objects.all()]
    assert {page.status_code for page in follow} == {200}
    assert not any(line.encode() in page.content for page in follow if "<" in line)


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("body", [b"", b"\x00\xff\xed\xa0\x80", b"[" * 5000, b"f_emails=" + b"%ED%A0%80%00" * 50])
def test_bodies_of_other_kinds_are_refused(vera, content_type, body) -> None:
    response = vera.client.post(vera.address, body, content_type=content_type)
    assert response.status_code in {400, 403, 422}
    assert Submission.objects.count() == 0


def test_long_answers_and_many_fields_are_refused(vera) -> None:
    assert vera.send(f_description="x" * 20_000).status_code == 422
    assert vera.post({"token": vera.token(), **{f"x{n}": "" for n in range(600)}}).status_code == 400
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "W10:1:1"])
def test_a_forged_token_is_told_to_send_again(vera, token) -> None:
    assert vera.post({"token": token, "f_last_name": "Lang", "f_emails": "v@canary.example"}).status_code == 422
    assert Submission.objects.count() == 0


def test_a_token_of_yesterday_is_told_to_send_again_with_what_was_typed(vera) -> None:
    response = vera.send(wait=25 * 3600)
    assert (response.status_code, b"vera@canary.example" in response.content) == (422, True)


def test_one_opened_page_cannot_send_for_ever(vera) -> None:
    token = vera.token()
    vera.later()
    for number in range(8):
        vera.post({"token": token, "f_last_name": f"Nr {number}", "f_emails": f"n{number}@canary.example"})
    assert Submission.objects.filter(state="received").count() == 5


def test_a_program_that_sends_on_and_on_has_to_wait(vera, monkeypatch) -> None:
    monkeypatch.setattr(guard, "senders", Buckets(rate_per_s=0.1, burst=2))
    monkeypatch.setattr(views, "senders", guard.senders)
    answers = [vera.send(f_last_name=f"Nr {number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 10
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://shop.example", 303),
        ("https://www.shop.example", 303),
        ("https://evil.example", 403),
        ("https://shop.example.evil.example", 403),
        ("null", 403),
    ],
)
def test_plain_html_is_taken_from_the_portals_pages_only(vera, origin, status) -> None:
    data = {"f_last_name": "Lang", "f_emails": "vera@canary.example"}
    assert vera.post(data, headers={"Origin": origin}).status_code == status


def test_the_page_is_framed_by_the_portals_domains_only(vera) -> None:
    policy = vera.client.get(vera.address)["Content-Security-Policy"]
    ancestors = next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))
    assert "https://shop.example" in ancestors.split()
    assert "*" not in ancestors
    assert "unsafe" not in policy


def test_a_sent_form_costs_a_fixed_number_of_queries(vera, form, django_assert_max_num_queries) -> None:
    data = {"token": vera.token(), "f_last_name": "Lang", "f_emails": "vera@canary.example"}
    vera.later()
    with django_assert_max_num_queries(20):
        assert vera.client.post(vera.address, data).status_code == 303
