"""Anna, Boris, a shop, Vera's chat, and a push service that Boris's browser names."""

import pytest

from foyer.notifications.actions import add_device
from tests.conversations.conftest import chat, shop, vera
from tests.notifications.push_service import push_service

__all__ = ["chat", "shop", "vera"]


@pytest.fixture
def service(settings, tmp_path):
    with push_service() as made:
        settings.PUSH_ORIGINS = (made.address,)
        settings.DATA_FOLDER = tmp_path
        yield made


@pytest.fixture
def browser(service):
    return service.browser()


@pytest.fixture
def device(boris, browser):
    """Boris's phone."""
    return add_device(boris, browser.subscription, "Chromium on Android", "session-1")
