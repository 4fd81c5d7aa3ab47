"""Token buckets (T27, T36)."""

from foyer.lib.buckets import KEPT_KEYS, Buckets


def test_a_burst_passes_and_then_only_the_rate():
    buckets = Buckets(rate_per_s=2, burst=3)
    assert [bool(buckets.take("a", now=0)) for _ in range(4)] == [False, False, False, True]
    assert not buckets.take("a", now=0.5)
    assert buckets.take("a", now=0.5)


def test_it_says_how_long_to_wait():
    buckets = Buckets(rate_per_s=2, burst=1)
    buckets.take("a", now=0)
    assert buckets.take("a", now=0) == 0.5


def test_one_key_does_not_touch_another():
    buckets = Buckets(rate_per_s=1, burst=1)
    buckets.take("a", now=0)
    assert not buckets.take("b", now=0)


def test_memory_is_bounded():
    buckets = Buckets(rate_per_s=1, burst=1)
    for number in range(KEPT_KEYS + 10):
        buckets.take(str(number), now=0)
    assert len(buckets._buckets) == KEPT_KEYS
