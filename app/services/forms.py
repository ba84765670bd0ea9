"""Forms at hand: those that packs describe, with or without their blank, and those that the office added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256 as _sha256
from pathlib import Path

from app.domain.changes import Edit
from app.domain.ids import FormId, new_id
from app.domain.practice import Line
from app.domain.request import FormChoice, Request, StoredForm
from app.errors import PdfProblem
from app.mapping.already_filled import signs_of_filling
from app.mapping.drafting.about import about
from app.mapping.edition import Age
from app.mapping.pack import Pack, PackLibrary, Recognition, declared_boxes
from app.mapping.recognise_filled import recognise_filled
from app.pdf.compiled import CompiledForm
from app.pdf.finder.sight import PageSight
from app.pdf.template import FormKind
from app.places import bundled
from app.services import edits
from app.services.opening import OpenedForm, known_by, open_blank
from app.services.problems import BlankMissing, FormInUse
from app.services.session import Act, Session


class FormState(StrEnum):
    """What can be done with a form."""

    READY = "ready"
    BLANK_MISSING = "blank missing"
    NO_PACK = "no pack"


@dataclass(frozen=True, slots=True)
class News:
    """What was seen when a blank was added.

    Attributes:
        looks_like: title of the form that it seems to be another edition of.
        edition: how the two editions stand to one another, as a sentence.
        filled: kinds of values that stand on it already; the form that it is, filled, in `looks_like`.
        notes: what the file itself says: permissions, damages.
        was_held: whether the office held it before.
    """

    looks_like: str = ""
    edition: str = ""
    filled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    was_held: bool = False


@dataclass(frozen=True, slots=True)
class KnownForm:
    """One form of the list.

    Attributes:
        sha256: of the blank at hand; empty where none is.
        pack_id: `payer/form/edition`, or None where no pack describes it.
        conditions: the indications it has sections for; empty for every one.
        is_held: whether the office added the blank, so that what its boxes mean can be edited.
        news: what was seen when it was just added.
    """

    title: str
    payer: str
    edition: str
    pages: int
    state: FormState
    sha256: str
    pack_id: str | None
    lines: tuple[Line, ...] = ()
    conditions: tuple[str, ...] = ()
    is_held: bool = False
    news: News = field(default_factory=News, compare=False)

    @property
    def choice(self) -> FormChoice:
        """The form as a request names it."""
        return FormChoice(self.sha256, self.pack_id)


def known_forms(session: Session) -> tuple[KnownForm, ...]:
    """Every form that a pack describes or the office added, by payer and title."""
    session.allow(Act.VIEW)
    stored = session.vault.all(StoredForm)
    rows = [row for pack in session.packs.all() for row in _rows(pack, stored)]
    rows += [_without_pack(item) for item in stored if _pack(session.packs, item) is None]
    return tuple(sorted(rows, key=lambda row: (row.payer, row.title, row.edition)))


def add_blank(session: Session, data: bytes, *, title: str = "", password: str | None = None) -> KnownForm:
    """Keep a payer's blank PDF in the vault. One that no pack describes is kept as well: its boxes can be typed on.

    Raises:
        PdfProblem: it cannot be opened, or is no form that can be filled here.
    """
    session.allow(Act.EDIT)
    opened = open_blank(session.paper, session.packs, data, password=password)
    session.vault.put_blob(data)
    pack = opened.pack
    sights = _sights(session, opened, data, password)
    record = StoredForm(
        id=FormId(new_id()),
        sha256=opened.sha256,
        title=(pack.title if pack else "") or _printed_title(sights) or title or "Form without a name",
        pages=len(opened.template.pages),
        added=session.now,
        pack_id=pack.id if pack else None,
        password=password or "",
    )
    was_held = any(item.sha256 == opened.sha256 for item in session.vault.all(StoredForm))
    if not was_held:
        edits.save(session, "Add form", Edit(None, record))
    news = replace(_news(session, opened, data, sights), was_held=was_held)
    if pack is not None:
        return replace(_described(pack, opened.sha256), is_held=True, news=news)
    return replace(_without_pack(record), news=news)


def remove_blank(session: Session, sha256: str) -> None:
    """Take a blank out again that no request is made on.

    Raises:
        FormInUse: a request is made on it.
    """
    session.allow(Act.EDIT)
    if any(request.form is not None and request.form.sha256 == sha256 for request in session.vault.all(Request)):
        raise FormInUse()
    record = next((item for item in session.vault.all(StoredForm) if item.sha256 == sha256), None)
    if record is not None:
        edits.save(session, "Remove form", Edit(record, None))


def _printed_title(sights: Sequence[PageSight]) -> str:
    """What the page calls itself, with its payer: files are called anything."""
    seen = about(sights)
    return f"{seen.title}, {seen.payer}" if seen.title and seen.payer else seen.title


def _news(session: Session, opened: OpenedForm, data: bytes, sights: Sequence[PageSight]) -> News:
    found = opened.recognition
    notes = opened.template.notes
    filled = signs_of_filling(sights, opened.template)
    if filled and found is None:
        known = recognise_filled(session.packs.all(), known_by(session.paper, data, sights))
        return News(looks_like="" if known is None else known.title, filled=filled, notes=notes)
    if found is None or found.is_usable:
        return News(filled=filled, notes=notes)
    held = any(item.pack_id == found.pack.id and item.sha256 for item in session.vault.all(StoredForm))
    return News(found.pack.title, edition_words(found, is_held=held), filled, notes)


def _sights(session: Session, opened: OpenedForm, data: bytes, password: str | None) -> tuple[PageSight, ...]:
    """What is seen on the pages; nothing of a scan, which takes long to be read."""
    if opened.template.kind is FormKind.SCANNED:
        return ()
    try:
        return session.paper.sights(data, password=password)
    except PdfProblem:
        return ()


def edition_words(found: Recognition, *, is_held: bool) -> str:
    """How a blank's edition stands to the known one, as in "You hold 1-25; this is 2-17, an older one".

    Args:
        found: the known form.
        is_held: whether the office holds the known edition's blank.
    """
    whose = "You hold" if is_held else "The program knows"
    known, printed = found.pack.edition or "an edition without a date", found.edition
    if not printed:
        return f"{whose} {known}; this one prints no edition that could be read."
    ends = {Age.NEWER: ", a newer one", Age.OLDER: ", an older one"}
    if found.age is Age.SAME:
        return f"Both print {known}, but their pages or boxes are not the same."
    return f"{whose} {known}; this is {printed}{ends.get(found.age, '')}."


def blank(session: Session, choice: FormChoice) -> bytes:
    """The bytes of the blank that a request is made on.

    Raises:
        BlankMissing: neither the vault nor the bundled forms hold it.
    """
    if choice.sha256 and session.vault.has_blob(choice.sha256):
        return session.vault.get_blob(choice.sha256)
    for path in _bundled_blanks(choice.pack_id):
        data = path.read_bytes()
        if _sha256(data).hexdigest() == choice.sha256:
            return data
    raise BlankMissing()


def keep_blank(session: Session, choice: FormChoice) -> None:
    """Keep the bundled blank of a request in the vault: a newer program may bring another edition."""
    if choice.sha256 and not session.vault.has_blob(choice.sha256) and _is_bundled(choice):
        session.vault.put_blob(blank(session, choice))


def pack_of(session: Session, choice: FormChoice) -> Pack | None:
    """The pack that a request's form is read by."""
    return None if choice.pack_id is None else session.packs.get(choice.pack_id)


