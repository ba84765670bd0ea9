"""Packs of the office's own: drafting one for a blank, using it, and taking it out to a file and in from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.changes import Edit
from app.domain.ids import FormId, new_id
from app.domain.practice import Payer
from app.domain.request import FormChoice, StoredForm
from app.errors import PdfProblem
from app.mapping.drafting.about import about
from app.mapping.drafting.from_form import as_seen, new_draft, pack_id
from app.mapping.drafting.keeping import from_text, to_text
from app.mapping.drafting.merge import EditionDiff, carried_over
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.names import free_name
from app.mapping.drafting.snapping import Guides, guides_of
from app.mapping.drafting.to_pack import draft_of, is_near_box, pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.fingerprint import sketch
from app.mapping.pack import Pack, Recognition, load_pack
from app.mapping.suggest.confidence import scale
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.suggest import suggest
from app.pdf.context.reading import read_context
from app.pdf.finder.sight import PageSight
from app.pdf.template import BoxId, Template
from app.pdf.worker import PaperWorker
from app.services import edits, forms, opening
from app.services.problems import NoSuchRecord
from app.services.session import Act, Session
from app.services.trying import drawn_template

#: How a pack is named in complaints and in the library.
_OWN = "of this form"
#: A file of a pack is not larger.
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A blank opened for editing what its boxes mean.

    Attributes:
        stored: the form's entry.
        blank: its bytes.
        template: its pages, and the boxes that are its own.
        guides: the rules of each page, from 1.
        was_kept: whether the draft was begun before.
        sights: what each page shows.
        payers: names that are known already: of the office, and of other forms.
        diff: to the pack of an earlier edition, where it was carried over from one.
    """

    stored: StoredForm
    blank: bytes
    template: Template
    draft: Draft
    guides: Mapping[int, Guides]
    sights: tuple[PageSight, ...] = ()
    payers: tuple[str, ...] = ()
    was_kept: bool = False
    diff: EditionDiff | None = None


def open_draft(session: Session, sha256: str) -> Drafted:
    """The draft of a stored blank: the one that was begun, else its pack, else what is offered for its boxes.

    Raises:
        NoSuchRecord: the office does not hold the blank.
        PdfProblem: it cannot be opened.
    """
    session.allow(Act.VIEW)
    stored = _stored(session, sha256)
    data = forms.blank(session, FormChoice(sha256, stored.pack_id))
    password = stored.password or None
    opened = opening.open_blank(session.paper, session.packs, data, password=password)
    sights = _sights(session.paper, data)
    guides = {sight.page: guides_of(sight) for sight in sights}
    bare = Drafted(stored, data, opened.template, Draft(_NO_HEAD), guides, sights, _payers(session))
    kept = from_text(stored.draft) if stored.draft else None
    if kept is not None:
        return replace(bare, draft=kept, was_kept=True)
    pack = None if stored.pack_id is None else session.packs.get(stored.pack_id)
    if pack is not None:
        template = forms.compiled(session, FormChoice(sha256, pack.id), pack).template
        return replace(bare, template=template, draft=draft_of(pack, template))
    found = session.paper.compile(data, password=password, find=True).template
    texts = opening.known_by(session.paper, data, sights)
    draft, diff = first_draft(found, sights, texts, opened.recognition, title=stored.title)
    return replace(bare, template=found, draft=draft, diff=diff)


def first_draft(
    template: Template,
    sights: tuple[PageSight, ...],
    page_texts: Sequence[str],
    known: Recognition | None = None,
    *,
    title: str = "",
) -> tuple[Draft, EditionDiff | None]:
    """What the program can say of a form by itself, nothing of it settled but what an earlier edition's pack says.

    Args:
        template: its boxes, its own and those found.
        sights: what is seen on its pages.
        page_texts: what they print, one text a page.
        known: the pack of another edition that it seems to belong to.
        title: that the office gave it.
    """
    context = read_context(template, sights)
    offered = suggest(template, context, lexicon(), scale())
    draft = new_draft(
        template, offered, about(sights), order=context.order, title=title, fingerprint=sketch(page_texts)
    )
    if known is None or known.is_usable:
        return draft, None
    return carried_over(draft, known.pack)


def read_drawn(drafted: Drafted, draft: Draft, box_id: BoxId) -> DraftBox | None:
    """A box that was just drawn, with the words that the form prints about it and what they seem to ask for.

    Args:
        drafted: the form.
        draft: that holds the box.
        box_id: its name.
    """
    box = draft.box(box_id)
    if box is None:
        return None
    template = drawn_template(pack_of(draft), drafted.template)
    names = {
        item.id: drawn.id
        for item in template.boxes
        if (drawn := next((one for one in draft.boxes if is_near_box(item, one)), None)) is not None
    }
    offered = suggest(template, read_context(template, drafted.sights), lexicon(), scale())
    mine = next((item for item in offered if names.get(item.box) == box_id), None)
    sight = next((item for item in drafted.sights if item.page == box.page), None)
    return None if mine is None else as_seen(box, mine, names, sight)


