"""The packet's files, and writing them into a folder: all of them whole, or none."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from app.errors import ExportProblem
from app.packet.problems import DiskFull, FolderMissing, FolderReadOnly, NotWritten, WrittenWrong

_MOST_NAMES = 1000
_SHORT_ID = 8
_PART = (".padesk-", ".part")

#: A part file this much older than a fresh one was left by a program that was ended while writing.
_LEFT_OVER_S = 600.0


#: What the name of a sealed copy ends with.
RECORD = "-record-copy"

#: Looks at a file as it stands on the disk, before it gets its name; a problem leaves nothing behind.
Proof = Callable[["PacketFile", Callable[[], bytes]], None]

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class PacketFile:
    """One file of a packet. Its name holds nothing of a patient."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the whole file, as 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that is handed over, in order."""

    files: tuple[PacketFile, ...]


def packet_of(
    request_id: str,
    *,
    form: bytes,
    checklist: bytes,
    letters: Sequence[bytes] = (),
    records: Sequence[bytes | None] = (),
    more: Sequence[PacketFile] = (),
) -> Packet:
    """The first packet, named after the request: what is sent, and the sealed copies that the office keeps.

    Args:
        request_id: of the request.
        form: the fax copy of the signed form.
        checklist: what was sent where.
        letters: that go with it.
        records: the sealed copies of the form and of each letter; None where there is none.
        more: documents that bear it out, and all of it as one file for the fax.
    """
    stem = file_stem(request_id)
    parts = ["form", *(f"letter{'' if number == 1 else f'-{number}'}" for number in range(1, len(letters) + 1))]
    sent = [PacketFile(f"{stem}-{part}.pdf", data) for part, data in zip(parts, (form, *letters), strict=True)]
    sealed = [
        PacketFile(f"{stem}-{part}{RECORD}.pdf", data)
        for part, data in zip(parts, records, strict=False)
        if data is not None
    ]
    return Packet((sent[0], PacketFile(f"{stem}-checklist.pdf", checklist), *sent[1:], *sealed, *more))


def file_stem(request_id: str) -> str:
    """`request-5f09c1d2`: record names are random, so this says nothing of the patient."""
    return f"request-{request_id[:_SHORT_ID]}"


def write_packet(packet: Packet, folder: Path, *, proof: Proof | None = None) -> tuple[Path, ...]:
    """Write a packet's files into an existing folder; returns where they are, in the packet's order.

    Every file is first written in full, beside its final place and under a name of its own, and forced onto the disk.
    Only then are they given their names. A file of the same name is never replaced by other bytes: the packet then gets
    a number, the same for all its files. A file that holds the same bytes already is left as it is.

    Raises:
        ExportProblem: nothing of the packet was left in the folder.
    """
    with Staging(folder, proof=proof) as staging:
        return staging.finish([staging.stage(file) for file in packet.files])


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that lies whole on the disk and waits for its name."""

    name: str
    sha256: str
    size: int
    path: Path

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            WrittenWrong: they are not those that were written.
        """
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise WrittenWrong
        return data


class Staging:
    """Files written one by one under names of their own, so that none need stay in memory; then named all at once.

    Whatever has not been named when this is closed is taken away again.

    Args:
        folder: an existing one.
        proof: looks at each file as it stands on the disk.
    """

    def __init__(self, folder: Path, *, proof: Proof | None = None) -> None:
        self._folder, self._proof = folder, proof
        self._paths: list[Path] = []
        self._size = 0

    def __enter__(self) -> Self:
        if not self._folder.is_dir():
            raise FolderMissing
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in self._paths:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def stage(self, file: PacketFile) -> Staged:
        """Write a file in full and force it onto the disk.

        Raises:
            ExportProblem: it could not be written.
        """
        path = self._folder / f"{_PART[0]}{secrets.token_hex(8)}{_PART[1]}"
        self._paths.append(path)
        self._size += len(file.data)
        try:
            _write(path, file, self._proof)
        except OSError as error:
            raise _problem(error, self._size) from error
        return Staged(file.name, file.sha256, len(file.data), path)

    def finish(self, files: Sequence[Staged]) -> tuple[Path, ...]:
        """Give the files their names; returns where they are.

        Raises:
            ExportProblem: nothing of the packet was left in the folder.
        """
        try:
            _sweep(files, self._folder)
            return _name(files, self._folder)
        except OSError as error:
            raise _problem(error, self._size) from error


def _write(path: Path, file: PacketFile, proof: Proof | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(file.data)
        handle.flush()
        os.fsync(handle.fileno())
    if _hash_of(path) != file.sha256:
        raise WrittenWrong
    if proof is not None:
        proof(file, path.read_bytes)


def _hash_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _sweep(files: Sequence[Staged], folder: Path) -> None:
    """Take away what a program left here that was ended while writing."""
    if not files:
        return
    written = files[0].path.stat().st_mtime
    for path in folder.glob("*".join(_PART)):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < written - _LEFT_OVER_S:
                path.unlink()


def _name(files: Sequence[Staged], folder: Path) -> tuple[Path, ...]:
    """Give all files their names; if one cannot have its name, those named before lose theirs again."""
    final = _free_names(files, folder)
    done: list[Path] = []
    try:
        for target, file in zip(final, files, strict=True):
            if not _holds(target, file):
                _give_name(file.path, target)
                done.append(target)
    except OSError:
        for target in done:
            target.unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    return final


def _give_name(path: Path, target: Path) -> None:
    """Move a whole file to its name, without replacing a file that came there in the meantime where that can be had."""
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        path.replace(target)
    else:
        path.unlink()


def _free_names(files: Sequence[Staged], folder: Path) -> tuple[Path, ...]:
    for number in range(1, _MOST_NAMES):
        names = tuple(folder / _numbered(file.name, number) for file in files)
        if all(not path.exists() or _holds(path, file) for path, file in zip(names, files, strict=True)):
            return names
    raise FileExistsError(errno.EEXIST, "every name is taken")


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{number}{dot}{ending}"


def _holds(path: Path, file: Staged) -> bool:
    return path.is_file() and path.stat().st_size == file.size and _hash_of(path) == file.sha256


def _sync_folder(folder: Path) -> None:
    """Force the names onto the disk, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _problem(error: OSError, size: int) -> ExportProblem:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFull(size=f"{size / 1e6:.1f} MB")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return FolderReadOnly()
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return FolderMissing()
    return NotWritten(why=os.strerror(error.errno) if error.errno else "unknown reason")
