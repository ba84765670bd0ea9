"""A form with what was found on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.pdf.template import Box, FormKind, Template


def completed(template: Template, found: Sequence[Box]) -> Template:
    """The template with boxes that were found; a form that has boxes on other pages only is filled in part by them.

    Args:
        template: of the form itself.
        found: by `found_boxes`.
    """
    if not found or max(box.page for box in found) > len(template.pages):
        # In a damaged file the one who looks may count other pages than the one who reads: then neither is believed.
        return template
    bare = {box.page for box in found} - {box.page for box in template.boxes}
    kind = FormKind.PARTIAL if template.kind is FormKind.FILLABLE and bare else template.kind
    return replace(template, boxes=template.boxes + tuple(found), kind=kind)
