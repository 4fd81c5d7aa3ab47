"""Who has a page open, on all devices, and whose hand is at none (E11, B16)."""

from foyer.presence.windows import SAME_SITTING_MS, Windows

ANNA, BORIS = 1, 2


def test_who_has_closed_the_last_page_has_left():
    windows = Windows()
    for _page in range(2):
        windows.open(ANNA, 0)
    windows.close(ANNA, 1_000)
    assert (windows.has(ANNA), windows.take_left(9_000)) == (True, [])
    windows.close(ANNA, 2_000)
    assert (windows.has(ANNA), windows.take_left(2_000), windows.take_left(2_001)) == (False, [], [ANNA])


def test_it_is_told_once_and_not_of_who_came_back():
    windows = Windows()
    for user in (ANNA, BORIS):
        windows.open(user, 0)
        windows.close(user, 1_000)
    windows.open(BORIS, 1_500)
    assert (windows.take_left(2_000), windows.take_left(2_000)) == ([ANNA], [])


def test_pages_are_counted_by_device():
    windows = Windows()
    for device in ("desk", "desk", "phone"):
        windows.open(ANNA, 0, device)
    assert windows.devices(ANNA) == 2
    windows.close(ANNA, 1, "phone")
    assert (windows.devices(ANNA), windows.devices(BORIS)) == (1, 0)


def test_after_a_restart_who_opens_no_page_has_left():
    windows = Windows()
    windows.expect([ANNA, BORIS], 1_000)
    windows.open(ANNA, 1_500)
    assert windows.take_left(5_000) == [BORIS]


def test_who_touches_no_page_on_any_device_is_idle_and_is_told_once():
    windows = Windows()
    windows.open(ANNA, 0, "desk")
    windows.open(ANNA, 0, "phone")
    windows.touch(ANNA, 5_000)
    assert (windows.take_idle(5_000), windows.take_idle(5_001), windows.take_idle(9_000)) == ([], [ANNA], [])
    assert (windows.touch(ANNA, 9_500), windows.touch(ANNA, 9_600)) == (True, False)


def test_a_line_that_was_lost_is_no_hand_at_the_keyboard():
    windows = Windows()
    windows.open(ANNA, 0)
    windows.close(ANNA, 50_000)
    windows.open(ANNA, 51_000)
    assert windows.take_idle(50_000) == [ANNA]


def test_who_comes_back_after_a_while_has_just_touched_a_page():
    windows = Windows()
    windows.open(ANNA, 0)
    windows.close(ANNA, 1_000)
    windows.open(ANNA, 1_001 + SAME_SITTING_MS)
    assert windows.take_idle(50_000) == []


def test_who_has_no_page_open_is_not_idle_but_gone():
    windows = Windows()
    windows.open(ANNA, 0)
    windows.close(ANNA, 1_000)
    assert (windows.take_idle(50_000), windows.take_left(50_000)) == ([], [ANNA])
