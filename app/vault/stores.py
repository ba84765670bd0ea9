"""Bytes in the vault: documents by their hash, prepared forms by name, signers' secrets by person."""

from __future__ import annotations

import hashlib

from app.domain.ids import PersonId
from app.vault.database import Database
from app.vault.problems import BlobMissing


class Blobs:
    """Documents, each kept once, under the hash of its bytes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their SHA-256 in hexadecimal digits."""
        sha256 = hashlib.sha256(data).hexdigest()
        with self._db.transaction():
            if not self.has(sha256):
                self._db.run("INSERT INTO blobs (sha256, bytes) VALUES (?, zeroblob(?))", (sha256, len(data)))
                self._db.write_blob("blobs", "bytes", self._db.last_row, data)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether the bytes are there."""
        return self._db.row("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)) is not None

    def get(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            BlobMissing: they are not there, or not those that were kept.
        """
        row = self._db.row("SELECT rowid FROM blobs WHERE sha256 = ? AND typeof(bytes) = 'blob'", (sha256,))
        data = None if row is None else self._db.read_blob("blobs", "bytes", int(row[0] or 0))
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            raise BlobMissing(sha256=sha256[:12])
        return data


class TemplateTable:
    """Prepared forms by name: a cache that can be emptied at any time. For the vault's own thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str) -> bytes | None:
        """What was kept under the name, or None."""
        row = self._db.row("SELECT bytes FROM template_cache WHERE name = ?", (name,))
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def put(self, name: str, data: bytes) -> None:
        """Keep the bytes under the name, in place of older ones."""
        with self._db.transaction():
            self._db.run(
                "INSERT INTO template_cache (name, bytes) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes",
                (name, data),
            )

    def clear(self) -> None:
        """Forget all prepared forms."""
        with self._db.transaction():
            self._db.run("DELETE FROM template_cache")


class SignerSlots:
    """The sealed secret of each signer; what is in it only `signing` can read."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, person_id: PersonId, way: str = "") -> bytes | None:
        """The sealed bytes, or None where the person has not enrolled, or not in this way."""
        row = self._db.row("SELECT bytes FROM signer_slots WHERE person_id = ?", (_slot_name(person_id, way),))
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def put_within(self, person_id: PersonId, sealed: bytes, way: str = "") -> None:
        """Keep the sealed bytes as part of the transaction that is running; a new first way ends all others."""
        if not way:
            self.remove_within(person_id)
        self._db.run(
            "INSERT INTO signer_slots (person_id, bytes) VALUES (?, ?)"
            " ON CONFLICT (person_id) DO UPDATE SET bytes = excluded.bytes",
            (_slot_name(person_id, way), sealed),
        )

    def remove_within(self, person_id: PersonId, way: str = "") -> None:
        """Forget the sealed bytes as part of the transaction that is running: those of a way, or of all of them."""
        name = _slot_name(person_id, way)
        self._db.run("DELETE FROM signer_slots WHERE person_id = ?", (name,))
        if not way:
            beginning = _slot_name(person_id, "-")[:-1]
            self._db.run("DELETE FROM signer_slots WHERE substr(person_id, 1, length(?)) = ?", (beginning, beginning))


def _slot_name(person_id: PersonId, way: str) -> str:
    return f"{person_id}#{way}" if way else person_id
