import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from chatsite.ground.audit import record
from chatsite.ground.models import AuditLog, PersonalToken
from chatsite.ground.tokens import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = User.objects.create_superuser("boss", "boss@example.com", "correct horse")
    client.force_login(user)
    return client


def test_an_entry_tells_who_did_what_to_whom_and_from_where(olga, alice):
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.77")

    record(actor=olga, action="user.banned", target=alice, request=request, reason="spam")

    entry = AuditLog.objects.values().get()
    assert entry["actor_id"] == olga.pk
    assert entry["actor_name"] == "olga"
    assert (entry["target_type"], entry["target_id"]) == ("auth.user", str(alice.pk))
    assert (entry["target_label"], entry["details"]) == ("alice", {"reason": "spam"})
    assert entry["ip"] == "203.0.113.0"


def test_the_system_acts_too(alice):
    entry = record(actor=None, action="user.erased", target=alice)

    assert (entry.actor_id, entry.actor_name, entry.ip) == (None, "system", None)


def test_an_entry_outlives_its_people(olga, alice):
    record(actor=olga, action="user.changed", target=alice)

    alice.delete()
    olga.delete()

    assert str(AuditLog.objects.get()) == "olga: user.changed"


def test_secrets_never_become_details(olga):
    details = {"password": "x", "nested": [{"api_token": "x", "is_staff": True}]}

    entry = record(actor=olga, action="user.changed", target=None, **details)

    assert entry.details == {"password": "…", "nested": [{"api_token": "…", "is_staff": True}]}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ground_auditlog SET actor_name = 'somebody else'",
        "DELETE FROM ground_auditlog",
        "TRUNCATE ground_auditlog",
        "WITH gone AS (DELETE FROM ground_auditlog RETURNING 1) SELECT * FROM gone",
        "INSERT INTO ground_auditlog SELECT * FROM ground_auditlog "
        "ON CONFLICT (id) DO UPDATE SET actor_name = 'somebody else'",
    ],
)
def test_no_statement_changes_what_was_written(olga, statement):
    # Attack: an operator, or code that was tricked, covers its tracks.
    record(actor=olga, action="user.changed", target=olga)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ground_auditlog ENABLE TRIGGER ground_auditlog_stays_whole")

        with pytest.raises(IntegrityError, match="only be added to"), transaction.atomic():
            cursor.execute(statement)

    assert AuditLog.objects.get().actor_name == "olga"


def test_the_orm_cannot_either(olga):
    entry = record(actor=olga, action="user.changed", target=olga)
    entry.actor_name = "somebody else"

    for change in (entry.save, entry.delete, AuditLog.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_every_change_in_the_admin_is_an_entry(boss):
    boss.post("/admin/auth/group/add/", {"name": "Crew"})
    crew = Group.objects.get()
    boss.post(f"/admin/auth/group/{crew.pk}/change/", {"name": "Ship's crew"})
    boss.post(f"/admin/auth/group/{crew.pk}/delete/", {"post": "yes"})

    entries = AuditLog.objects.order_by("pk")
    assert [(entry.action, entry.target_label) for entry in entries] == [
        ("group.added", "Crew"),
        ("group.changed", "Ship's crew"),
        ("group.deleted", "Ship's crew"),
    ]
    assert {entry.actor_name for entry in entries} == {"boss"}
    assert entries[1].details == {"changes": [{"changed": {"fields": ["Name"]}}]}


def test_deleting_many_at_once_is_one_entry_each(boss):
    crews = [Group.objects.create(name=name) for name in "ab"]
    chosen = {"action": "delete_selected", "_selected_action": [crew.pk for crew in crews]}

    boss.post("/admin/auth/group/", chosen | {"post": "yes"})

    assert AuditLog.objects.filter(action="group.deleted").count() == 2


def test_the_log_can_be_read_and_searched_but_not_touched(boss, olga):
    entry = record(actor=olga, action="user.changed", target=olga)

    found = boss.get("/admin/ground/auditlog/?q=olga")

    assert b"user.changed" in found.content
    assert boss.get(f"/admin/ground/auditlog/{entry.pk}/change/").status_code == 200
    for forbidden in ("add/", f"{entry.pk}/delete/"):
        assert boss.post(f"/admin/ground/auditlog/{forbidden}", {}).status_code == 403


def test_an_operator_revokes_a_token_and_that_is_an_entry(boss, alice):
    token, secret = issue(user=alice, name="laptop")
    page = boss.get(f"/admin/ground/personaltoken/{token.pk}/change/")

    boss.post("/admin/ground/personaltoken/", {"action": "revoke", "_selected_action": [token.pk]})

    token.refresh_from_db()
    assert token.revoked_at
    assert AuditLog.objects.get().action == "personaltoken.revoked"
    assert secret.encode() not in page.content
    assert token.digest.encode() not in page.content


def test_who_may_only_look_revokes_nothing(client, olga, alice):
    # Attack: an operator with the right to view tokens posts the action by hand.
    olga.user_permissions.add(Permission.objects.get(codename="view_personaltoken"))
    client.force_login(olga)
    token, _ = issue(user=alice, name="laptop")

    client.post(
        "/admin/ground/personaltoken/", {"action": "revoke", "_selected_action": [token.pk]}
    )

    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_user_with_tokens_can_be_deleted_and_the_tokens_go_along(boss, alice):
    issue(user=alice, name="laptop")

    page = boss.post(f"/admin/auth/user/{alice.pk}/delete/", {"post": "yes"})

    assert page.status_code == 302
    assert not PersonalToken.objects.exists()
    assert AuditLog.objects.get().action == "user.deleted"
