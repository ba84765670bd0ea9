"""From a reference of the vocabulary to what a box is for, where the box can take it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.vocabulary import KeyKind
from app.errors import AppError
from app.mapping.drafting.model import DraftBox
from app.mapping.model import Source, SourceKind
from app.mapping.references import reference
from app.pdf.template import BoxKind

_SIGNATURES = ("attest.signature", "attest.prepared_by_signature")


def offer_of(box: DraftBox) -> Source | None:
    """What would be settled if the box's offer were accepted; None where there is none that it can take."""
    if box.carried is not None:
        return box.carried
    source = source_of(box.offered, box.kind)
    return replace(source, format=box.format) if source is not None and box.format else source


def source_of(key: str, kind: BoxKind) -> Source | None:
    """What a box of this kind is for when it asks for this key; None where such a box cannot take it."""
    try:
        ref = reference(key)
    except AppError:
        return None
    if (kind is BoxKind.CHECK) != (ref.wanted is not None):
        return None
    if ref.kind is KeyKind.SIGNATURE:
        return Source(SourceKind.SIGNATURE, keys=(key,)) if key in _SIGNATURES else None
    if kind is BoxKind.SIGNATURE:
        return None
    return Source(SourceKind.KEY, keys=(key,))
