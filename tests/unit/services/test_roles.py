"""Who may call what: every public operation of the services, by the table `roles.toml`; the desk checks nothing.

A new operation must be added to the table. `python -m tests.unit.services.test_roles` writes the table as the program
stands, to be looked through before it is kept.
"""

from __future__ import annotations

import inspect
import tomllib
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

from app.domain.patient import Patient
from app.domain.practice import Role
from app.domain.request import Request
from app.services.problems import NotAllowed
from app.services.session import ALLOWED, Act, Session
from tests.unit.services.role_reading import EITHER, named_by_heads, operations, public, reached

TABLE = Path(__file__).with_name("roles.toml")
KEPT: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
#: Operations that ask for nothing more than to look, although something is written: why that is right.
WRITE_FOR_ALL = {
    "setup.change_passphrase": "the own passphrase, by the old one",
    "people.choose_after_recovery": "the own passphrase, after the recovery sheet",
    "people.use_keychain": "the own way in",
    "people.leave_keychain": "the own way in",
    "quick_unlock.QuickUnlock.use_pin": "the own way in, by the passphrase",
    "quick_unlock.QuickUnlock.leave_pin": "the own way in",
    "setup.lock": "the backup at every closing",
    "sign.sign": "the signer proves it by the own passphrase, whoever sits at the desk",
}
#: Parts of operations that no head names: they are called with the check made.
PARTS = frozenset(
    {
        "edits.save_signed",
        "forms.keep_blank",
        "handing.hand_edits",
        "handing.settle",
        "signing_act.write_down",
    }
)


def asked(name: str) -> str:
    """What an operation asks for, in the table's words; to look is what everybody may."""
    acts, _ = reached(name)
    needed = acts - {"view"} - ({"edit"} if EITHER in acts else set())
    return " ".join(sorted(needed)) or "view"


def test_every_operation_stands_in_the_table_with_what_it_asks_for() -> None:
    kept = {name: asks for asks, group in KEPT.items() for name in group["operations"]}
    found = {name: asked(name) for name in public()}
    changed = {name: (kept.get(name), asks) for name, asks in found.items() if kept.get(name) != asks}
    assert changed == {}, "add or move these in tests/unit/services/roles.toml: name: (kept, found)"
    assert sorted(set(kept) - set(found)) == []


def test_the_table_says_which_roles_come_through() -> None:
    """`who` follows from what is asked: every part of it, the easier one of `edit-or-administer`."""
    for asks, group in KEPT.items():
        acts = [Act.EDIT if word == EITHER else Act[word.upper()] for word in asks.split()]
        who = [role.value for role in Role if all(act in ALLOWED[role] for act in acts)]
        assert group["who"] == who, asks


def test_whatever_writes_asks_for_more_than_to_look() -> None:
    loose = {name for name in public() if reached(name)[1] and asked(name) == "view"}
    assert loose == set(WRITE_FOR_ALL) | (PARTS & loose)


def test_no_head_names_a_part_that_checks_nothing() -> None:
    assert named_by_heads() & PARTS == set()


def test_the_reading_sees_what_it_shall() -> None:
    assert asked("records.out.write_records") == "administer"
    assert EITHER in asked("edits.save")
    assert reached("edits.save")[1]
    assert "edits.save" in named_by_heads()
    assert len(public()) > 200
    assert set(public()) <= set(operations())


def test_a_viewer_changes_nothing_whatever_is_called(session: Session, as_role: Callable[[Role], Session]) -> None:
    """By trial: with real records where the operation asks for such, and a stand-in for everything else."""
    viewer, vault = as_role(Role.VIEWER), session.vault
    patient, request = vault.all(Patient)[0], vault.all(Request)[0]
    known: dict[str, Any] = {
        "Session": viewer,
        "PatientId": patient.id,
        "RequestId": request.id,
        "PersonId": session.actor.id,
        "Patient": patient,
        "Request": request,
        "str": "word",
        "bytes": b"%PDF-1.4",
    }
    before, refused, broken = _state(session), 0, {}
    writing = [name for name in public() if reached(name)[1] and name not in WRITE_FOR_ALL and name not in PARTS]
    for name in writing:
        function = _function(name)
        try:
            function(**_given(function, known))
        except NotAllowed:
            refused += 1
        except Exception as error:  # noqa: BLE001 (a stand-in need not fit; what counts is that nothing is written)
            broken[name] = type(error).__name__
        assert _state(session) == before, name
    # The stand-ins fit most operations, or the trial would try nothing.
    assert refused > len(writing) / 2, broken


def _given(function: Callable[..., Any], known: dict[str, Any]) -> dict[str, Any]:
    return {
        item.name: known.get(str(item.annotation).split(" | ")[0], MagicMock())
        for item in inspect.signature(function).parameters.values()
        if item.kind is not item.VAR_POSITIONAL and (item.default is item.empty or item.annotation == "Session")
    }


def _function(name: str) -> Callable[..., Any]:
    module, _, rest = name.rpartition(".")
    try:
        return getattr(import_module(f"app.services.{module}"), rest)  # type: ignore[no-any-return]
    except ModuleNotFoundError:
        module, _, owner = module.rpartition(".")
        kind = getattr(import_module(f"app.services.{module}"), owner)
        return getattr(kind(MagicMock()), rest)  # type: ignore[no-any-return]


def _state(session: Session) -> tuple[object, ...]:
    """What a viewer must leave as it is: changes, documents, signatures and the ways in."""
    db = session.vault._parts.db
    tables = ("changes", "blobs", "signer_slots", "records")
    return (*(db.number(f"SELECT count(*) FROM {name}") for name in tables), session.vault.access.keys)  # noqa: S608


def _written() -> str:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(public()):
        groups[asked(name)].append(name)
    lines = ["# Which operation of the services asks for what, and which roles come through; see test_roles.py."]
    for asks, names in sorted(groups.items()):
        acts = [Act.EDIT if word == EITHER else Act[word.upper()] for word in asks.split()]
        who = [role.value for role in Role if all(act in ALLOWED[role] for act in acts)]
        lines += ["", f'["{asks}"]', f"who = {who!r}".replace("'", '"'), "operations = ["]
        lines += [f'    "{name}",' for name in names]
        lines.append("]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(_written(), encoding="utf-8")
