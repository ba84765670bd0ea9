"""Joins finished PDFs of our own into one: form and addendum, checklist, cover. Never bytes of others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack

import pikepdf


def merge(parts: Sequence[bytes]) -> bytes:
    """One PDF of all pages of all parts in order; the same bytes for the same parts.

    Args:
        parts: PDFs that this program made.
    """
    with ExitStack() as opened, pikepdf.new() as whole:
        for part in parts:
            source = opened.enter_context(pikepdf.open(io.BytesIO(part)))
            whole.pages.extend(source.pages)
        out = io.BytesIO()
        whole.save(
            out,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of our own has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
