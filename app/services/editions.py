"""How old a form's edition is, whether a newer one is at hand, and whether its blank is the one that was signed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from app.domain.request import Request
from app.mapping.edition import edition_date
from app.mapping.pack import Pack
from app.pdf.compiled import CompiledForm

#: From here on a form is worth a look at the payer's site: payers send back editions that they have replaced.
OLD_MONTHS = 24


def edition_month(pack: Pack) -> dt.date | None:
    """The first day of the month of an edition, by the name of its pack or as the form prints it."""
    for text in (pack.id.rpartition("/")[2], pack.edition):
        if (found := edition_date(text)) is not None:
            year, month, _ = found
            return dt.date(year, month or 12, 1)
    return None


def notes_on(pack: Pack | None, known: Iterable[Pack], today: dt.date) -> tuple[str, ...]:
    """What to look at before a form of this edition goes out."""
    if pack is None:
        return ()
    mine = edition_month(pack)
    others = [(day, other) for other in known if _is_sibling(pack, other) and (day := edition_month(other))]
    newer = [pair for pair in others if mine is None or pair[0] > mine]
    if newer:
        day, other = max(newer, key=lambda pair: pair[0])
        return (f"A newer edition of this form is on file: {_named(other, day)}. A payer may send the older one back.",)
    if mine is None:
        return ()
    months = 12 * (today.year - mine.year) + today.month - mine.month
    if months < OLD_MONTHS:
        return ()
    return (
        f"This edition is of {mine:%m/%Y}, {months // 12} years old. See on the payer's site that it still takes it.",
    )


def signed_notes(request: Request, form: CompiledForm) -> tuple[str, ...]:
    """Whether the form that is shown is the one that was signed, to the byte."""
    snapshot = request.snapshot
    if snapshot is None or not snapshot.template_sha256:
        return ()
    if snapshot.template_sha256 == hashlib.sha256(form.base).hexdigest():
        return ()
    return (
        "The form's pages are read anew since it was signed, so what is shown here may differ in looks. "
        "The signed packet is kept as it was.",
    )


def _is_sibling(pack: Pack, other: Pack) -> bool:
    return other.id != pack.id and other.id.rpartition("/")[0] == pack.id.rpartition("/")[0]


def _named(pack: Pack, day: dt.date) -> str:
    return f"{pack.title}, {pack.edition}" if pack.edition else f"{pack.title}, {day:%m/%Y}"
