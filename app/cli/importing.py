"""`import`: other systems' files into a vault, as far as that needs no decision of a person."""

from __future__ import annotations

from pathlib import Path

from app.cli import ask, say
from app.intake.review.rows import Review, RowState, proposed
from app.services import intake
from app.services.setup import lock


def import_file(file: Path, vault: Path, *, dry_run: bool, person: str | None) -> int:
    """Show the review table and, unless it is a dry run, take over what is new or fills empty fields.

    What would replace a value of the office's is never taken over here; the desk shows it for a decision.
    """
    data = _bytes_of(file)
    session = ask.opened(vault, person)
    try:
        opened = intake.open_file(session, data)
        if opened.is_locked:
            opened = intake.open_file(session, data, ask.passphrase(ask.RECORDS, "Passphrase of the file of records: "))
        reviewed = intake.review(session, opened)
        _tell(reviewed)
        chosen = proposed(reviewed)
        if dry_run or not chosen:
            say.out("Nothing was changed.")
        else:
            change = intake.accept(session, reviewed, chosen, bundle=opened.bundle)
            say.out(f"Taken over: {len(chosen)} rows. The change can be taken back: {change.id}")
    finally:
        lock(session)
    return 0


def _bytes_of(file: Path) -> bytes:
    """The file's bytes; one that is too large is refused before it is read."""
    return intake.read_whole(file) if file.is_file() else say.read_file(file)


def _tell(reviewed: Review) -> None:
    """The table by places in the file and kinds of records: a terminal keeps what it shows, so no value is shown."""
    counts = ", ".join(f"{reviewed.count(state)} {state.value}" for state in RowState)
    say.out(f"{reviewed.kind.value}: {counts}; {len(reviewed.skipped)} left out.")
    for row in reviewed.rows:
        fields = ", ".join(f"{line.title}{' (replaces)' if line.replaces else ''}" for line in row.lines)
        note = row.note or ("say the line of business on the desk" if row.asks_line else "")
        say.out(
            "  "
            + "; ".join(part for part in (f"{row.where or 'file'}: {row.kind} {row.state.value}", fields, note) if part)
        )
    for item in reviewed.skipped:
        say.out(f"  {item.where}: {item.says}")
