"""Signing a list: every page of every paper was shown, one passphrase is typed, and each paper is an act of its own.

The signer's secret is opened anew for each paper, each has its own agreement, its own seal and its own row in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import AppError
from app.services.documents import pages_as_text
from app.services.letter_signing import SignedLetter
from app.services.problems import NotReadyToSign, NotTheSigner
from app.services.session import Session
from app.services.sign import Signed
from app.services.signing_problems import NotAllShown
from app.services.signing_queue import BeforeSigner, sign_paper
from app.signing.draft import Tell, nobody

_SHOWN = "sign.shown"
#: As much as the log takes of one detail.
_MOST_DETAIL = 128


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a document was on the signer's screen.

    Attributes:
        sha256: of the document.
        pages: that were seen from top to bottom.
        seconds: for how long the document was looked at.
    """

    sha256: str
    pages: frozenset[int]
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class ListSigned:
    """What came of signing a list.

    Attributes:
        signed: in the order of the list.
        stopped_at: the paper that could not be signed; those after it were left alone. None where all were signed.
        problem: why.
    """

    signed: tuple[Signed | SignedLetter, ...]
    stopped_at: BeforeSigner | None = None
    problem: AppError | None = None


def note_shown(session: Session, before: BeforeSigner, shown: Shown) -> None:
    """Write down which pages the signer was shown, and for how long."""
    session.vault.audit.append(
        _SHOWN,
        subjects=(f"request:{before.request_id}", f"person:{before.signer}"),
        actor=session.actor.id,
        details={
            "document": shown.sha256,
            "paper": before.paper,
            "pages": pages_as_text(sorted(shown.pages)).replace(", ", "+")[:_MOST_DETAIL],
            "of": str(before.pages),
            "seconds": str(shown.seconds),
        },
    )


def sign_list(
    session: Session, papers: Sequence[tuple[BeforeSigner, Shown]], passphrase: str, *, tell: Tell = nobody
) -> ListSigned:
    """Sign one paper after the other, with one passphrase typed once.

    Args:
        session: who is at work.
        papers: each as it was opened, with what of it was shown.
        passphrase: of the signer of all of them.
        tell: is told how far this has come.

    Raises:
        NotAllShown: a page of one of them was not shown; nothing is signed.
        NotReadyToSign: one of them lacks something; nothing is signed.
        NotTheSigner: they are not all one person's; nothing is signed.
        SigningProblem: the first one could not be signed, as with a wrong passphrase; nothing is signed.
    """
    _check(papers)
    for before, shown in papers:
        note_shown(session, before, shown)
    signed: list[Signed | SignedLetter] = []
    for number, (before, _) in enumerate(papers):
        try:
            signed.append(sign_paper(session, before, passphrase, tell=_part(tell, number, len(papers))))
        except AppError as problem:
            if not signed:
                raise
            return ListSigned(tuple(signed), before, problem)
    return ListSigned(tuple(signed))


def _check(papers: Sequence[tuple[BeforeSigner, Shown]]) -> None:
    if len({before.signer for before, _ in papers}) != 1:
        raise NotTheSigner()
    for before, shown in papers:
        unseen = set(range(1, before.pages + 1)) - shown.pages
        if shown.sha256 != before.sha256 or unseen:
            raise NotAllShown(count=len(unseen) or before.pages)
        if before.lacks:
            raise NotReadyToSign(count=before.lacks, missing="they are marked on the form")


def _part(tell: Tell, number: int, count: int) -> Tell:
    def told(share: float, words: str) -> None:
        tell((number + share) / count, f"{words} ({number + 1} of {count})")

    return told
