"""Keys of packs, read once: the same few hundred are needed for every stroke of a key."""

from __future__ import annotations

from functools import lru_cache

from app.domain.vocabulary import KeyRef, vocabulary


@lru_cache(maxsize=8192)
def reference(text: str) -> KeyRef:
    """The reference that a pack writes as `patient.dob:MM`.

    Raises:
        UnknownKey: its key is not in the vocabulary.
        BadReference: the key has no such row, part or value.
    """
    return vocabulary().parse(text)
