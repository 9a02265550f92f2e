"""Who may sign in: added, changed, and only by who may."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from goodstanding.actions.staff import change_password, set_single_keys, set_staff
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AuditEvent, Staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
MAY, IVY, CORA = Actor("may", "manager"), Actor("ivy", "it_admin"), Actor("cora", "coordinator")
GOOD = "lantern-otter-42x"


def make(
    name: str = "dana", role: Role = Role.BILLER, password: str = GOOD, by: Actor = IVY
) -> bool:
    return set_staff(name=name, role=role, password=password, by=by, at=AT)


def test_a_colleague_is_added_with_one_role_and_can_sign_in():
    assert make() is True
    dana = Staff.objects.get()
    assert (dana.username, dana.role, dana.is_superuser, dana.is_staff) == (
        "dana", "biller", False, False
    )  # fmt: skip
    assert Client().login(username="dana", password=GOOD)
    assert GOOD not in dana.password


def test_made_again_is_changed_and_the_old_password_is_over():
    make()
    assert make(role=Role.COORDINATOR, password="another-otter-77") is False
    assert Staff.objects.get().role == "coordinator"
    assert not Client().login(username="dana", password=GOOD)
    assert Client().login(username="dana", password="another-otter-77")


def test_a_new_password_ends_open_sessions():
    make()
    dana = Client()
    dana.login(username="dana", password=GOOD)
    assert dana.get("/accounts/nobody").status_code == 404
    make(password="another-otter-77")
    assert dana.get("/accounts/nobody").status_code == 302


@pytest.mark.parametrize(("password", "why"), [
    ("short", "too short"), ("", "too short"), ("password1234", "too common"),
    ("dana-larsson1", "similar"),
])  # fmt: skip
def test_a_weak_password_is_refused_with_the_reason_and_nobody_added(password, why):
    with pytest.raises(Refused, match=why):
        make("dana-larsson", password=password)
    assert (Staff.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("by", [CORA, Actor("bill", "biller"), Actor("fran", "front_desk")])
def test_only_a_manager_or_the_it_admin_makes_colleagues(by):
    with pytest.raises(Refused, match="Your role may not do this"):
        make(by=by)
    assert make(by=MAY) is True


def test_everyone_changes_only_their_own():
    make()
    dana = Actor("dana", "biller")
    with pytest.raises(Refused, match="only their own"):
        change_password(name="dana", password="another-otter-77", by=MAY, at=AT)
    change_password(name="dana", password="another-otter-77", by=dana, at=AT)
    set_single_keys(name="dana", wanted="off", by=dana, at=AT)
    assert Client().login(username="dana", password="another-otter-77")
    assert Staff.objects.get().single_keys is False


def test_the_event_says_who_made_whom_without_the_password():
    make()
    event = AuditEvent.objects.get(verb="staff.make")
    assert (event.by, event.role) == ("ivy", "it_admin")
    assert event.detail == f'{{"role": "biller", "staff": {Staff.objects.get().id}}}'
