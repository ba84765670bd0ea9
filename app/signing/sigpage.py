"""The signature page: appended where the form leaves no room for the full words of the signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from app.pdf.ink.lines import Ink, Style, TextInk, broken_lines, line_width, set_line
from app.pdf.template import Rect
from app.signing.block import block_height, block_ink
from app.signing.foot import FOOT_PT, foot_ink
from app.signing.frame import Frame
from app.signing.intent import SignRole
from app.signing.manifest import Manifestation
from app.signing.signer import Authorization

_MARGIN_PT = 54.0
_HEAD_PT = 66.0
_LABEL_PT = 146.0
_TEXT_PT, _LEAD_PT = 9.5, 13.0

_ROLE_WORDS = {
    SignRole.PRESCRIBER: "Prescriber",
    SignRole.COMPLETER: "Person who completed the form",
}
_HOW = (
    "The signer was shown every page of this document, agreed to the sentence above, and opened a personal signing key "
    "with a passphrase for this document alone. Date and time are those of the office's computer. The office keeps "
    "this signing in a log in which every entry is chained to the one before."
)


def signature_page(
    authorization: Authorization, words: Manifestation, frame: Frame, about: Sequence[str], foot: str
) -> tuple[Ink, ...]:
    """Everything on the signature page.

    Args:
        authorization: the signing.
        words: of the signature.
        frame: of the paper.
        about: whom and what the document is about, and how many pages were signed.
        foot: the foot line.
    """
    top, right = frame.height - _HEAD_PT, frame.width - _MARGIN_PT
    lines = [line for text in about for line in broken_lines(text, right - _MARGIN_PT, _TEXT_PT)]
    block_top = top - 24 - _LEAD_PT * len(lines)
    place = Rect(_MARGIN_PT, block_top - block_height(words, right - _MARGIN_PT), right, block_top)
    foot_left = (frame.width - line_width(foot, FOOT_PT, Style.BOLD)) / 2
    return (
        _line("Electronic signature", _MARGIN_PT, top, 16.0, Style.BOLD),
        *(
            _line(text, _MARGIN_PT, top - 22 - _LEAD_PT * row, _TEXT_PT, Style.REGULAR)
            for row, text in enumerate(lines)
        ),
        *block_ink(place, authorization.mark, words, frame),
        *_table(authorization, place.y0 - 30, right),
        *foot_ink(Rect(foot_left, 30.0, right, 44.0), foot, frame),
    )


def _table(authorization: Authorization, y: float, right: float) -> Iterator[TextInk]:
    value_left = _MARGIN_PT + _LABEL_PT
    for label, value in _details(authorization):
        yield _line(label, _MARGIN_PT, y, _TEXT_PT, Style.BOLD)
        for text in broken_lines(value, right - value_left, _TEXT_PT):
            yield _line(text, value_left, y, _TEXT_PT, Style.REGULAR)
            y -= _LEAD_PT
        y -= 4
    y -= 8
    for text in broken_lines(_HOW, right - _MARGIN_PT, _TEXT_PT):
        yield _line(text, _MARGIN_PT, y, _TEXT_PT, Style.REGULAR)
        y -= _LEAD_PT


def _details(authorization: Authorization) -> list[tuple[str, str]]:
    intent = authorization.intent
    return [
        ("Signed as", _ROLE_WORDS[intent.role]),
        ("Document (SHA-256)", _grouped(intent.document_sha256)),
        ("This signing (SHA-256)", _grouped(intent.digest)),
        ("Signer's key (SHA-256)", _grouped(hashlib.sha256(authorization.public_key).hexdigest())),
    ]


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _line(text: str, x: float, y: float, size_pt: float, style: Style) -> TextInk:
    return set_line(text, x=x, y=y, size_pt=size_pt, style=style)