def keep_draft(session: Session, sha256: str, draft: Draft) -> None:
    """Keep a draft in the vault, so that it is there again whatever happens.

    Raises:
        NotAllowed: the role does not allow it.
    """
    stored = _stored(session, sha256)
    fresh = replace(stored, draft=to_text(draft))
    if fresh != stored:
        edits.save(session, edits.DRAFTING, Edit(stored, fresh))


def drop_draft(session: Session, sha256: str) -> None:
    """Give up the changes of a draft; the pack in use stays as it is."""
    stored = _stored(session, sha256)
    if stored.draft:
        edits.save(session, edits.DRAFTING, Edit(stored, replace(stored, draft="")))


def use_pack(session: Session, sha256: str, draft: Draft) -> Pack:
    """Make the draft the form's pack: every request on this form is filled by it from now on.

    Raises:
        PackProblem: the draft does not agree with itself or with the vocabulary.
        NotAllowed: the role does not allow it.
    """
    session.allow(Act.EDIT)
    stored = _stored(session, sha256)
    head = replace(draft.head, id=_free_id(session, stored, draft.head))
    text = pack_toml(pack_of(replace(draft, head=head)))
    pack = load_pack(text, _OWN)
    fresh = replace(stored, title=pack.title, pack_toml=text, pack_id=pack.id, draft="")
    edits.save(session, edits.USING_PACK, Edit(stored, fresh))
    session.packs.put(text, _OWN)
    return pack


def export_pack(session: Session, pack_id: str) -> str:
    """A pack as a file's text: meanings and places, no patient, and no page of the payer's.

    Raises:
        NoSuchRecord: there is no such pack.
    """
    session.allow(Act.VIEW)
    text = session.packs.text(pack_id)
    if not text:
        raise NoSuchRecord(kind="form setup", record_id=pack_id)
    return text


def import_pack(session: Session, text: str, file_name: str) -> Pack:
    """Take in a pack that another office made; its blank is found by the file's hash, or added later.

    Raises:
        PackSyntax: the file is no pack.
        PackProblem: it says something that it must not.
    """
    session.allow(Act.EDIT)
    pack = load_pack(text, file_name)
    stored = session.vault.all(StoredForm)
    held = next((item for item in stored if item.sha256 in pack.fingerprints.sha256), None)
    held = held or next((item for item in stored if item.pack_id == pack.id), None)
    if held is None:
        record = StoredForm(FormId(new_id()), "", pack.title, pack.pages, session.now, pack_toml=text, pack_id=pack.id)
        edits.save(session, edits.TAKING_IN_PACK, Edit(None, record))
    else:
        edits.save(
            session, edits.TAKING_IN_PACK, Edit(held, replace(held, pack_toml=text, pack_id=pack.id, title=pack.title))
        )
    return session.packs.put(text, file_name)


def file_name_of(pack: Pack) -> str:
    """What a file that holds the pack is called."""
    return f"{pack.id.replace('/', '_')}.toml"


def _free_id(session: Session, stored: StoredForm, head: Pack) -> str:
    """The id that the form's pack has already, or a new one that no other pack has."""
    if stored.pack_id is not None:
        return stored.pack_id
    wanted = pack_id(head.payer, head.title, head.edition) if _is_guessed(head) else head.id
    return free_name(wanted, (pack.id for pack in session.packs.all()))


def _is_guessed(head: Pack) -> bool:
    """Whether the id was made from the form's words, so that it follows what a person corrected."""
    return len(head.fingerprints.sha256) <= 1


def _payers(session: Session) -> tuple[str, ...]:
    own = {payer.name for payer in session.vault.all(Payer)}
    return (*sorted(own), *sorted({pack.payer for pack in session.packs.all()} - own))


def _stored(session: Session, sha256: str) -> StoredForm:
    found = next((item for item in session.vault.all(StoredForm) if item.sha256 == sha256), None)
    if found is None:
        raise NoSuchRecord(kind="form", record_id=sha256[:12])
    return found


def _sights(paper: PaperWorker, data: bytes) -> tuple[PageSight, ...]:
    try:
        return paper.sights(data)
    except PdfProblem:
        # What can be read is worth having without what is printed around it.
        return ()


_NO_HEAD = Pack("payer/form/edition", "Form", "Payer", 1)
