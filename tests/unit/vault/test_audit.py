"""The audit log: it takes no values, and whatever is done to it behind its back is found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from app.clock import FixedClock
from app.domain.changes import Change
from app.domain.patient import Patient
from app.domain.practice import Person
from app.vault.audit import AuditLog, this_station
from app.vault.database import Database
from app.vault.keys.derive import Argon2Parameters, DataKey
from app.vault.keys.key_file import read_key_file
from app.vault.keys.slots import Way, open_with_passphrase
from app.vault.vault import Vault


@pytest.fixture
def data_key(path: Path, passphrase: str, vault: Vault) -> DataKey:
    keys = read_key_file(path.with_name("demo.keys.json"))
    opened = open_with_passphrase(keys.vault_id, keys.of(Way.PASSPHRASE)[0], passphrase)
    assert opened is not None
    return opened


@pytest.fixture
def behind(vault: Vault, path: Path, data_key: DataKey, mia: Person) -> Callable[..., None]:
    """Somebody who got hold of the database's key, and takes the triggers away, but not of the audit key."""
    for number in range(5):
        vault.audit.append("patient.open", subjects=[f"patient:p{number}"], actor=mia.id)
    vault.close()

    def run(*statements: str) -> None:
        db = Database.open(path, data_key.database)
        for table in ("audit", "changes", "change_subjects"):
            for act in ("update", "delete"):
                db.run(f"DROP TRIGGER {table}_no_{act}")
        for statement in statements:
            db.run(statement)
        db.close()

    return run


def test_rows_say_who_what_where_and_when(vault: Vault, mia: Person, clock: FixedClock) -> None:
    head = vault.audit.append(
        "packet.made", subjects=["request:r1"], fields=["patient.dob"], actor=mia.id, details={"sha256": "ab" * 32}
    )
    row = vault.audit.rows(1)[0]
    assert (row.seq, row.event, row.subjects, row.fields) == (
        head.seq,
        "packet.made",
        ("request:r1",),
        ("patient.dob",),
    )
    assert (row.actor, row.station, row.at) == (mia.id, this_station(), clock.now().isoformat())
    assert dict(row.details) == {"sha256": "ab" * 32}
    assert vault.audit.head == head
    assert vault.audit.hash_at(head.seq) == head.hash


@pytest.mark.parametrize(
    "given",
    [
        {"event": "patient open"},
        {"event": "x", "subjects": ["Ánh Nguyễn"]},
        {"event": "x", "subjects": ["Anh Nguyen"]},
        {"event": "x", "fields": ["allergies = sulfa"]},
        {"event": "x", "details": {"note": "called the plan"}},
        {"event": "x", "details": {"note": "x" * 129}},
    ],
)
def test_what_looks_like_a_value_is_refused(vault: Vault, mia: Person, given: dict[str, object]) -> None:
    head = vault.audit.head
    with pytest.raises(ValueError, match="ids, field names"):
        vault.audit.append(**given, actor=mia.id)  # type: ignore[arg-type]
    assert vault.audit.head == head


def test_pages_of_rows(vault: Vault, mia: Person) -> None:
    for number in range(10):
        vault.audit.append(f"event.{number}", actor=mia.id)
    first = vault.audit.rows(4)
    assert [row.event for row in first] == ["event.9", "event.8", "event.7", "event.6"]
    assert [row.event for row in vault.audit.rows(2, before=first[-1].seq)] == ["event.5", "event.4"]
    assert vault.audit.last("event.3") == vault.audit.rows(1, before=first[-1].seq - 2)[0]
    assert vault.audit.last("nothing.such") is None


def test_the_log_only_grows(
    vault: Vault, path: Path, data_key: DataKey, add: Callable[..., Change], new_patient: Callable[..., Patient]
) -> None:
    add(new_patient())
    vault.close()
    db = Database.open(path, data_key.database)
    for statement in (
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "UPDATE changes SET actor = 'x'",
        "DELETE FROM changes",
        "DELETE FROM change_subjects",
    ):
        with pytest.raises(Exception, match="only grows"):
            db.run(statement)
    db.close()


