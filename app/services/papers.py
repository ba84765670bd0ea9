"""The papers that go out with a request, in their order, each read only when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.request import Attachment, AttachmentKind, Request
from app.mapping.pack import Pack
from app.packet import order
from app.packet.trials_sheet import TITLE, trials_pdf, trials_sheet
from app.pdf.held import Load
from app.pdf.pages import page_count
from app.services.documents import going_out, pages_going
from app.services.prepare import Prepared
from app.services.session import Session

#: Is told how far the work has come, from 0 to 1, and what is being done.
Tell = Callable[[float, str], None]

KIND_TITLES = {
    AttachmentKind.CHART_NOTE: "Chart notes",
    AttachmentKind.DIARY: "Diary",
    AttachmentKind.IMAGING: "Imaging",
    AttachmentKind.LABS: "Laboratory results",
    AttachmentKind.FILL_HISTORY: "Fill history",
    AttachmentKind.LETTER: "Letter",
    AttachmentKind.ORDER: "Order",
    AttachmentKind.ID_CARD: "Insurance card",
    AttachmentKind.OTHER: "Other document",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that goes out.

    Attributes:
        what: in general words; nothing of a patient.
        load: gives its bytes; they are not kept here.
        is_sealed: whether a signature holds its pages as they are, so that none is made smaller.
    """

    what: str
    load: Load
    pages: int
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along with the form: a document of the patient's, or the table of earlier treatments.

    Attributes:
        name: by which its place in the order is kept.
        kind: of paper.
        document: None for the table.
    """

    name: str
    kind: str
    what: str
    pages: int
    document: Attachment | None = None


def nobody(share: float, words: str) -> None:
    """Nobody looks on."""


def going_along(request: Request, attachments: Sequence[Attachment], pack: Pack | None, table: bytes) -> list[Along]:
    """What goes along, in its order.

    Args:
        request: with the order that a person gave.
        attachments: chosen for it.
        pack: which may ask for another order.
        table: of earlier treatments; empty where it does not go along.
    """
    found = [
        Along(item.id, item.kind.value, KIND_TITLES[item.kind], pages_going(request, item), item)
        for item in attachments
    ]
    if table:
        found.append(Along(order.TRIALS, order.TRIALS, TITLE, page_count(table)))
    asked = () if pack is None else pack.papers_asked
    return list(
        order.in_order(
            found, kind=lambda item: item.kind, name=lambda item: item.name, asked=asked, chosen=request.paper_order
        )
    )


def table_of(session: Session, prepared: Prepared) -> bytes:
    """The table of earlier treatments, as of today or of the signature; empty where it does not go along."""
    if not prepared.request.with_trials:
        return b""
    snapshot = prepared.request.snapshot
    as_of = session.today if snapshot is None else snapshot.at.date()
    return trials_pdf(trials_sheet(prepared.case, prepared.facts, as_of))


def along(session: Session, prepared: Prepared) -> list[Along]:
    """What goes along with a request, in its order."""
    table = table_of(session, prepared)
    return going_along(prepared.request, prepared.case.attachments, prepared.pack, table)


def papers_of(session: Session, prepared: Prepared, form: bytes) -> tuple[Paper, ...]:
    """The documents that go out, in their order: the form, then what goes along."""
    table = table_of(session, prepared)
    found = [Paper("The payer's form", lambda: form, len(session.paper.page_text(form)), is_sealed=True)]
    for item in going_along(prepared.request, prepared.case.attachments, prepared.pack, table):
        document = item.document
        load: Load = lambda: table  # noqa: E731
        if document is not None:
            load = partial(going_out, session, prepared.request, document)
        found.append(Paper(item.what, load, item.pages, is_sealed=item.kind == AttachmentKind.LETTER.value))
    return tuple(found)
