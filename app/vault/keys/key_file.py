"""The key file beside the vault: the slots in plain JSON. It holds no secret, and no vault opens without it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.ids import PersonId
from app.vault.durable import patiently, write_whole
from app.vault.keys.derive import Argon2Parameters
from app.vault.keys.slots import SLOT_FORMAT, Slot, Way
from app.vault.problems import KeyFileDamaged, KeyFileMissing, VaultBusy, VaultTooNew


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in a key file.

    Attributes:
        vault_id: random name of the vault that the slots belong to.
        pending: slots of a key that is about to take the place of the one that `slots` wrap; mostly none.
    """

    vault_id: str
    slots: tuple[Slot, ...] = ()
    pending: tuple[Slot, ...] = ()

    def of(self, way: Way, person_id: PersonId | None = None) -> tuple[Slot, ...]:
        """The slots of a way, of one person or of all."""
        return tuple(
            slot for slot in self.slots if slot.way is way and (person_id is None or slot.person_id == person_id)
        )

    def with_slot(self, new: Slot) -> KeyFile:
        """With a slot that takes the place of the same person's slot of the same way."""
        return replace(
            self, slots=(*self._without(lambda old: (old.way, old.person_id) == (new.way, new.person_id)), new)
        )

    def without(self, gone: Iterable[Slot]) -> KeyFile:
        """Without these slots."""
        ids = {slot.id for slot in gone}
        return replace(self, slots=self._without(lambda old: old.id in ids))

    def renamed(self, person_id: PersonId, name: str) -> KeyFile:
        """With the name that a person's slots show changed."""
        return replace(
            self, slots=tuple(replace(slot, name=name) if slot.person_id == person_id else slot for slot in self.slots)
        )

    def _without(self, gone: Callable[[Slot], bool]) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if not gone(slot))


def read_key_file(path: Path) -> KeyFile:
    """The key file's slots.

    Raises:
        KeyFileMissing: it is not there.
        KeyFileDamaged: it is not what a key file looks like.
        VaultTooNew: a newer version of the program wrote it.
        VaultBusy: another program, such as a virus scanner, did not let go of it.
    """
    try:
        text = patiently(path.read_bytes).decode()
    except FileNotFoundError:
        raise KeyFileMissing(name=path.name) from None
    except PermissionError:
        raise VaultBusy() from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileDamaged(name=path.name) from None
    try:
        content = json.loads(text)
        version = content["format"]
        if isinstance(version, int) and version > SLOT_FORMAT:
            raise VaultTooNew(found=version, known=SLOT_FORMAT)
        slots, pending = (tuple(_slot(item) for item in content.get(name, [])) for name in ("slots", "pending"))
        return KeyFile(str(content["vault"]), slots, pending)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileDamaged(name=path.name) from None


def key_file_text(keys: KeyFile) -> bytes:
    """The key file's bytes."""
    content = {"format": SLOT_FORMAT, "vault": keys.vault_id, "slots": [_item(slot) for slot in keys.slots]}
    if keys.pending:
        content["pending"] = [_item(slot) for slot in keys.pending]
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Replace the key file as a whole."""
    write_whole(path, key_file_text(keys))


def _item(slot: Slot) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": slot.id,
        "way": slot.way.value,
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }
    if slot.person_id is not None:
        item |= {"person": slot.person_id, "name": slot.name}
    if slot.parameters is not None:
        cost = slot.parameters
        item["argon2id"] = {"memory_kib": cost.memory_kib, "rounds": cost.rounds, "lanes": cost.lanes}
        item["salt"] = _text(slot.salt)
    if slot.way is Way.RECOVERY:
        item["confirmed"] = slot.confirmed
    return item


def _slot(item: dict[str, Any]) -> Slot:
    cost = item.get("argon2id")
    return Slot(
        id=str(item["id"]),
        way=Way(item["way"]),
        nonce=_bytes(item["nonce"]),
        wrapped=_bytes(item["wrapped"]),
        person_id=PersonId(str(item["person"])) if "person" in item else None,
        name=str(item.get("name", "")),
        salt=_bytes(item.get("salt", "")),
        parameters=None if cost is None else Argon2Parameters(cost["memory_kib"], cost["rounds"], cost["lanes"]),
        confirmed=bool(item.get("confirmed", True)),
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
