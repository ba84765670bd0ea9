"""Letters of requests: drafting, the office's own words, setting on paper, and into the packet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.changes import Edit
from app.domain.course import LetterKind, LetterText, OwnWords
from app.domain.denials import denial_reasons
from app.domain.ids import AttachmentId, LetterTextId, RequestId, new_id
from app.domain.request import Attachment, AttachmentKind, Request, RequestType, Status
from app.packet.assemble import Packet, PacketFile, file_stem, write_packet
from app.packet.letter import Gap, Letter, LetterSource, Paragraph, WordingBook, draft_letter
from app.packet.letter.problems import LetterHasGaps
from app.packet.letter_pdf import LetterPdf, letter_pdf
from app.services import _letter_source, denials, documents, edits, wordings
from app.services.edits import found
from app.services.problems import NoSuchParagraph, RequestFrozen
from app.services.session import Act, Session

_NAMED_AT_MOST = 5
_TITLES = {
    LetterKind.NECESSITY: "Letter of medical necessity",
    LetterKind.RENEWAL: "Letter of medical necessity (continuation)",
    LetterKind.APPEAL: "Appeal letter",
    LetterKind.BRIEF: "Peer-to-peer brief",
    LetterKind.ADDENDUM: "Addendum: therapies and measures",
}
_RENEWALS = (RequestType.CONTINUATION, RequestType.EXTENSION)


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter as it stands.

    Attributes:
        letter: with the office's own words in it.
        generated: what the wording gives for each paragraph, by name: what own words stand in place of.
        kept: the office's own words; None where there are none.
    """

    letter: Letter
    generated: Mapping[str, str]
    kept: LetterText | None = None

    @property
    def text(self) -> str:
        """The body as plain text."""
        return self.letter.text

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not documented; each names the key where it can be filled in."""
        return self.letter.gaps

    @property
    def notes(self) -> tuple[str, ...]:
        """What to look at before it is signed; never printed."""
        return self.letter.notes

    @property
    def is_finished(self) -> bool:
        """Whether it has no gap."""
        return not self.letter.gaps


def kinds_for(session: Session, request_id: RequestId) -> tuple[LetterKind, ...]:
    """The letters that make sense for a request, the likeliest first."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    first = LetterKind.RENEWAL if request.type in _RENEWALS else LetterKind.NECESSITY
    on_denial = (LetterKind.APPEAL,) if denials.of(session, request_id) else ()
    return (*on_denial, first, LetterKind.BRIEF, LetterKind.ADDENDUM)


def draft(session: Session, request_id: RequestId, kind: LetterKind) -> LetterDraft:
    """Write a letter from the facts as they are; of a signed request from those that were signed, save in an appeal.

    Raises:
        NoSuchRecord: there is no such request.
        NoDenial: an appeal was asked for, and no notice is kept.
        BadWording, SentenceWithoutFact: the office's own wording cannot be used.
    """
    return _drafted(session, request_id, kind, wordings.book(session))


def preview(session: Session, request_id: RequestId, kind: LetterKind, name: str, wording: str) -> LetterDraft:
    """The letter as an edited wording would make it; nothing is kept."""
    return _drafted(session, request_id, kind, wordings.book(session).with_own({name: wording}))


def edit(session: Session, request_id: RequestId, kind: LetterKind, paragraph: str, text: str | None) -> LetterDraft:
    """Write a paragraph in the office's own words: empty leaves it out, None goes back to what the facts give.

    Raises:
        NoSuchParagraph: the letter has no paragraph of that name.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    before = draft(session, request_id, kind)
    own = () if before.kept is None else tuple(w for w in before.kept.words if w.paragraph != paragraph)
    if text is not None:
        if paragraph not in before.generated:
            raise NoSuchParagraph(name=paragraph)
        words = OwnWords(paragraph, before.generated[paragraph], text.strip(), session.actor.id, session.now)
        own = (*own, words)
    fresh = _with_words(request, kind, before.kept, own)
    if fresh != before.kept:
        edits.save(session, "Write in letter", Edit(before.kept, fresh))
    return draft(session, request_id, kind)


def paper(session: Session, request_id: RequestId, kind: LetterKind) -> LetterPdf:
    """The letter as it prints, gaps and all, with the place for the signature."""
    return letter_pdf(draft(session, request_id, kind).letter)


def attach(session: Session, request_id: RequestId, kind: LetterKind) -> Attachment:
    """Put the letter among the documents of the request, in place of an earlier one of the kind.

    Raises:
        LetterHasGaps: something in it is not documented.
        RequestFrozen: the request is signed; write the letter beside it instead.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    pdf = _finished(draft(session, request_id, kind)).pdf
    if request.snapshot is not None:
        raise RequestFrozen()
    return keep_pdf(session, request, kind, pdf)


