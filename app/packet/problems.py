"""What can go wrong when a packet is written."""

from __future__ import annotations

from app.errors import ExportProblem


class FolderMissing(ExportProblem):
    """The folder chosen is not there."""

    code = "EXPORT-001"
    says = "The folder chosen for the packet is not there, or is no folder. Nothing was written."
    hint = "Choose another folder and make the packet again."


class FolderReadOnly(ExportProblem):
    """The folder chosen does not take files."""

    code = "EXPORT-002"
    says = "This user may not write into the folder chosen. Nothing was written."
    hint = "Choose another folder, or ask whoever looks after this computer, then make the packet again."


class DiskFull(ExportProblem):
    """There is no room for the packet."""

    code = "EXPORT-003"
    says = "The disk is full: the packet needs {size}. Nothing was left half-written."
    hint = "Make room or choose another disk, then make the packet again."


class NotWritten(ExportProblem):
    """The computer refused to write, for some other reason."""

    code = "EXPORT-004"
    says = "The packet could not be written ({why}). Nothing was left half-written."
    hint = "Choose another folder and make the packet again."


class WrittenWrong(ExportProblem):
    """What was read back is not what was written."""

    code = "EXPORT-005"
    says = "The disk gave back other bytes than were written, so the packet was taken away again."
    hint = "Use another disk. This one may be failing."
