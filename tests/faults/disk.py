"""A disk that has not written everything yet: what a program did to it, and what a power cut leaves of that."""

from __future__ import annotations

import os
import random
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import apsw

_SECTOR = 512
#: Kept for good: the encryption that is put over a disk never lets go of it.
_KEPT: list[apsw.VFS] = []
_RECORDING, _PLAIN = "recording", "win32" if sys.platform == "win32" else "unix"


class Loss(Enum):
    """What becomes of writes that were not synced when the plug is pulled."""

    ALL = "all unsynced lost"
    NONE = "nothing lost"
    SOME = "some lost, in any order, torn into sectors"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to the disk: write, cut, sync, rename, remove; or a note of the recorder's own.

    Attributes:
        name: of the file, below the folder.
        other: new name.
        offset: of the bytes.
        size: that the file was cut to.
    """

    kind: str
    name: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""
    size: int = 0


@dataclass(slots=True)
class _Inode:
    """A file's bytes: those that are on the disk for certain, and what was done since."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[Act] = field(default_factory=list)


class Disk:
    """Files below one folder. Names are journalled in order, bytes of a file are not.

    Args:
        files: that are there and synced at the beginning.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self._names = {name: _Inode(bytearray(data)) for name, data in files.items()}
        self._synced_names = dict(self._names)

    def after(self, acts: Sequence[Act], loss: Loss, chance: random.Random) -> Disk:
        """The disk after a power cut behind these acts."""
        for act in acts:
            self._do(act)
        left = Disk({})
        names = self._synced_names if loss is Loss.ALL or (loss is Loss.SOME and chance.random() < 0.5) else self._names
        kept: dict[int, _Inode] = {}
        for name, inode in names.items():
            if id(inode) not in kept:
                kept[id(inode)] = _Inode(_after_cut(inode, loss, chance))
            left._names[name] = kept[id(inode)]
        return left

    def lay_down(self, folder: Path) -> None:
        """Write the files into a folder; the index of the log lives in memory only."""
        for name, inode in self._names.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not name.endswith("-shm"):
                file.write_bytes(inode.synced)

    def _do(self, act: Act) -> None:
        if act.kind in ("write", "cut"):
            self._names.setdefault(act.name, _Inode()).since.append(act)
        elif act.kind == "sync":
            inode = self._names.setdefault(act.name, _Inode())
            for past in inode.since:
                _apply(inode.synced, past)
            inode.since.clear()
            # A sync of a fresh file reaches the name as well: SQLite syncs its folder, and journalled disks do.
            self._synced_names = dict(self._names)
        elif act.kind == "sync names":
            self._synced_names = dict(self._names)
        elif act.kind == "rename" and act.name in self._names:
            self._names[act.other] = self._names.pop(act.name)
        elif act.kind == "remove":
            self._names.pop(act.name, None)


def _after_cut(inode: _Inode, loss: Loss, chance: random.Random) -> bytearray:
    data = bytearray(inode.synced)
    for act in inode.since if loss is not Loss.ALL else ():
        for piece in _sectors(act) if loss is Loss.SOME else (act,):
            if loss is Loss.NONE or chance.random() < 0.5:
                _apply(data, piece)
    return data


def _sectors(act: Act) -> Iterator[Act]:
    if act.kind != "write":
        yield act
        return
    start = act.offset
    while start < act.offset + len(act.data):
        end = min((start // _SECTOR + 1) * _SECTOR, act.offset + len(act.data))
        yield Act("write", act.name, offset=start, data=act.data[start - act.offset : end - act.offset])
        start = end


def _apply(data: bytearray, act: Act) -> None:
    if act.kind == "cut":
        del data[act.size :]
        return
    if len(data) < act.offset:
        data.extend(bytes(act.offset - len(data)))
    data[act.offset : act.offset + len(act.data)] = act.data


@contextmanager
def recorded(folder: Path) -> Iterator[list[Act]]:
    """Record everything that the block does to files below a folder: the database's work and the program's own."""
    acts: list[Act] = []
    vfs = _Recorder(acts, folder.resolve())
    own = _Own(acts, folder.resolve())
    kept = (os.fsync, Path.replace, Path.rename, Path.unlink)
    os.fsync = own.fsync
    Path.replace, Path.rename, Path.unlink = (  # type: ignore[assignment,method-assign]
        lambda path, target: own.renamed(kept[1], path, target),
        lambda path, target: own.renamed(kept[2], path, target),
        lambda path, missing_ok=False: own.unlinked(kept[3], path, missing_ok),
    )
    try:
        yield acts
    finally:
        os.fsync, Path.replace, Path.rename, Path.unlink = kept  # type: ignore[method-assign]
        vfs.close()


class _Own:
    """Records what the program does to files by itself."""

    def __init__(self, acts: list[Act], folder: Path) -> None:
        self._acts, self._folder, self._fsync = acts, folder, os.fsync

    def fsync(self, descriptor: int) -> None:
        self._fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            self._acts.append(Act("sync names"))
        elif self._folder in path.parents:
            data = path.read_bytes()
            name = str(path.relative_to(self._folder))
            self._acts += [Act("cut", name, size=len(data)), Act("write", name, data=data), Act("sync", name)]

    def renamed(self, really: Any, path: Path, target: Path) -> Path:
        done: Path = really(path, target)
        if self._folder in Path(target).parents:
            names = [str(item.relative_to(self._folder)) for item in (path, Path(target))]
            self._acts.append(Act("rename", names[0], names[1]))
        return done

    def unlinked(self, really: Any, path: Path, missing_ok: bool) -> None:
        was_there = path.exists()
        really(path, missing_ok)
        if was_there and self._folder in path.parents:
            self._acts.append(Act("remove", str(path.relative_to(self._folder))))


@dataclass(frozen=True, slots=True)
class _Notes:
    """Writes down what is done to files below a folder."""

    acts: list[Act]
    folder: Path

    def note(self, kind: str, path: str | None, **more: Any) -> None:
        whole = Path(path or "")
        if self.folder in whole.parents:
            self.acts.append(Act(kind, str(whole.relative_to(self.folder)), **more))


class _Recorder:
    """Records what the database does, below its encryption: what the disk gets."""

    def __init__(self, acts: list[Act], folder: Path) -> None:
        self._before = apsw.vfs_names()[0]
        _KEPT.append(_recording(acts, folder))
        # The encryption is put over any file system that is named so, at the first opening.
        above = f"multipleciphers-{_RECORDING}"
        apsw.Connection(":memory:", vfs=above).close()
        apsw.set_default_vfs(above)

    def close(self) -> None:
        apsw.set_default_vfs(self._before)


def _recording(acts: list[Act], folder: Path) -> apsw.VFS:
    note = _Notes(acts, folder).note

    class File(apsw.VFSFile):
        def __init__(self, name: apsw.URIFilename | str | None, flags: list[int]) -> None:
            super().__init__(_PLAIN, name, flags)
            self.path = name.filename() if isinstance(name, apsw.URIFilename) else name

        def xWrite(self, data: bytes, offset: int) -> None:
            super().xWrite(data, offset)
            note("write", self.path, offset=offset, data=bytes(data))

        def xTruncate(self, newsize: int) -> None:
            super().xTruncate(newsize)
            note("cut", self.path, size=newsize)

        def xSync(self, flags: int) -> None:
            super().xSync(flags)
            note("sync", self.path)

    class Recording(apsw.VFS):
        def __init__(self) -> None:
            super().__init__(_RECORDING, _PLAIN)

        def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> File:
            return File(name, flags)

        def xDelete(self, filename: str, syncdir: bool) -> None:
            super().xDelete(filename, syncdir)
            note("remove", filename)
            if syncdir:
                note("sync names", filename)

    return Recording()