def keep_pdf(
    session: Session, request: Request, kind: LetterKind, pdf: bytes, *, is_signed: bool = False
) -> Attachment:
    """Keep a letter among the documents; until the request is sent it goes along in place of an earlier one.

    Args:
        session: who is at work.
        request: that the letter is of.
        kind: of letter.
        pdf: its bytes.
        is_signed: whether the prescriber has signed it.
    """
    titles = {False: _TITLES[kind], True: f"{_TITLES[kind]}, signed"}
    record = documents.keep_own(session, request.patient_id, pdf, AttachmentKind.LETTER, titles[is_signed])
    if request.snapshot is None or (is_signed and goes_along(request, kind)):
        others = tuple(name for name in request.attachment_ids if not _is_letter(session, name, titles.values()))
        documents.choose(session, request.id, (record.id, *others))
    return record


def goes_along(request: Request, kind: LetterKind) -> bool:
    """Whether a letter that is signed now still goes out with a request that is signed already."""
    return request.status is Status.SIGNED and kind is not LetterKind.APPEAL


def _is_letter(session: Session, name: AttachmentId, titles: Collection[str]) -> bool:
    kept = session.vault.get(Attachment, name)
    return kept is not None and kept.kind is AttachmentKind.LETTER and kept.title in titles


def write(session: Session, request_id: RequestId, kind: LetterKind, folder: Path) -> tuple[Path, ...]:
    """Write a finished letter into a folder, an appeal with the signed form and the documents of the request behind it.

    Raises:
        LetterHasGaps: something in it is not documented.
        ExportProblem: the folder cannot take it; no half file is left.
    """
    session.allow(Act.EXPORT)
    request = found(session, Request, request_id)
    stem = file_stem(request_id)
    files = [PacketFile(f"{stem}-{kind}.pdf", _finished(draft(session, request_id, kind)).pdf)]
    if kind is LetterKind.APPEAL:
        files += _behind_an_appeal(session, request, stem)
    written = write_packet(Packet(tuple(files)), folder)
    session.vault.audit.append(
        "letter.write",
        subjects=(f"request:{request_id}",),
        actor=session.actor.id,
        details={"letter": kind.value} | {f"file{number}": file.sha256 for number, file in enumerate(files, 1)},
    )
    return written


def _behind_an_appeal(session: Session, request: Request, stem: str) -> list[PacketFile]:
    files = []
    if request.snapshot is not None:
        files.append(PacketFile(f"{stem}-form.pdf", session.vault.get_blob(request.snapshot.packet_sha256)))
    for number, name in enumerate(request.attachment_ids, 1):
        files.append(
            PacketFile(f"{stem}-document-{number}.pdf", documents.read(session, found(session, Attachment, name)))
        )
    return files


def _finished(drafted: LetterDraft) -> LetterPdf:
    if drafted.gaps:
        named = ", ".join(gap.words for gap in drafted.gaps[:_NAMED_AT_MOST])
        raise LetterHasGaps(count=len(drafted.gaps), named=named)
    return letter_pdf(drafted.letter)


def _drafted(session: Session, request_id: RequestId, kind: LetterKind, book: WordingBook) -> LetterDraft:
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    source = _source(session, request, kind)
    kept = _kept(session, request, kind)
    plain = draft_letter(source, kind, book=book)
    generated = {block.name: block.text for block in plain.blocks if isinstance(block, Paragraph)}
    letter = plain if kept is None else draft_letter(source, kind, book=book, own=kept.words)
    return LetterDraft(letter, generated, kept)


def _source(session: Session, request: Request, kind: LetterKind) -> LetterSource:
    kept = denials.of(session, request.id)
    denial = denials.latest(session, request.id) if kept or kind is LetterKind.APPEAL else None
    source = _letter_source.source_of(session, request, live=kind in (LetterKind.APPEAL, LetterKind.BRIEF))
    if denial is None or kind not in (LetterKind.APPEAL, LetterKind.BRIEF):
        return source
    return replace(source, denial=denial, reasons=denial_reasons().of(denial))


def _kept(session: Session, request: Request, kind: LetterKind) -> LetterText | None:
    kept = session.vault.find(LetterText, patient_id=request.patient_id)
    return next((item for item in kept if item.request_id == request.id and item.kind is kind), None)


def _with_words(
    request: Request, kind: LetterKind, before: LetterText | None, own: tuple[OwnWords, ...]
) -> LetterText | None:
    if not own:
        return None
    if before is not None:
        return replace(before, words=own)
    return LetterText(LetterTextId(new_id()), request.patient_id, request.id, kind, own)
