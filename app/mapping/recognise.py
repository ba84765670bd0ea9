"""Which pack a blank belongs to: by the file itself, else by what its pages print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.mapping.edition import Age, age_of, edition_in, edition_like
from app.mapping.fingerprint import similarity, sketch
from app.mapping.model import Pack

#: From here on two files print the same form; below it, it may be another edition.
SAME_FORM = 0.9
#: From here on it is probably another edition of the form.
SISTER_EDITION = 0.5


class Recognised(StrEnum):
    """How a form was recognised."""

    FILE = "file"
    TEXT = "text"
    OTHER_EDITION = "other_edition"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A pack that a blank belongs to.

    Attributes:
        similarity: share of the wording that blank and pack have in common; 1 for a known file.
        edition: that the blank prints, as far as its text tells; empty where it does not.
    """

    pack: Pack
    how: Recognised
    similarity: float = 1.0
    edition: str = ""

    @property
    def age(self) -> Age:
        """How the blank's edition stands to the pack's."""
        return Age.SAME if self.is_usable else age_of(self.edition, self.pack.edition)

    @property
    def is_usable(self) -> bool:
        """Whether the pack may be used as it is; another edition has to be confirmed box by box."""
        return self.how is not Recognised.OTHER_EDITION


def recognise(packs: Iterable[Pack], sha256: str, page_texts: Sequence[str] = ()) -> Recognition | None:
    """The pack of a blank, or None for a form never seen.

    Args:
        packs: all that are at hand; of equals the first is taken.
        sha256: of the file.
        page_texts: what its pages print, one text a page; needed only for a file not known by its hash.
    """
    candidates = list(packs)
    known = next((pack for pack in candidates if sha256 in pack.fingerprints.sha256), None)
    if known is not None:
        return Recognition(known, Recognised.FILE, edition=known.edition)
    drawn = sketch(page_texts)
    scored = [(similarity(drawn, pack.fingerprints.text), pack) for pack in candidates]
    if not scored:
        return None
    score, best = max(scored, key=lambda item: item[0])
    if score < SISTER_EDITION:
        return None
    same = score >= SAME_FORM and prints_edition(best, page_texts) and best.pages == len(page_texts)
    if same:
        return Recognition(best, Recognised.TEXT, score, best.edition)
    return Recognition(best, Recognised.OTHER_EDITION, score, printed_on(page_texts, best.edition))


def printed_on(page_texts: Sequence[str], known: str = "") -> str:
    """The edition that pages print: in the shape of a known one, else by the words around it."""
    lines = [line for text in page_texts for line in text.splitlines()]
    return edition_like(known, page_texts) or edition_in(lines)


def prints_edition(pack: Pack, page_texts: Sequence[str]) -> bool:
    """Whether the pages print the pack's edition; spaces do not count."""
    wanted = "".join(pack.edition.split()).casefold()
    return wanted in "".join(" ".join(page_texts).split()).casefold()
