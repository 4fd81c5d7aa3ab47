"""The settings of the product, in a folder that belongs to this process of the tests and goes with it.

They are read before any conftest.py, hence here. The database is the one that FOYER_DATABASE_URL names, SQLite without
it; nothing else that the developer's own installation is set to reaches the tests.
"""

import atexit
import os
import shutil
import tempfile

KEPT = {"FOYER_DATABASE_URL"}
_around = os.environ["FOYER_DATA"] if "PYTEST_XDIST_WORKER" in os.environ else None  # the folder of the first process

for _name in [name for name in os.environ if name.startswith("FOYER_") and name not in KEPT]:
    del os.environ[_name]
os.environ["FOYER_DATA"] = tempfile.mkdtemp(prefix="foyer-tests-", dir=_around)
os.environ.setdefault("TESTS_FOLDER", os.environ["FOYER_DATA"])  # of the first process, and so of all
os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.project.settings"  # for programs that tests start
atexit.register(shutil.rmtree, os.environ["FOYER_DATA"], ignore_errors=True)

from foyer.project.settings import *  # noqa: E402, F403

# Tests make hundreds of people and outlive no power cut.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
if "init_command" in (_options := DATABASES["default"].get("OPTIONS", {})):  # noqa: F405
    _options["init_command"] += "PRAGMA synchronous=OFF;"
