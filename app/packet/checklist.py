"""The submission checklist as data: what is ready, what is missing, what to attach, who signs and where it goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

SENDS_NOTHING = "PA Desk sends nothing: the office faxes, uploads or mails these pages itself."


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at, in the form's own words.

    Attributes:
        what: such as the form's question.
        where: page and section, or what the entry stands on.
        must: whether the payer insists on it.
        proposal: what the program would answer, where it waits for somebody to confirm it.
        boxes: how many boxes it stands for.
    """

    what: str
    where: str = ""
    must: bool = False
    proposal: str = ""
    boxes: int = 1


@dataclass(frozen=True, slots=True)
class ToAttach:
    """A document that the form asks for, and what the office has of its kind.

    Attributes:
        found: titles of the documents chosen for this request; empty where there is none.
        pages: of all of them together.
    """

    what: str
    must: bool
    found: tuple[str, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True)
class SendTo:
    """One place where the form may be sent.

    Attributes:
        channel: such as "Fax".
        chosen: whether the request goes there.
    """

    name: str
    channel: str
    address: str
    printed_at: str = ""
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class WasSent:
    """One sending, as it was noted.

    Attributes:
        words: when, by which way, where to, by whom, how many pages, the payer's reference.
        confirmations: titles of the slips that confirm it.
    """

    words: str
    confirmations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """The boxes of the form. The first five add up to all of them; `continued` are among the filled ones."""

    filled: int
    empty_on_purpose: int
    missing: int
    proposed: int
    not_mapped: int
    continued: int

    @property
    def boxes(self) -> int:
        """All boxes of the form."""
        return self.filled + self.empty_on_purpose + self.missing + self.proposed + self.not_mapped


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, or who must.

    Attributes:
        role: whose signature the form asks for, in plain words.
        rule: which kind of signature the payer takes, in plain words.
        needs_ink: whether the payer takes nothing but ink.
        signed_by: name and credential; empty while nobody signed.
        signed_at: date, time and zone.
    """

    role: str
    rule: str
    signed_by: str = ""
    signed_at: str = ""
    needs_ink: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether the form carries its signature."""
        return bool(self.signed_by)


@dataclass(frozen=True, slots=True)
class FormFile:
    """The file that the checklist goes with.

    Attributes:
        sha256: of the whole file.
        document_id: as it stands on every page; empty for a draft.
        form_pages: pages of the payer's form.
    """

    name: str
    sha256: str
    form_pages: int
    addendum_pages: int = 0
    signature_pages: int = 0
    document_id: str = ""

    @property
    def pages(self) -> int:
        """All pages of the file."""
        return self.form_pages + self.addendum_pages + self.signature_pages


class Verdict(StrEnum):
    """Whether the packet can go out."""

    READY = "ready to send"
    NOT_SIGNED = "not signed yet"
    NEEDS_INK = "sign in ink, then send"
    NOT_READY = "not ready"


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that the checklist prints.

    Attributes:
        about: label and value of what the request is: patient, plan, drug, form.
        missing: boxes that ask for something not documented.
        proposed: boxes whose answer nobody has confirmed; they print empty.
        look_again: sentences on identifiers that cannot be right and on values that do not fit whole.
        empty_because: how many boxes are empty for which reason.
        others: documents chosen for this request that the form does not ask for.
        sent: what was sent so far, oldest first.
    """

    about: tuple[tuple[str, str], ...]
    urgent: bool
    tally: Tally
    missing: tuple[Entry, ...]
    proposed: tuple[Entry, ...]
    look_again: tuple[Entry, ...]
    empty_because: tuple[tuple[str, int], ...]
    attachments: tuple[ToAttach, ...]
    others: tuple[str, ...]
    destinations: tuple[SendTo, ...]
    signature: Signature
    file: FormFile
    made_at: dt.datetime
    sent: tuple[WasSent, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the packet can go out: nothing missing that the payer insists on, and signed."""
        lacks = any(entry.must for entry in (*self.missing, *self.proposed))
        if lacks or any(item.must and not item.found for item in self.attachments):
            return Verdict.NOT_READY
        if self.signature.needs_ink:
            return Verdict.NEEDS_INK
        return Verdict.READY if self.signature.is_signed else Verdict.NOT_SIGNED
