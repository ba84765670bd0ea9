"""Puts values on a compiled form: one overlay a page, our fonts, the addendum, one table over all. Parses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from app.pdf.compiled import CompiledForm
from app.pdf.composing._appending import Appending
from app.pdf.composing._overlay import FontLedger, Overlay
from app.pdf.composing._prepared import PreparedBox, PreparedPage, prepare
from app.pdf.composing.addendum import AddendumHeading, BoxTitle, Entry, page_size, set_addendum
from app.pdf.ink.layout import Layout
from app.pdf.ink.lines import Ink
from app.pdf.ink.overflow import set_reference
from app.pdf.ink.typesetter import place, shown_text
from app.pdf.setting import Fit, FitKind
from app.pdf.template import Box, BoxId

__all__ = ["AddendumHeading", "BoxTitle", "Composed", "compose"]

_NO_TITLES: Final[Mapping[BoxId, BoxTitle]] = MappingProxyType({})
_HEADING: Final = AddendumHeading()
_NO_INK: Final[Mapping[int, Sequence[Ink]]] = MappingProxyType({})
_TICKED: Final = Fit(FitKind.WHOLE)


@dataclass(frozen=True, slots=True)
class Composed:
    """A filled form.

    Attributes:
        fits: by box, for every box that was given a value.
        missing: by box, characters that no bundled face has.
        entries: number of the addendum's entry, by box.
        extra_pages: pages after the addendum.
    """

    pdf: bytes
    fits: Mapping[BoxId, Fit]
    form_pages: int
    addendum_pages: int
    missing: Mapping[BoxId, tuple[str, ...]] = field(default_factory=dict)
    entries: Mapping[BoxId, int] = field(default_factory=dict)
    extra_pages: int = 0


def compose(
    form: CompiledForm,
    values: Mapping[BoxId, str | bool],
    *,
    titles: Mapping[BoxId, BoxTitle] = _NO_TITLES,
    heading: AddendumHeading = _HEADING,
    extra: Mapping[int, Sequence[Ink]] = _NO_INK,
    extra_pages: Sequence[Sequence[Ink]] = (),
) -> Composed:
    """Fills a form.

    Args:
        form: the compiled blank.
        values: text or tick by box; a box not named keeps what the blank prints there. An empty text leaves a box
            empty, False draws the unticked outline.
        titles: what the form calls the boxes, for the addendum.
        heading: what stands at the top of every addendum page.
        extra: ink that stands in no box, by page from 1, counted through form and addendum.
        extra_pages: the ink of pages that follow the addendum, on its paper.

    Returns:
        The whole PDF with its addendum pages, and how each value fits. The same bytes for the same input.

    Raises:
        KeyError: a value names a box that the form does not have.
    """
    unknown = values.keys() - prepare(form).rooms.keys()
    if unknown:
        raise KeyError(f"no such box: {sorted(unknown)[0]}")
    return _Filling(form, values, titles).composed(heading, extra, extra_pages)


class _Filling:
    """One filling of one form, from values to bytes."""

    def __init__(
        self, form: CompiledForm, values: Mapping[BoxId, str | bool], titles: Mapping[BoxId, BoxTitle]
    ) -> None:
        self._form, self._values, self._titles = form, values, titles
        self._prepared = prepare(form)
        self._fonts = FontLedger()
        self._fits: dict[BoxId, Fit] = {}
        self._missing: dict[BoxId, tuple[str, ...]] = {}
        self._entries: dict[BoxId, int] = {}
        self._listed: list[Entry] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def composed(
        self, heading: AddendumHeading, extra: Mapping[int, Sequence[Ink]], extra_pages: Sequence[Sequence[Ink]]
    ) -> Composed:
        overlays = [self._overlay(page) for page in self._prepared.pages]
        size = page_size(self._form.template.pages[0]) if self._form.template.pages else (612.0, 792.0)
        addendum = set_addendum(self._listed, heading, size, self._fonts)
        for number, overlay in enumerate([*overlays, *addendum], 1):
            overlay.ink(extra.get(number, ()))
        more = [Overlay(self._fonts) for _ in extra_pages]
        for overlay, ink in zip(more, extra_pages, strict=True):
            overlay.ink(ink)
        return Composed(
            pdf=self._written(overlays, [*addendum, *more], size),
            fits=self._fits,
            form_pages=len(overlays),
            addendum_pages=len(addendum),
            missing=self._missing,
            entries=self._entries,
            extra_pages=len(more),
        )

    def _overlay(self, page: PreparedPage) -> Overlay:
        overlay, values, fits = Overlay(self._fonts), self._values, self._fits
        for box in page.boxes:
            value = values.get(box.id)
            if value is None:
                if box.blank:
                    overlay.stamp(box.blank)
                elif box.prefilled is not None:
                    overlay.draw(box.room, box.prefilled)
            elif box.check:
                fits[box.id] = _TICKED
                call = box.on if value and box.on else box.off
                if call:
                    overlay.stamp(call)
                if value and box.mark:
                    overlay.mark(box.mark)
            else:
                self._set(overlay, box, value)
        return overlay

    def _set(self, overlay: Overlay, box: PreparedBox, value: str | bool) -> None:
        if box.off:
            overlay.stamp(box.off)
        layout = place(box.room, value)
        if layout is None:
            layout = self._continued(box, value)
        overlay.draw(box.room, layout)
        self._fits[box.id] = layout.fit
        missing = layout.missing()
        if missing:
            self._missing[box.id] = missing

    def _continued(self, box: PreparedBox, value: str | bool) -> Layout:
        text = shown_text(box.room.box, value)
        number = self._entry(box.room.box, text)
        self._entries[box.id] = number
        return set_reference(box.room, text, str(number))

    def _entry(self, box: Box, text: str) -> int:
        """The number of a value's entry; the same value of the same field on another page shares one."""
        twin = (box.field or box.id, text)
        if twin not in self._numbers:
            self._numbers[twin] = len(self._listed) + 1
            title = self._titles.get(box.id) or BoxTitle(question=box.label)
            self._listed.append(Entry(self._numbers[twin], title, box.page, text))
        return self._numbers[twin]

    def _written(self, overlays: list[Overlay], extra: list[Overlay], size: tuple[float, float]) -> bytes:
        form, fonts = self._form, self._fonts
        out = Appending(self._base(), self._prepared.table, form.first_free)
        numbers = {face: [out.take_number() for _ in range(5)] for face in fonts.uses}
        digest = hashlib.sha256()
        for number, page, overlay in zip(form.overlays, self._prepared.pages, overlays, strict=True):
            content = overlay.content()
            digest.update(content)
            resources = f"{self._font_names(overlay, numbers)} {page.stamps}"
            out.add_content(
                number, content, f"/Type /XObject /Subtype /Form /BBox [{page.frame}] /Resources << {resources} >> "
            )
        kids = [self._addendum_page(out, overlay, size, numbers, digest) for overlay in extra]
        for face, taken in numbers.items():
            for number, body in zip(taken, fonts.uses[face].objects(taken[0]), strict=True):
                out.add(number, body)
        tree = " ".join(f"{number} 0 R" for number in [form.top_kid, *kids])
        out.add(form.page_tree, f"<< /Type /Pages /Kids [{tree}] /Count {len(overlays) + len(extra)} >>".encode())
        blank = form.template.sha256[:32].ljust(32, "0")
        return out.closed(form.catalog, (blank, digest.hexdigest()[:32]))

    def _base(self) -> bytes:
        """The form's own bytes, without what it came filled in with where another value stands now."""
        overwritten = [prefill for prefill in self._prepared.prefills if prefill.boxes <= self._values.keys()]
        if not overwritten:
            return self._form.base
        base = bytearray(self._form.base)
        for prefill in overwritten:
            base[prefill.begin : prefill.begin + len(prefill.blank)] = prefill.blank
        return bytes(base)

    def _font_names(self, overlay: Overlay, numbers: Mapping[str, list[int]]) -> str:
        names = self._fonts.resource_names()
        called = " ".join(f"/{names[face]} {numbers[face][0]} 0 R" for face in sorted(overlay.faces))
        return f"/Font << {called} >>" if called else ""

    def _addendum_page(
        self,
        out: Appending,
        overlay: Overlay,
        size: tuple[float, float],
        numbers: Mapping[str, list[int]],
        digest: hashlib._Hash,
    ) -> int:
        content, page = out.take_number(), out.take_number()
        written = overlay.content()
        digest.update(written)
        out.add_content(content, written)
        resources = f"<< {self._font_names(overlay, numbers)} >>"
        out.add(
            page,
            f"<< /Type /Page /Parent {self._form.page_tree} 0 R /MediaBox [0 0 {size[0]:g} {size[1]:g}] "
            f"/Resources {resources} /Contents {content} 0 R >>".encode(),
        )
        return page
