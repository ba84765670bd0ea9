"""Folders in which a vault that is in use can be lost: those that a program copies to the cloud, and network drives.

A synced folder is copied while the database writes; a network drive keeps no locks. Backups are welcome there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

_SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "com~apple~clouddocs",
    "cloudstorage",
    "box sync",
    "nextcloud",
    "owncloud",
    "pcloud drive",
    "pclouddrive",
    "megasync",
    "syncthing",
    "creative cloud files",
    "sharepoint",
    "egnyte",
)
#: Names that mean a synced folder only right below the user's own.
_SYNCED_AT_HOME = ("box", "mega", "sync")
_MARKERS = (".dropbox", ".stfolder", ".owncloudsync.log", ".sync_metadata")
_NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs2"}
)
_DRIVE_REMOTE = 4
_MOUNTS = Path("/proc/self/mounts")


def why_not(folder: Path, home: Path) -> str:
    """Why a vault must not lie in a folder, such as "it is on a network drive"; empty where it may.

    Args:
        folder: that the vault would lie in; it need not be there yet.
        home: the user's own folder.
    """
    whole, below = Path(os.path.realpath(folder)), Path(os.path.realpath(home))
    synced = next((part for part in whole.parts if _is_synced(part)), "") or _marked(whole) or _at_home(whole, below)
    if synced:
        return f"the folder {synced} is copied elsewhere by a program"
    return "it is on a network drive" if _is_network(whole) else ""


def _is_synced(part: str) -> bool:
    """`OneDrive`, `OneDrive - Practice`, `Dropbox (Personal)`; a folder that only begins so (`Boxes`) is another."""
    plain = part.casefold()
    head = plain.partition(" - ")[0].partition(" (")[0].partition("-")[0].strip()
    return plain in _SYNCED_NAMES or head in _SYNCED_NAMES


def _at_home(folder: Path, home: Path) -> str:
    if home not in folder.parents:
        return ""
    name = folder.parts[len(home.parts)]
    return name if name.casefold() in _SYNCED_AT_HOME else ""


def _marked(folder: Path) -> str:
    for place in (folder, *folder.parents):
        if any((place / marker).exists() for marker in _MARKERS):
            return place.name
    return ""


def _is_network(folder: Path) -> bool:
    if sys.platform == "win32":
        is_share = str(folder).startswith("\\\\")
        return is_share or bool(ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE)
    if not _MOUNTS.exists():
        return False
    mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    return kind_of_mount(folder, mounts) in _NETWORK_KINDS


def kind_of_mount(folder: PurePath, mounts: Iterable[str]) -> str:
    """The file system of a folder by the system's list of mounts; the longest mount point above it counts."""
    best, kind = -1, ""
    for line in mounts:
        fields = line.split(" ")
        point = PurePath(fields[1].replace("\\040", " ")) if len(fields) > 2 else None
        if point is not None and (point == folder or point in folder.parents) and len(point.parts) > best:
            best, kind = len(point.parts), fields[2]
    return kind
