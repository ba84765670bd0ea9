"""Taking in other systems' files: read into a review table, and kept only as far as a person says so."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.changes import Change, Edit, Record
from app.domain.clinical import Contraindication, Observation, Trial
from app.domain.ids import ImportedId, ListColumnsId, PatientId, new_id
from app.domain.imported import Imported, ImportedField, ListColumns, as_kept
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer, Prescriber
from app.domain.request import FormChoice
from app.intake.incoming import FileKind, SaidFile
from app.intake.problems import DamagedFile, FileTooLarge, NotOurForm, VaultMovedOn
from app.intake.progress import Tell, part_of, unheard
from app.intake.reading.columns import Meaning, fingerprint, guessed
from app.intake.reading.files import read, sheet_of
from app.intake.reading.forms import read_form
from app.intake.reading.lists import read_list
from app.intake.reading.rows import Sheet
from app.intake.reading.sniffing import MOST_BYTES, kind_of
from app.intake.records import records_of, value_at
from app.intake.review.comparing import DIAGNOSIS, Held, Known, compare
from app.intake.review.rows import Choice, Review, Row
from app.intake.review.taking import edits_of, taken_lines
from app.mapping.pack import Pack
from app.mapping.placing import place
from app.mapping.recognise_filled import recognise_filled
from app.pdf.template import BoxKind, FormKind
from app.services import edits
from app.services.forms import blank, compiled, known_forms
from app.services.opening import open_blank, shown_texts
from app.services.records import back
from app.services.records.bundle import MOST_BYTES as MOST_RECORDS_BYTES
from app.services.records.bundle import Bundle, is_bundle, is_locked_bundle, is_of_records
from app.services.session import Act, Session, allows

#: The part of the work that reading is; the rest is comparing.
_READ = 0.75


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, read but not yet held against the records.

    Attributes:
        sheet: its list, whose columns can be said; None where the file is no list.
        columns: what the columns hold: as the office said before, else as their headings suggest.
        remembered: whether the office said it.
        bundle: what a file of records holds; None for every other kind.
        is_locked: whether it is a file of records that opens with a passphrase only.
    """

    kind: FileKind
    data: bytes
    sheet: Sheet | None = None
    columns: tuple[Meaning | None, ...] = ()
    remembered: bool = False
    bundle: Bundle | None = None
    is_locked: bool = False


