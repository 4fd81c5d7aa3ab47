"""Who has a page open, on all devices (E11, B16)."""

from foyer.presence.windows import Windows

ANNA, BORIS = 1, 2


def test_who_has_closed_the_last_page_has_left():
    windows = Windows()
    for _page in range(2):
        windows.open(ANNA)
    windows.close(ANNA, 1_000)
    assert (windows.has(ANNA), windows.take_left(9_000)) == (True, [])
    windows.close(ANNA, 2_000)
    assert (windows.has(ANNA), windows.take_left(2_000), windows.take_left(2_001)) == (False, [], [ANNA])


def test_it_is_told_once_and_not_of_who_came_back():
    windows = Windows()
    for user in (ANNA, BORIS):
        windows.open(user)
        windows.close(user, 1_000)
    windows.open(BORIS)
    assert (windows.take_left(2_000), windows.take_left(2_000)) == ([ANNA], [])
