"""What is kept in memory is known to be current."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foyer.crm.actions.custom_fields import create_field
from foyer.crm.fields.registry import fields_of
from foyer.crm.layouts import stored_layout
from foyer.crm.models import Layout
from foyer.events.kept import new_edition, within
from foyer.events.models import Edition
from foyer.team.backend import Backend

pytestmark = pytest.mark.django_db


def edition():
    return Edition.objects.get().number


def queries(question):
    with CaptureQueriesContext(connection) as captured:
        question()
    return len(captured)


def test_fields_are_read_once_for_an_edition(anna):
    with within(edition()):
        assert queries(lambda: fields_of("lead")) == 1
        assert queries(lambda: fields_of("lead")) == 0


def test_each_set_of_arguments_has_an_answer_of_its_own(anna):
    """Also by name, or one user would see what was kept for another."""
    with within(edition()):
        assert stored_layout(module="lead") is None
        Layout.objects.create(module="contact", sections=[])
        assert stored_layout(module="contact").module == "contact"


def test_who_adds_a_field_sees_it_in_the_same_request(anna):
    with within(edition()):
        fields_of("lead")
        made = create_field(anna, "lead", "Colour", "text")
        assert made.key in fields_of("lead")


def test_a_field_shows_in_the_next_request_of_everybody(anna, boris):
    with within(edition()):
        fields_of("lead")
    made = create_field(anna, "lead", "Colour", "text")
    with within(Backend().get_user(boris.pk).edition):
        assert made.key in fields_of("lead")


def test_what_is_rolled_back_is_never_taken_for_current(anna):
    with transaction.atomic():
        new_edition()
        undone = edition()
        transaction.set_rollback(True)
    new_edition()
    assert edition() != undone


def test_nothing_is_kept_where_no_edition_is_known(anna):
    fields_of("lead")
    assert queries(lambda: fields_of("lead")) == 1
