"""What `inspect --json` prints of a form: its pages and boxes, and what each is called."""

from __future__ import annotations

from typing import Any

from app.pdf.template import Box, Rect, Template


def describe(template: Template) -> dict[str, Any]:
    """The form as the contract of `inspect --json` has it.

    Keys that a pack fills (`form`, `edition`, `section`, `key`, `confidence`) are null or empty here.

    Args:
        template: what the form is.
    """
    return {
        "sha256": template.sha256,
        "pages": len(template.pages),
        "kind": str(template.kind),
        "form": None,
        "edition": None,
        "boxes": [_described(box) for box in template.boxes],
        "notes": list(template.notes),
    }


def _described(box: Box) -> dict[str, Any]:
    return {
        "id": box.id,
        "page": box.page,
        "rect": _rounded(box.rect),
        "kind": str(box.kind),
        "cells": box.cells,
        "field": box.field,
        "label": box.label,
        "section": "",
        "key": None,
        "confidence": None,
        "choices": list(box.choices),
        "limit": box.limit,
    }


def _rounded(rect: Rect) -> list[float]:
    return [round(value, 3) for value in (rect.x0, rect.y0, rect.x1, rect.y1)]
