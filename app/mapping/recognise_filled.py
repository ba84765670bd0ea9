"""Which pack a filled form belongs to: its pages print the blank's words among those of the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.mapping.fingerprint import contained
from app.mapping.model import Pack
from app.mapping.recognise import prints_edition

#: Values stand between the blank's words, so that not all of its wording is left in one piece.
ENOUGH = 0.5
#: By so much the best must be ahead of every pack of another form.
AHEAD = 0.15


def recognise_filled(packs: Iterable[Pack], page_texts: Sequence[str]) -> Pack | None:
    """The pack of a filled form, or None where none is clearly it.

    Args:
        packs: all that are at hand.
        page_texts: what the pages print, one text a page; pages may follow that are not the form's.
    """
    scored = [
        (contained(pack.fingerprints.text, page_texts[: pack.pages]), pack)
        for pack in packs
        if pack.pages <= len(page_texts) and prints_edition(pack, page_texts)
    ]
    scored.sort(key=lambda item: -item[0])
    if not scored or scored[0][0] < ENOUGH:
        return None
    best = scored[0][1]
    others = [score for score, pack in scored[1:] if pack.id != best.id]
    return best if not others or scored[0][0] - others[0] >= AHEAD else None
