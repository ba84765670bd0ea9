"""The papers that go out with a request, each read only when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.request import Attachment, AttachmentKind
from app.packet import limits
from app.pdf.held import Load
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


def nobody(share: float, words: str) -> None:
    """Nobody looks on."""


def in_order(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Letters first, then the documents by their kinds; within a kind as they were chosen."""
    order = (AttachmentKind.LETTER, *limits.ORDER)
    return tuple(sorted(attachments, key=lambda item: order.index(item.kind)))


def papers_of(session: Session, prepared: Prepared, form: bytes) -> tuple[Paper, ...]:
    """The documents that go out, in their order: form, letters, then what bears them out."""
    found = [Paper("The payer's form", lambda: form, len(session.paper.page_text(form)), is_sealed=True)]
    for item in in_order(prepared.case.attachments):
        load = partial(going_out, session, prepared.request, item)
        pages, is_letter = pages_going(prepared.request, item), item.kind is AttachmentKind.LETTER
        found.append(Paper(KIND_TITLES[item.kind], load, pages, is_sealed=is_letter))
    return tuple(found)
