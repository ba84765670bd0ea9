"""Everything about packs under one name: their types, reading one from its text, the library of all at hand."""

from __future__ import annotations

from app.mapping.library import PackLibrary
from app.mapping.loading import load_pack
from app.mapping.model import (
    PACK_SCHEMA,
    AttachmentRule,
    Channel,
    Destination,
    Detail,
    Fingerprints,
    Importance,
    Pack,
    PackBox,
    Part,
    Pick,
    Place,
    Question,
    QuestionType,
    Reminder,
    Section,
    SignatureRule,
    SignerRole,
    SignerRule,
    Source,
    SourceKind,
)
from app.mapping.placing import declared_boxes
from app.mapping.recognise import Recognised, Recognition

__all__ = [
    "PACK_SCHEMA",
    "AttachmentRule",
    "Channel",
    "Destination",
    "Detail",
    "Fingerprints",
    "Importance",
    "Pack",
    "PackBox",
    "PackLibrary",
    "Part",
    "Pick",
    "Place",
    "Question",
    "QuestionType",
    "Recognised",
    "Recognition",
    "Reminder",
    "Section",
    "SignatureRule",
    "SignerRole",
    "SignerRule",
    "Source",
    "SourceKind",
    "declared_boxes",
    "load_pack",
]
