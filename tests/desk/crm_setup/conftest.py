"""Anna, Boris, and a lead's field of Anna's making."""

import pytest

from foyer.crm.actions.custom_fields import ChoiceRow, create_field
from tests.desk.house import *  # noqa: F403  fixtures


@pytest.fixture
def size(anna):
    return create_field(anna, "lead", "Size", "choice", choices=[ChoiceRow("Small"), ChoiceRow("Large", colour="red")])