def read_whole(path: Path) -> bytes:
    """The bytes of a file that may be taken in; a file of records holds the office's documents and may be large.

    Raises:
        FileTooLarge: no such file is as large; nothing was read.
        DamagedFile: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            most = MOST_RECORDS_BYTES if size > MOST_BYTES and is_of_records(file) else MOST_BYTES
            if size > most:
                raise FileTooLarge(what="more than 2 GB" if most == MOST_RECORDS_BYTES else "more than 100 MB")
            file.seek(0)
            return file.read()
    except OSError as error:
        raise DamagedFile(kind="file", why="it cannot be opened") from error


def open_file(session: Session, data: bytes, passphrase: str = "", tell: Tell = unheard) -> Opened:
    """Look at a file, and for a list at its columns.

    Args:
        session: who is at work.
        data: the file.
        passphrase: that opens an encrypted file of records; without it `is_locked` says that one is needed.
        tell: hears how far it is, and may raise `Stopped`.

    Raises:
        ImportProblem: it is of no kind that can be imported, or is damaged.
        SigningProblem: the passphrase is not that of the file.
    """
    session.allow(Act.EDIT)
    if is_locked_bundle(data) and not passphrase:
        return Opened(FileKind.OWN, data, is_locked=True)
    if is_bundle(data) or is_locked_bundle(data):
        return Opened(FileKind.OWN, data, bundle=back.opened(data, passphrase))
    kind = kind_of(data)
    sheet = sheet_of(data, kind, tell)
    if sheet is None:
        return Opened(kind, data)
    said = _said_columns(session, sheet)
    if said is not None:
        return Opened(kind, data, sheet, tuple(Meaning.parse(text) for text in said.meanings), True)
    return Opened(kind, data, sheet, guessed(sheet.headings))


def remember_columns(session: Session, opened: Opened, columns: Sequence[Meaning | None]) -> Change:
    """Keep what the columns of this kind of list hold, for the next one with the same headings."""
    headings = fingerprint(opened.sheet.headings) if opened.sheet is not None else ""
    before = _said_columns(session, opened.sheet) if opened.sheet is not None else None
    meanings = tuple("" if meaning is None else str(meaning) for meaning in columns)
    after = ListColumns(before.id if before is not None else ListColumnsId(new_id()), headings, meanings)
    return edits.save(session, "Remember the columns of a list", Edit(before, after))


def review(
    session: Session, opened: Opened, columns: Sequence[Meaning | None] | None = None, tell: Tell = unheard
) -> Review:
    """Hold a file against the office's records. Nothing is changed.

    Args:
        session: who is at work.
        opened: the file.
        columns: what a list's columns hold; as `opened` has it where it is not given.
        tell: hears how far it is, and may raise `Stopped`.

    Raises:
        ImportProblem: it cannot be read, or holds nobody.
    """
    session.allow(Act.EDIT)
    if opened.bundle is not None:
        return back.compared(session, opened.bundle, opened.data)
    if opened.kind is FileKind.FORM:
        said = _form(session, opened.data)
    elif opened.sheet is not None:
        meanings = opened.columns if columns is None else columns
        said = read_list(opened.sheet, meanings, part_of(tell, 0, _READ))
    else:
        said = read(opened.data, opened.kind)
    sha256 = hashlib.sha256(opened.data).hexdigest()
    incoming = records_of(said, opened.kind, sha256, today=session.today, new_id=new_id)
    vault = session.vault
    known = Known(
        patients=vault.all(Patient),
        payers=vault.all(Payer),
        prescribers=vault.all(Prescriber),
        held=lambda patient_id: _held(session, patient_id),
    )
    compared = compare(incoming, known, new_id, part_of(tell, _READ, 1))
    return compared if allows(session.actor, Act.ADMINISTER) else _without_the_office(compared)


def accept(
    session: Session, reviewed: Review, choices: Mapping[str, Choice], *, bundle: Bundle | None = None
) -> Change:
    """Keep what was chosen, all of it as one change that can be taken back, with the file's hash as its origin.

    Args:
        session: who is at work.
        reviewed: the table.
        choices: what is taken of which row.
        bundle: what the file holds, where it is a file of records.

    Raises:
        NothingChosen: no row is left to be taken.
        VaultMovedOn: a record was changed since the review.
        NotAllowed: the role does not allow one of the records.
    """
    if bundle is not None:
        return back.take_in(session, bundle, reviewed, frozenset(choices))
    taken = edits_of(reviewed, choices)
    for _, edit in taken:
        if edit.before is not None and session.vault.get(type(edit.before), edit.before.id) != edit.before:
            raise VaultMovedOn()
    origins = _origins(session, reviewed, taken, choices)
    change = edits.save(session, f"Import {reviewed.kind.value}", *(edit for _, edit in taken), *origins)
    session.vault.audit.append(
        "import.accept",
        subjects=tuple(sorted({f"patient:{item.patient_id}" for item in _imported(origins)})),
        actor=session.actor.id,
        details={"sha256": reviewed.sha256, "records": str(len(taken)), "kind": reviewed.kind.name.lower()},
    )
    return change


def _without_the_office(compared: Review) -> Review:
    """The same with rows that only an administrator may take marked so."""
    note = "Only an administrator enters or changes prescribers."
    rows = (replace(row, note=note) if row.kind == "prescriber" and row.can_be_taken else row for row in compared.rows)
    return replace(compared, rows=tuple(rows))


def _form(session: Session, data: bytes) -> SaidFile:
    """What a filled form says: of its own boxes where it has them, else of what is printed where its boxes are."""
    opened = open_blank(session.paper, session.packs, data)
    if opened.pack is not None and any(box.field is not None for box in opened.template.boxes):
        placed = place(opened.pack, opened.template).placed
        texts = {item.box.id: item.box.prefilled for item in placed}
        # A tick that the form cannot draw for others is still what it shows in place of the empty box.
        stamps = opened.form.stamps.items()
        ticked = frozenset(box for box, drawn in stamps if drawn.blank is not None and drawn.blank != drawn.off)
        return read_form(placed, texts, ticked, opened.pack.payer)
    pack = recognise_filled(session.packs.all(), session.paper.page_text(data))
    if pack is None and opened.template.kind is not FormKind.SCANNED:
        pack = recognise_filled(session.packs.all(), shown_texts(session.paper.sights(data)))
    known = [row for row in known_forms(session) if pack is not None and row.pack_id == pack.id and row.sha256]
    if pack is None or not known:
        raise NotOurForm()
    return _printed(session, data, pack, known[0].choice)


def _printed(session: Session, data: bytes, pack: Pack, choice: FormChoice) -> SaidFile:
    """What stands on a flat filled form that its blank does not print."""
    placed = place(pack, compiled(session, choice, pack).template).placed
    places = [(item.box.page, item.box.rect) for item in placed]
    empty = session.paper.read_boxes(blank(session, choice), places)
    texts = session.paper.read_boxes(data, places)
    ink = session.paper.ink_added(blank(session, choice), data, places)
    written = {
        item.box.id: "".join(text.split()) if item.box.kind is BoxKind.COMB else text
        for item, text, before, darker in zip(placed, texts, empty, ink, strict=True)
        if darker and text.strip() != before.strip()
    }
    ticked = (item.box.id for item, darker in zip(placed, ink, strict=True) if darker)
    return read_form(placed, written, frozenset(ticked), pack.payer)


def _held(session: Session, patient_id: PatientId) -> Held:
    find = session.vault.find
    return Held(
        coverages=find(Coverage, patient_id=patient_id),
        trials=find(Trial, patient_id=patient_id),
        contraindications=find(Contraindication, patient_id=patient_id),
        observations=find(Observation, patient_id=patient_id),
    )


def _said_columns(session: Session, sheet: Sheet) -> ListColumns | None:
    headings = fingerprint(sheet.headings)
    return next((item for item in session.vault.all(ListColumns) if item.headings == headings), None)


def _origins(
    session: Session, reviewed: Review, taken: Sequence[tuple[Row, Edit]], choices: Mapping[str, Choice]
) -> list[Edit]:
    """One note a patient of which fields came from the file."""
    fields: dict[PatientId, list[ImportedField]] = defaultdict(list)
    for row, edit in taken:
        patient_id = _patient_of(edit.record)
        if patient_id is None:
            continue
        lines = row.lines if edit.before is None and row.kind != "patient" else taken_lines(row, choices[row.id])
        record = f"{row.kind}:{edit.record.id}"
        for line in lines:
            if not line.path.startswith(DIAGNOSIS):
                value = as_kept(value_at(edit.record, line.path))
                fields[patient_id].append(ImportedField(record, line.path, value))
    return [
        Edit(None, Imported(ImportedId(new_id()), who, session.now, reviewed.kind.value, reviewed.sha256, tuple(items)))
        for who, items in fields.items()
    ]


def _imported(origins: Sequence[Edit]) -> list[Imported]:
    return [edit.after for edit in origins if isinstance(edit.after, Imported)]


def _patient_of(record: Record) -> PatientId | None:
    if isinstance(record, Patient):
        return record.id
    found: PatientId | None = getattr(record, "patient_id", None)
    return found
