"""Anna, Boris and two shops, with a folder of files of their own."""

import pytest

from tests.desk.house import *  # noqa: F403  fixtures


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA_FOLDER, settings.FILES = tmp_path, tmp_path / "files"
