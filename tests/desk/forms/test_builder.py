"""Anna builds a form: fields, words, portal, code to copy."""

import pytest

from foyer.channels.forms.actions import change_form, create_form
from foyer.channels.forms.models import WebForm
from foyer.portals.actions import disable_portal
from foyer.portals.models import EmbedCode, Portal
from foyer.team.types import Refusal


def posted(form, **more):
    """What the builder's page would post."""
    data = {"name": form.name, "language": form.language, "source": form.source, "field": [], "act": "save:"}
    for row in form.fields:
        data["field"].append(row["key"])
        data[f"label_{row['key']}"] = row["label"]
        if row["required"]:
            data[f"required_{row['key']}"] = "on"
    return data | more


def keys(form) -> list[str]:
    form.refresh_from_db()
    return [row["key"] for row in form.fields]


def test_a_form_is_made_with_a_portal_on_the_spot_where_there_is_none(as_anna) -> None:
    response = as_anna.post("/setup/forms/", {"name": "Contact", "site": "https://shop.example", "module": "lead"})
    form, portal = WebForm.objects.get(), Portal.objects.get()
    assert response["Location"] == f"/setup/forms/{form.pk}/"
    assert (form.portal, portal.domains, form.embed_code) == (portal, ["shop.example"], EmbedCode.objects.get())


def test_a_portal_that_was_off_can_be_picked_and_tracking_is_enabled(as_anna, anna, shop) -> None:
    """F128."""
    disable_portal(shop, anna)
    assert "is disabled, will be enabled" in as_anna.get("/setup/forms/").content.decode()
    as_anna.post("/setup/forms/", {"name": "Contact", "portal": shop.pk, "module": "lead"})
    assert WebForm.objects.get().portal == shop
    assert Portal.objects.get(pk=shop.pk).is_enabled


def test_without_portal_and_website_nothing_is_made(as_anna) -> None:
    as_anna.post("/setup/forms/", {"name": "Contact"})
    assert (WebForm.objects.count(), Portal.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("down:first_name", ["last_name", "first_name", "emails", "description"]),
        ("up:emails", ["first_name", "emails", "last_name", "description"]),
        ("up:first_name", ["first_name", "last_name", "emails", "description"]),
        ("off:emails", ["first_name", "last_name", "description"]),
    ],
)
def test_fields_move_and_go_by_buttons(as_anna, form, act, order) -> None:
    as_anna.post(f"/setup/forms/{form.pk}/", posted(form, act=act))
    assert keys(form) == order


def test_a_field_is_added_with_its_own_name_and_what_was_typed_is_saved(as_anna, form) -> None:
    as_anna.post(
        f"/setup/forms/{form.pk}/", posted(form, act="add:", more="company", label_emails="Your e-mail", consent="Yes?")
    )
    assert keys(form)[-1] == "company"
    assert [row["label"] for row in form.fields][2:] == ["Your e-mail", "Description", "Company"]
    assert form.consent == "Yes?"


@pytest.mark.parametrize("key", ["owner", "status", "source", "tags", "created_at", "nothing"])
def test_what_visitors_never_say_is_no_field(as_anna, form, key) -> None:
    as_anna.post(f"/setup/forms/{form.pk}/", posted(form, act="add:", more=key))
    assert key not in keys(form)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "javascript:alert(1)",
        "//shop.example/",
        "https://shop.example@evil.example/",
        "https://shop.example\\@evil.example/",
        "data:text/html,hi",
        "/thanks",
    ],
)
def test_a_thank_you_page_is_one_of_the_portals(anna, form, url) -> None:
    with pytest.raises(Refusal):
        change_form(form, anna, redirect_url=url)


def test_after_its_domain_was_taken_off_the_thank_you_page_is_ours(anna, form, vera) -> None:
    change_form(form, anna, redirect_url="https://shop.example/thanks")
    assert vera.send()["Location"] == "https://shop.example/thanks"
    Portal.objects.update(domains=["other.example"])
    assert vera.send(f_description="Again")["Location"].startswith("/forms/")


def test_the_builder_shows_preview_and_three_kinds_of_code(as_anna, form) -> None:
    page = as_anna.get(f"/setup/forms/{form.pk}/").content.decode()
    assert f'src="/setup/forms/{form.pk}/preview/"' in page
    assert f"<span>data-form=&#34;{form.key}&#34;</span> <span>data-track=&#34;{form.embed_code.key}" in page
    assert "<span>&lt;iframe</span> <span>src=" in page
    assert "&lt;form method=" in page


def test_labels_cannot_break_out_of_the_plain_html(as_anna, anna, form) -> None:
    change_form(form, anna, title='"><script>alert(1)</script>', consent="<img src=x onerror=alert(1)>")
    form.refresh_from_db()
    page = as_anna.get(f"/setup/forms/{form.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&amp;lt;img src=x" in page  # escaped in the code that is copied


def test_the_preview_cannot_be_sent_and_is_framed_by_us_only(as_anna, form) -> None:
    response = as_anna.get(f"/setup/forms/{form.pk}/preview/")
    assert 'type="submit" disabled' in response.content.decode()
    assert "frame-ancestors 'self';" in response["Content-Security-Policy"] + ";"


@pytest.mark.parametrize("path", ["", "{}/", "{}/operation/", "{}/preview/"])
def test_agents_build_no_forms(as_boris, form, path) -> None:
    address = "/setup/forms/" + path.format(form.pk)
    assert {as_boris.get(address).status_code, as_boris.post(address, {"name": "x"}).status_code} <= {403, 405}
    assert WebForm.objects.count() == 1


def test_the_list_of_forms_costs_the_same_for_many(as_anna, anna, form, shop, django_assert_max_num_queries) -> None:
    for number in range(12):
        create_form(anna, f"Form {number}", shop)
    with django_assert_max_num_queries(12):
        assert as_anna.get("/setup/forms/").status_code == 200
    with django_assert_max_num_queries(18):
        assert as_anna.get(f"/setup/forms/{form.pk}/").status_code == 200
