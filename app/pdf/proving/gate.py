"""The last look before a file leaves: nothing in it can be toggled, run, hidden or recovered."""

from __future__ import annotations

from app.pdf.problems import NotClean
from app.pdf.worker import PaperWorker


def gate(pdf: bytes, worker: PaperWorker, *, ours_from: int | None = None, sealed: bool = False) -> None:
    """Let a finished, flat document pass, or say what still stands in it.

    Args:
        pdf: the whole file.
        worker: reads it.
        ours_from: number of the first object that we wrote ourselves (`CompiledForm.first_free`): every font from
            there on must be embedded. None where the file's numbers say nothing of that.
        sealed: whether it bears a seal: what a seal adds may then stand in it.

    Raises:
        NotClean: something in the file can be toggled, run, hidden or recovered.
        PdfProblem: reading it took too much, so that nobody knows.
    """
    finding = worker.first_finding(pdf, ours_from=ours_from, sealed=sealed)
    if finding is not None:
        raise NotClean(what=finding)
