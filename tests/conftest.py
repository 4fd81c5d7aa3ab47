"""What holds for every test; where its data lies is said in settings.py."""

import gc
import os

import pytest
from django.test import Client, TransactionTestCase
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from foyer.team.queries import forget_organisation
from tests.database import empty_tables, use_copied_tables
from tests.team.people import found_house, hire, open_shop

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps an event loop in the thread
settings.register_profile("foyer", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", settings.get_profile("foyer"), max_examples=1000)
settings.load_profile("foyer")


def pytest_configure(config):
    config.addinivalue_line("markers", "both: slow, and run on PostgreSQL all the same, because it may differ there")


def pytest_ignore_collect(collection_path, config):
    """Those in Chromium stand in few files: each of their processes read all others as well, for five seconds."""
    if config.option.markexpr == "browser" and collection_path.name.startswith("test_"):
        return "mark.browser" not in collection_path.read_text() or None
    return None


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, those that ask the database: the others have said on SQLite all that they know."""
    if os.environ.get("FOYER_DATABASE_URL"):
        others = [item for item in items if not asks_the_database(item)]
        items[:] = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=others)


def asks_the_database(item) -> bool:
    """pytest-django lets no other; hypothesis has classes for it, and some start a PostgreSQL of their own."""
    if item.get_closest_marker("postgres") or (item.cls and issubclass(item.cls, TransactionTestCase)):
        return True
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


def pytest_collection_finish():
    """What is loaded by now stays: to look through it again and again for garbage was a seventh of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In place of pytest-django's, which migrates in each process."""
    with django_db_blocker.unblock():
        use_copied_tables()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_read_once():
    """Each test client makes the middleware anew, which would look at every static file again, for 20 ms."""
    patch, add_files, known = pytest.MonkeyPatch(), WhiteNoiseMiddleware.add_files_from_finders, {}

    def add_known_files(self):
        if self.static_prefix not in known:
            add_files(self)
            known[self.static_prefix] = self.files
        self.files = dict(known[self.static_prefix])

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_known_files)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def files_are_read_to_their_end():
    """As by a browser, which closes them; one that a test left open failed whichever test ran when it was collected."""
    patch, request = pytest.MonkeyPatch(), Client.request

    def read_to_the_end(self, **environ):
        response = request(self, **environ)
        if response.streaming:
            response.streaming_content = [b"".join(response.streaming_content)]
        return response

    patch.setattr(Client, "request", read_to_the_end)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, one for each process of the tests; a test opens windows in a context of its own."""
    from tests.browser.driver import chromium

    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def nothing_kept_in_memory():
    """What a process keeps in memory belongs to one test."""
    from foyer.presence.board import board
    from foyer.presence.looks import looks
    from foyer.presence.watched import watched
    from foyer.presence.windows import windows

    def forget():
        forget_organisation()
        for kept in (board, windows, looks, watched):
            kept.clear()

    forget()
    yield
    forget()


@pytest.fixture
def anna(db):
    """The administrator of a house of her own."""
    yield found_house()
    forget_organisation()


@pytest.fixture
def boris(anna):
    """An agent."""
    return hire("Boris Brandt")


@pytest.fixture
def shop(anna):
    """Their portal."""
    return open_shop(anna)


@pytest.fixture
def mail_works(settings):
    """There is a mail server: what it gets stands in `django.core.mail.outbox`."""
    settings.MAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
