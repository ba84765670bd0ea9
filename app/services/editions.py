"""How old a form's edition is, whether a newer one is at hand, and whether its blank is the one that was signed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable

from app.domain.request import Request
from app.mapping.pack import Pack
from app.pdf.compiled import CompiledForm

#: From here on a form is worth a look at the payer's site: payers send back editions that they have replaced.
OLD_MONTHS = 24

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = f"(?P<name>{'|'.join(_MONTHS)})"
_FOLDERS = (
    re.compile(r"(?P<year>(?:19|20)\d{2})(?:-(?P<month>0[1-9]|1[0-2]))?(?:-\d{2})?"),
    re.compile(r"(?P<month>0[1-9]|1[0-2])(?:\d{2})?(?P<year>\d{2})"),
    re.compile(r"(?P<month>0?[1-9]|1[0-2])-(?P<year>\d{2})"),
)
_PRINTED = (
    re.compile(r"(?<!\d)(?P<month>0?[1-9]|1[0-2])[/.]\d{1,2}[/.](?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>0?[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d{2}|\d{2})(?![\d-])"),
    re.compile(
        r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?P<year>(?:19|20)\d{2})", re.I
    ),
    re.compile(r"(?P<year>(?:19|20)\d{2})\s*(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I),
)


def edition_month(pack: Pack) -> dt.date | None:
    """The first day of the month of an edition, by the name of its pack or as the form prints it."""
    for pattern in _FOLDERS:
        if named := pattern.fullmatch(pack.id.rpartition("/")[2]):
            return _month(named.groupdict())
    for pattern in _PRINTED:
        if found := pattern.search(pack.edition):
            return _month(found.groupdict())
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


def _month(found: dict[str, str | None]) -> dt.date:
    year = int(found["year"] or 0)
    year += 2000 if year < 100 else 0
    name = found.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(found["month"] or 12)
    return dt.date(year, month, 1)
