"""A draft as text, to be kept until it is finished, and back."""

from __future__ import annotations

import base64
import json
import zlib

from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError

from app.mapping.drafting.model import Draft

#: Kept drafts of another shape are not read: the form is looked at anew.
_VERSION = 1
_CONVERTER = Converter(forbid_extra_keys=True, omit_if_default=True)


def to_text(draft: Draft) -> str:
    """The draft as a short text."""
    plain = {"version": _VERSION, "draft": _CONVERTER.unstructure(draft)}
    return base64.b85encode(zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 6)).decode("ascii")


def from_text(text: str) -> Draft | None:
    """The draft of a kept text; None where it is not one of this version's."""
    try:
        plain = json.loads(zlib.decompress(base64.b85decode(text)))
        if plain.get("version") != _VERSION:
            return None
        return _CONVERTER.structure(plain["draft"], Draft)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return None
    except (BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError):
        return None