def test_an_untouched_log_is_whole(behind: Callable[..., None], reopen: Callable[[], Vault]) -> None:
    behind()
    with reopen() as vault:
        verdict = vault.audit.verify()
        assert verdict.ok
        assert verdict.says == f"The audit log is whole: {verdict.rows} rows."


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (["UPDATE audit SET actor = 'somebody' WHERE seq = 4"], 4),
        (["UPDATE audit SET at = '2020-01-01' WHERE seq = 3"], 3),
        (["UPDATE audit SET fields = '[\"x\"]' WHERE seq = 5"], 5),
        (["UPDATE audit SET fields = 'no json' WHERE seq = 5"], 5),
        (["UPDATE audit SET hash = zeroblob(32) WHERE seq = 2"], 2),
        (["UPDATE audit SET seal = zeroblob(32) WHERE seq = 2"], 2),
        (["DELETE FROM audit WHERE seq = 4"], 4),
        (["DELETE FROM audit WHERE seq = 4", "UPDATE audit SET seq = seq - 1 WHERE seq > 4"], 4),
        (
            [
                "UPDATE audit SET seq = -1 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 5",
                "UPDATE audit SET seq = 5 WHERE seq = -1",
            ],
            4,
        ),
        (["DELETE FROM audit"], 1),
        (["DELETE FROM meta WHERE name = 'audit_head'"], 9),
    ],
)
def test_tampering_is_found(
    behind: Callable[..., None], path: Path, data_key: DataKey, clock: FixedClock, statements: list[str], first_bad: int
) -> None:
    behind(*statements)
    db = Database.open(path, data_key.database)
    verdict = AuditLog(db, data_key.audit, clock, "here").verify()
    db.close()
    assert not verdict.ok
    assert verdict.first_bad == first_bad


def test_rows_cut_off_the_end_are_found_even_with_an_old_head(
    behind: Callable[..., None], path: Path, data_key: DataKey, clock: FixedClock, reopen: Callable[[], Vault]
) -> None:
    db = Database.open(path, data_key.database)
    seq, digest = db.rows("SELECT seq, hash FROM audit WHERE seq = 5")[0]
    head = db.row("SELECT value FROM meta WHERE name = 'audit_head'")
    db.close()
    assert head is not None
    assert isinstance(digest, bytes)
    forged = json.dumps(json.loads(str(head[0])) | {"seq": seq, "hash": digest.hex()})
    behind(
        "DELETE FROM audit WHERE seq > 5",
        f"UPDATE meta SET value = '{forged}' WHERE name = 'audit_head'",  # noqa: S608
    )
    db = Database.open(path, data_key.database)
    assert not AuditLog(db, data_key.audit, clock, "here").verify().ok
    db.close()
    with reopen() as vault:
        assert any("older than when it was last used" in notice for notice in vault.notices)


def test_a_rewritten_chain_without_the_audit_key_is_found(
    behind: Callable[..., None], path: Path, data_key: DataKey, clock: FixedClock
) -> None:
    behind("DELETE FROM audit WHERE seq > 3", "DELETE FROM meta WHERE name = 'audit_head'")
    db = Database.open(path, data_key.database)
    forger = AuditLog(db, bytes(32), clock, "elsewhere")
    row = db.row("SELECT hash FROM audit WHERE seq = 3")
    assert row is not None
    assert isinstance(row[0], bytes)
    with db.transaction():
        forger._keep_head(3, row[0])
    forger.append("patient.open", actor=None)
    verdict = AuditLog(db, data_key.audit, clock, "here").verify()
    db.close()
    assert (verdict.ok, verdict.first_bad) == (False, 4)


def test_a_change_edited_behind_the_back_is_found(
    vault: Vault,
    add: Callable[..., Change],
    new_patient: Callable[..., Patient],
    behind: Callable[..., None],
    reopen: Callable[[], Vault],
) -> None:
    behind("UPDATE changes SET label = 'Edit something else' WHERE seq = 1")
    with reopen() as again:
        assert again.audit.verify().ok
        assert again.check() == ["1 changes are not as the audit log saw them."]


def test_a_change_slipped_in_is_found(behind: Callable[..., None], reopen: Callable[[], Vault]) -> None:
    behind("INSERT INTO changes (id, at, actor, label, edits) SELECT 'forged', at, actor, label, edits FROM changes")
    with reopen() as again:
        assert again.check() == ["1 changes are not in the audit log."]


def test_rows_of_seven_years_ago_outlive_backups_a_new_key_and_a_restore(
    vault: Vault, mia: Person, path: Path, passphrase: str, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    """The rule asks for six years. Nothing ever removes a row, however the vault is copied."""
    first = vault.audit.rows(1, before=2)
    for _ in range(8):
        clock.advance(dt.timedelta(days=330))
        vault.backup()
    vault.close()
    Vault.renew_key(path, person=mia.id, passphrase=passphrase, clock=clock, kdf=cheap)
    with Vault.open(path, passphrase=passphrase, clock=clock) as renewed:
        backup = renewed.backup()
    Vault.restore(backup, path, passphrase=passphrase, clock=clock)
    with Vault.open(path, passphrase=passphrase, clock=clock) as restored:
        assert restored.audit.rows(1, before=2) == first
        assert clock.now() - dt.datetime.fromisoformat(first[0].at) > dt.timedelta(days=7 * 365)
        assert restored.audit.verify().ok
        for statement in ("DELETE FROM audit", "UPDATE audit SET actor = 'nobody'"):
            with pytest.raises(apsw.Error, match="only grows"):
                restored._parts.db.run(statement)
