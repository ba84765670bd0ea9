"""Who signs, as it is printed beside the mark."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.domain.ids import PersonId, PrescriberId
from app.domain.practice import Person, Prescriber
from app.signing.mark import Mark, TypedMark, check_mark
from app.signing.problems import IdentityIncomplete, MarkOfAnother, NotThisSigner


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs, as it is printed beside the mark.

    Attributes:
        credential: such as MD; for staff their title, such as MA.
        npi: ten digits; empty for staff.
    """

    person_id: PersonId
    name: str
    credential: str
    npi: str = ""
    prescriber_id: PrescriberId | None = None

    @property
    def named(self) -> str:
        """`Ánh Nguyễn, MD`."""
        return f"{self.name}, {self.credential}" if self.credential else self.name


def identity_of(person: Person, prescriber: Prescriber | None) -> Identity:
    """What is printed beside this person's mark.

    Raises:
        IdentityIncomplete: a prescriber without name, credential or NPI, a person without a name.
        NotThisSigner: the prescriber is not this person.
    """
    if prescriber is None:
        identity = Identity(person.id, person.name.full, person.title)
    elif person.prescriber_id != prescriber.id:
        raise NotThisSigner
    else:
        name = prescriber.name.full
        identity = Identity(person.id, name, prescriber.credential, prescriber.npi, prescriber.id)
    for missing, text in (("name", identity.name), ("credential", identity.credential or prescriber is None)):
        if not text:
            raise IdentityIncomplete(missing=missing)
    if prescriber is not None and not identity.npi:
        raise IdentityIncomplete(missing="NPI")
    return identity


def check_own(mark: Mark, identity: Identity) -> None:
    """Refuse a mark that nobody could see, and a typed one that shares no name with the signer."""
    check_mark(mark)
    if isinstance(mark, TypedMark) and not shares_a_name(mark.name, identity.name):
        raise MarkOfAnother


def shares_a_name(text: str, name: str) -> bool:
    """Whether two names have a word in common, accents and capitals left aside."""
    return bool(_names(text) & _names(name))


def _names(text: str) -> set[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalpha() or char.isspace())
    return {word for word in plain.split() if len(word) > 1}
