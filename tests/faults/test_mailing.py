"""A Foyer that is killed while a mail leaves goes on, writes to nobody twice, and says what it does not know (R18)."""

import pytest

from tests.crm.mailings.post import Post
from tests.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
BEGIN = """
from foyer.crm.actions import create_record
from foyer.crm.mailings.actions import begin_mailing
from foyer.team.models import User
anna = User.objects.get(email="anna@foyer.test")
ids = [create_record("lead", anna, {"last_name": f"P{n}", "emails": [f"p{n}@x.example"]}).pk for n in range(5)]
begin_mailing("lead", anna, {"ids": ids}, {"subject": "Fair", "text": "Come"}, base_url="https://f.example")
"""
GO_ON = "from foyer.crm.runs.engine import work_off\nwork_off(Run.objects.get().pk)\n"
RUN = "from foyer.crm.models import Run\n"


@pytest.fixture
def post():
    server = Post().open()
    yield server
    server.close()


@pytest.fixture
def house(tmp_path, post):
    more = {"FOYER_SMTP_URL": f"smtp://127.0.0.1:{post.port}", "FOYER_MAIL_FROM": "hello@linden.example"}
    installation = Installation(tmp_path, more=more).set_up()
    yield installation
    installation.kill()


def test_killed_while_a_mail_leaves_nobody_gets_it_twice(house, post):
    post.at[3] = "stall"
    house.run(BEGIN)
    house.start()
    assert post.stalled.wait(60)
    house.kill()
    house.run(RUN + GO_ON)
    assert sorted(post.to) == [f"p{n}@x.example" for n in range(5)]
    (report,) = house.query("[[r.state, r.done, r.failed, r.skipped] for r in Run.objects.all()]")
    assert report == ["done", 4, 1, 0]
    (unsure,) = house.query("list(RunRow.objects.filter(outcome='unknown').values_list('message', flat=True))")
    assert unsure == "It is not known whether it went out to p2@x.example, so it was not sent again."