def compiled(session: Session, choice: FormChoice, pack: Pack | None) -> CompiledForm:
    """The form ready to be filled, out of the cache where it was opened before."""
    declared = () if pack is None else declared_boxes(pack)
    kept = (item.password for item in session.vault.all(StoredForm) if item.sha256 == choice.sha256)
    return session.paper.compile(blank(session, choice), password=next(kept, "") or None, declared=declared, find=True)


def _rows(pack: Pack, stored: Sequence[StoredForm]) -> list[KnownForm]:
    """One row for each blank of the form at hand; one without a blank where there is none."""
    hashes = [_sha256(path.read_bytes()).hexdigest() for path in _bundled_blanks(pack.id)[:1]]
    held = [item.sha256 for item in stored if pack.id == item.pack_id and item.sha256]
    hashes += [sha256 for sha256 in held if sha256 not in hashes]
    return [replace(_described(pack, sha256), is_held=sha256 in held) for sha256 in hashes or [""]]


def _pack(packs: PackLibrary, item: StoredForm) -> Pack | None:
    return None if item.pack_id is None else packs.get(item.pack_id)


def _described(pack: Pack, sha256: str) -> KnownForm:
    return KnownForm(
        title=pack.title,
        payer=pack.payer,
        edition=pack.edition,
        pages=pack.pages,
        state=FormState.READY if sha256 else FormState.BLANK_MISSING,
        sha256=sha256,
        pack_id=pack.id,
        lines=pack.lines,
        conditions=tuple(dict.fromkeys(name for section in pack.sections for name in section.conditions)),
    )


def _bundled_blanks(pack_id: str | None) -> Sequence[Path]:
    """Blanks that come with the program: of payers who allow it, and of our own form."""
    if pack_id is None:
        return ()
    return sorted(
        bundled("forms", *pack_id.split("/")).glob("*.pdf"), key=lambda path: (path.name != "form.pdf", path.name)
    )


def _is_bundled(choice: FormChoice) -> bool:
    hashes = (_sha256(path.read_bytes()).hexdigest() for path in _bundled_blanks(choice.pack_id))
    return choice.sha256 in hashes


def _without_pack(item: StoredForm) -> KnownForm:
    return KnownForm(item.title, "", "", item.pages, FormState.NO_PACK, item.sha256, None, is_held=True)
