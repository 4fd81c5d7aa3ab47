"""UTM values and click ids (F122-F124)."""

from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.campaigns import campaign_of


def test_values_are_read_without_their_prefix():
    campaign = campaign_of("https://shop.example/?utm_source=News&UTM_Medium=mail&x=1&gclid=Cj0")
    assert (campaign.utm, campaign.click_id_kind, campaign.click_id) == (
        {"source": "News", "medium": "mail"},
        "gclid",
        "Cj0",
    )


def test_the_first_of_two_equal_names_counts():
    assert campaign_of("https://a.example/?utm_source=one&utm_source=two").utm == {"source": "one"}


def test_values_are_cut():
    assert len(campaign_of("https://a.example/?utm_source=" + "x" * 900).utm["source"]) == 200


@given(st.text())
def test_no_address_breaks_it(text):
    campaign_of(text)
    campaign_of("https://a.example/?" + text)
