"""The encrypted database file: how it is opened, how a transaction runs, and what its errors mean to a person.

One thread owns a database. Another thread that touches it is a bug and is told so, instead of waiting for a lock.
`PRAGMA rekey` is never used: killed half-way it can leave a file that neither key opens. A new key means a new file.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import apsw

from app.vault.durable import new_private_file
from app.vault.problems import CannotWrite, DiskFull, DiskTrouble, VaultBusy, VaultDamaged

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

_BUSY_MILLISECONDS = 5_000
_CACHE_KIB = 32 * 1024
_PIECE = 1 << 20
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    # Folding the log in costs more than a save; with a longer log fewer saves wait for it.
    "wal_autocheckpoint=4000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    f"cache_size=-{_CACHE_KIB}",
)


@contextmanager
def plain_problems() -> Iterator[None]:
    """Turn what the database says about disk and file into problems that a person can act on; the rest is a bug."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise VaultDamaged() from error
    except apsw.FullError as error:
        raise DiskFull() from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError) as error:
        raise CannotWrite() from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise VaultBusy() from error
    except apsw.IOError as error:
        raise DiskTrouble() from error


class Database:
    """An open database; its statements run on the thread that opened it."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._owner = threading.get_ident()
        self._is_joining = False

    @classmethod
    def create(cls, path: Path, key: bytes) -> Database:
        """A new, empty database in a file that only this user may read from its first byte on."""
        os.close(new_private_file(path))
        return cls.open(path, key)

    @classmethod
    def open(cls, path: Path, key: bytes) -> Database:
        """The database in the file.

        Raises:
            VaultDamaged: the file is damaged, or the key is another file's.
            CannotWrite: the file is not there or may not be written.
        """
        with plain_problems():
            connection = _keyed(path, key, apsw.SQLITE_OPEN_READWRITE)
            try:
                _settle(connection)
            except apsw.Error:
                connection.close()
                raise
        return cls(connection)

    @classmethod
    def open_to_read(cls, path: Path, key: bytes) -> Database:
        """The database in a file that is left as it is (a backup)."""
        with plain_problems():
            connection = _keyed(path, key, apsw.SQLITE_OPEN_READONLY)
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").get  # noqa: B018 (reads the first page)
            except apsw.Error:
                connection.close()
                raise
        return cls(connection)

    def close(self) -> None:
        """Close the file; its write-ahead log is folded in and goes away."""
        self._check_owner()
        with plain_problems():
            self._connection.close()

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """Run a statement that gives no rows."""
        self._check_owner()
        with plain_problems():
            self._connection.execute(sql, values).fetchall()

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows that the statement gives."""
        self._check_owner()
        with plain_problems():
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows that the statement gives, one at a time; nothing may be written meanwhile."""
        self._check_owner()
        with plain_problems():
            yield from self._connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row, or None."""
        self._check_owner()
        with plain_problems():
            # Not closed by hand: a cursor that is closed before its last row is never freed; letting it go frees it.
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def number(self, sql: str, values: Sequence[Value] = ()) -> int:
        """The whole number that the statement gives; 0 where it gives nothing."""
        row = self.row(sql, values)
        return row[0] if row is not None and isinstance(row[0], int) else 0

    def write_blob(self, table: str, column: str, row: int, data: bytes) -> None:
        """Fill a value that was made with `zeroblob`, piece by piece: a statement would copy all of it twice."""
        self._check_owner()
        with plain_problems():
            opened = self._connection.blob_open("main", table, column, row, True)
            with opened:
                for start in range(0, len(data), _PIECE):
                    opened.write(memoryview(data)[start : start + _PIECE])

    def read_blob(self, table: str, column: str, row: int) -> bytes:
        """A value, without the copy that a statement makes."""
        self._check_owner()
        with plain_problems():
            opened = self._connection.blob_open("main", table, column, row, False)
            try:
                return opened.read(opened.length())
            finally:
                opened.close()

    @property
    def last_row(self) -> int:
        """The number of the row that was inserted last."""
        self._check_owner()
        return self._connection.last_insert_rowid()

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """All or nothing of everything that is written within the block; a problem in it must leave the block."""
        with self.transaction():
            joined, self._is_joining = self._is_joining, True
            try:
                yield
            finally:
                self._is_joining = joined

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on the disk when the block is left. Transactions do not nest, but join within `as_one`."""
        self._check_owner()
        if self._is_joining:
            yield
            return
        with plain_problems():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def copy_into(self, target: Path, key: bytes) -> None:
        """Write everything into a new, encrypted file beside which no log lies."""
        self._check_owner()
        os.close(new_private_file(target))
        with plain_problems():
            copy = _keyed(target, key, apsw.SQLITE_OPEN_READWRITE)
            try:
                _back_up(self._connection, copy)
                copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            finally:
                copy.close()

    def _check_owner(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("the vault was used by a thread that does not own it")


def _keyed(path: Path, key: bytes, flags: int) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=flags)
    connection.set_busy_timeout(_BUSY_MILLISECONDS)
    # SQLCipher 4 layout, so that a second, independent program could open the file too.
    for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{key.hex()}'\""):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _back_up(source: apsw.Connection, copy: apsw.Connection) -> None:
    with copy.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(1_000)


def _settle(connection: apsw.Connection) -> None:
    for pragma in _SETTINGS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=ON").fetchall()
        connection.execute("PRAGMA checkpoint_fullfsync=ON").fetchall()
