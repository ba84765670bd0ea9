"""The only door through which bytes of others are opened or drawn: a child process that can be killed.

PDFium ends its process over a bomb, and any parser can be made to run for ever or to eat all memory. So neither ever
runs in the program itself.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

from app.errors import PdfProblem
from app.pdf import codec
from app.pdf.cache import MemoryCache, TemplateCache, cache_name
from app.pdf.child.limits import give_back_early
from app.pdf.child.living import Child, Gone, OutOfTime, Starved
from app.pdf.compiled import CompiledForm
from app.pdf.document_work import DocumentWork
from app.pdf.finder.completing import completed
from app.pdf.finder.sight import PageSight
from app.pdf.finder.sight_codec import sights_in
from app.pdf.held import ink_maps_in
from app.pdf.problems import BY_CODE, DamagedPdf, ReaderStopped, StaleCompilation, TooBusy, TooHeavy, TooLarge
from app.pdf.proving.seal_reading import SealReading, reading_in
from app.pdf.raster import Inked, InkMap, Raster
from app.pdf.scan.available import can_read_pictures
from app.pdf.scan.pictures import PictureLimits, PictureReader, needs_reading, scan_notes
from app.pdf.template import Box, BoxId, FormKind, Rect, Template

MOST_FORM_BYTES = 25_000_000
_INK_SCALE = 2.0
_MOST_LOCKED = 8
#: Pictures of pages are smaller.
_LARGE_BYTES = 6_000_000
_LOOK_A_PAGE_S = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take.

    Attributes:
        memory_bytes: of the child.
        compile_s: to read a form.
        look_s: to look for places on a form that has boxes of its own, and for each of its pages a little more, up to
            what reading may take; one without boxes has all of that.
        draw_s: to draw one page, or to read all of them.
        try_s: to try the boxes of one page, and of a whole form: pages that are not reached by then stay untried.
        pages_s: to choose, blacken or grey the pages of a document of many, or to join documents.
        start_s: to start the child, before its first work.
        pictures: to read pages that only their picture can tell.
    """

    memory_bytes: int = 500_000_000
    compile_s: float = 4.0
    look_s: float = 1.5
    draw_s: float = 3.0
    try_s: float = 2.0
    pages_s: float = 90.0
    start_s: float = 20.0
    pictures: PictureLimits = field(default_factory=PictureLimits)


class PaperWorker(DocumentWork):
    """Reads and draws PDFs in a child process, one piece of work at a time; to be used from any thread.

    Args:
        cache: where prepared forms are kept; the desk gives a table of the vault.
        limits: on time and memory.
    """

    def __init__(self, cache: TemplateCache | None = None, limits: Limits | None = None) -> None:
        self._cache: TemplateCache = MemoryCache() if cache is None else cache
        self._limits = Limits() if limits is None else limits
        self._lock = threading.Lock()
        self._child: Child | None = None
        give_back_early(_LARGE_BYTES)
        self._pictures = PictureReader(self._limits.pictures)
        # What needs a password is kept no longer than the program runs.
        self._locked = MemoryCache(_MOST_LOCKED)
        self._locked_pictures = MemoryCache(_MOST_LOCKED)
        self._passwords: dict[str, str] = {}
        self._too_heavy_to_see: set[str] = set()
        self._pages_s, self._draw_s = self._limits.pages_s, self._limits.draw_s

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start the child now, so that the first form opens without a wait. Returns at once."""
        with self._lock:
            self._living_child()

    def close(self) -> None:
        """End the child. The next piece of work would start another."""
        with self._lock:
            self._let_go()
        self._pictures.close()

    def compile(
        self,
        data: bytes,
        *,
        password: str | None = None,
        declared: Sequence[Box] = (),
        find: bool = False,
        tried: bool = True,
    ) -> CompiledForm:
        """The form, ready to be filled.

        Args:
            data: the blank PDF.
            password: that opens it, if it needs one.
            declared: boxes that a pack declares on it.
            find: whether its pages are also looked at, which takes some ten times as long as reading it: for places
                that have no box (not where boxes are declared: a person has looked then), and whether a value can be
                seen in every box.
            tried: whether the latter is done; who fills nothing need not wait for it.

        Raises:
            PdfProblem: it cannot be opened, or is no form that can be filled here.
        """
        if len(data) > MOST_FORM_BYTES:
            raise TooLarge(what=f"{len(data) / 1e6:.0f} MB")
        boxes = tuple(declared)
        cache, name = self._kept(cache_name(data, boxes, find=find, tried=tried), password)
        known = cache.get(name)
        if known is not None:
            try:
                return codec.decode(known)
            except StaleCompilation:
                pass
        if find:
            plain = self.compile(data, password=password, declared=boxes)
            form, is_whole = (plain, True) if boxes else self._with_found(plain, data, password)
            form, is_tried = self._with_visible(form) if tried else (form, True)
            if not (is_whole and is_tried):
                # Looking failed, could not be done here or was not done to the end: next time it may be.
                return form
            made = codec.encode(form)
        else:
            head = {"do": "compile", "password": password, "declared": codec.boxes_out(boxes)}
            _, made = self._ask(head, data, self._limits.compile_s)
            form = codec.decode(made)
            if password:
                self._passwords[_digest(data)] = password
        cache.put(name, made)
        return form

    def _kept(self, name: str, password: str | None) -> tuple[TemplateCache, str]:
        """The cache that a form is kept in, and its name there; nobody finds a locked one without its password."""
        return (self._locked, f"{name}-{_digest(password.encode())}") if password else (self._cache, name)

    def _password(self, pdf: bytes, given: str | None) -> str | None:
        """The password given, or the one that this PDF was opened with before."""
        return given or (self._passwords.get(_digest(pdf)) if self._passwords else None)

    def _with_visible(self, form: CompiledForm) -> tuple[CompiledForm, bool]:
        """The form with boxes in which a value can be seen, as far as the time of one form allows to try them.

        False stands beside it where this computer had no time.

        Raises:
            PdfProblem: a page takes longer to be drawn than any real one.
        """
        # Whoever only asks what is on a form never fills one.
        from app.pdf.proving.mending import attempt, mended  # noqa: PLC0415

        tried = attempt(form)
        if tried is None:
            return form, True
        until = time.monotonic() + self._limits.try_s
        told: dict[BoxId, Inked] = {}
        for page in sorted({box.page for box in tried.boxes}):
            if time.monotonic() > until:
                break
            boxes = [box for box in tried.boxes if box.page == page]
            places = [(page, box.rect) for box in boxes]
            try:
                inks = self._inked(tried.empty, tried.full, places, self._limits.try_s)
            except TooBusy:
                return mended(form, told), False
            told |= {box.id: ink for box, ink in zip(boxes, inks, strict=True)}
        return mended(form, told), True

    def _with_found(self, form: CompiledForm, data: bytes, password: str | None) -> tuple[CompiledForm, bool]:
        """The form with boxes for what is to be written on its bare pages, and whether all of them were looked at."""
        template = form.template
        if template.kind is FormKind.XFA:
            return form, True
        own = codec.boxes_out(template.boxes)
        head = {"do": "find", "password": password, "own": own, "pictures": can_read_pictures()}
        name = _digest(data)
        if own and name in self._too_heavy_to_see:
            return form, False
        try:
            answer, _ = self._ask(head, data, self._look_s(template))
            self._too_heavy_to_see.discard(name)
            found, left = self._on_pictures(data, password, template, answer["unread"])
        except TooHeavy:
            self._too_heavy_to_see.add(name)
            return form, False
        except PdfProblem:
            return form, False
        if answer["scan"] and not template.boxes:
            template = replace(
                template, kind=FormKind.SCANNED, notes=template.notes + scan_notes(left, len(template.pages))
            )
        boxes = sorted(codec.boxes_in(answer["boxes"]) + found, key=lambda box: box.page)
        return replace(form, template=completed(template, boxes)), not left

    def _look_s(self, template: Template) -> float:
        limits = self._limits
        if not template.boxes:
            return limits.compile_s
        return min(limits.compile_s, limits.look_s + _LOOK_A_PAGE_S * len(template.pages))

    def _on_pictures(
        self, data: bytes, password: str | None, template: Template, unread: Sequence[int]
    ) -> tuple[tuple[Box, ...], int]:
        """The boxes of bare pages that only their picture can tell, and how many of these pages are still unread."""
        wanted = set(unread) - {box.page for box in template.boxes}
        if not wanted or not can_read_pictures():
            return (), len(wanted)
        from app.pdf.finder.boxes import found_boxes  # noqa: PLC0415 -- the child finds; only pictures are found on here

        sights = [one for one in self._seen(data, password) if one.page in wanted]
        read = self._read(data, sights, password)
        return found_boxes(read, template.boxes), sum(needs_reading(one) for one in read)

    def _seen(self, pdf: bytes, password: str | None) -> tuple[PageSight, ...]:
        if self._too_heavy_to_see and _digest(pdf) in self._too_heavy_to_see:
            raise TooHeavy(what="time")
        head, _ = self._ask({"do": "look", "password": password}, pdf, self._limits.compile_s)
        return sights_in(head["sights"])

    def _read(self, pdf: bytes, sights: Sequence[PageSight], password: str | None) -> list[PageSight]:
        cache = self._locked_pictures if password else self._cache
        return self._pictures.read(pdf, sights, lambda page, scale: self.render(pdf, page, scale), cache)

    def render(self, pdf: bytes, page: int, scale: float) -> Raster:
        """A page as it is seen: its visible part, turned as it is viewed.

        Args:
            pdf: any PDF; one that needs a password, once it was compiled.
            page: from 1.
            scale: 1 draws 72 dots an inch.
        """
        head = {"do": "render", "page": page, "scale": scale, "password": self._password(pdf, None)}
        answer, rgb = self._ask(head, pdf, self._limits.draw_s)
        return Raster(answer["width"], answer["height"], rgb)

    def page_text(self, pdf: bytes) -> list[str]:
        """The text of every page, as PDFium reads it.

        Args:
            pdf: any PDF; one that needs a password, once it was compiled.
        """
        head = {"do": "text", "password": self._password(pdf, None)}
        answer, _ = self._ask(head, pdf, self._limits.draw_s)
        return [str(text) for text in answer["texts"]]

    def sights(self, pdf: bytes, *, password: str | None = None) -> tuple[PageSight, ...]:
        """What is seen on every page: letters, words, lines, rules and areas, widgets left out.

        Scanned pages, and pages whose text is garbage, are read from their picture where the libraries for it are
        installed; that takes seconds a page.

        Args:
            pdf: any PDF.
            password: that opens it, if it needs one and was not compiled before.
        """
        password = self._password(pdf, password)
        return tuple(self._read(pdf, self._seen(pdf, password), password))

    def read_boxes(self, pdf: bytes, places: Sequence[tuple[int, Rect]]) -> list[str]:
        """The text that stands within each place (page from 1, rectangle in user space).

        Args:
            pdf: a finished PDF.
            places: in any order; the answer follows it.
        """
        head, _ = self._ask({"do": "read", "places": _flat(places)}, pdf, self._limits.draw_s)
        return [str(text) for text in head["texts"]]

    def ink_added(self, before: bytes, after: bytes, places: Sequence[tuple[int, Rect]]) -> list[int]:
        """How many pixels, at two a point, are darker in each place of one PDF than in another of the same pages.

        Args:
            before: the form as it prints empty.
            after: the filled form.
            places: page from 1, rectangle in user space.
        """
        return [ink.darker for ink in self.inked(before, after, places)]

    def inked(self, before: bytes, after: bytes, places: Sequence[tuple[int, Rect]]) -> list[Inked]:
        """What one PDF shows in each place that another of the same pages does not.

        Args:
            before: the form as it prints empty.
            after: the filled form.
            places: page from 1, rectangle in user space.
        """
        return self._inked(before, after, places, self._limits.draw_s)

    def _inked(self, before: bytes, after: bytes, places: Sequence[tuple[int, Rect]], seconds: float) -> list[Inked]:
        found: dict[int, Inked] = {}
        # A page at a time: a long form may take its time, a single page that never ends may not.
        for page in sorted({page for page, _ in places}):
            on_page = [index for index, place in enumerate(places) if place[0] == page]
            chosen = _flat([places[index] for index in on_page])
            head = {"do": "ink", "places": chosen, "scale": _INK_SCALE, "split": len(before)}
            answer, _ = self._ask(head, before + after, seconds)
            found |= {index: Inked(*told) for index, told in zip(on_page, answer["ink"], strict=True)}
        return [found[index] for index in range(len(places))]

    def first_finding(self, pdf: bytes, *, ours_from: int | None = None, sealed: bool = False) -> str | None:
        """What stands in a finished file that can be toggled, run, hidden or recovered; None where nothing does.

        Args:
            pdf: the whole file.
            ours_from: number of the first object that we wrote ourselves, from which on every font must be embedded.
            sealed: whether it bears a seal: what a seal adds is then no finding.
        """
        head, _ = self._ask({"do": "gate", "ours_from": ours_from, "sealed": sealed}, pdf, self._limits.compile_s)
        return None if head["finding"] is None else str(head["finding"])

    def ink_maps(self, pdf: bytes, pages: Sequence[int], scale: float) -> list[InkMap]:
        """Where pages are not bare paper.

        Args:
            pdf: any PDF.
            pages: from 1; a few at once, because they share one allowance of time.
            scale: pixels a point.
        """
        head, bits = self._ask({"do": "ink maps", "pages": list(pages), "scale": scale}, pdf, self._limits.draw_s)
        return ink_maps_in(head, bits)

    def read_seal(self, pdf: bytes) -> SealReading | None:
        """What the seal of a file says and whether it holds, or None where the file bears none.

        Args:
            pdf: any PDF.
        """
        return reading_in(*self._ask({"do": "seal"}, pdf, self._limits.compile_s))

    def _ask(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            child = self._living_child()
            try:
                answer, data = child.ask(head, body, seconds)
            except Starved:
                self._let_go(kill=True)
                raise TooBusy from None
            except OutOfTime:
                self._let_go(kill=True)
                raise TooHeavy(what="time") from None
            except Gone:
                heavy = child.too_much_memory
                self._let_go(kill=True)
                raise (TooHeavy(what="memory") if heavy else ReaderStopped()) from None
        problem = answer.get("problem")
        if problem is not None:
            raise BY_CODE.get(problem, DamagedPdf)(**answer["details"])
        return answer, data

    def _living_child(self) -> Child:
        if self._child is None or not self._child.alive:
            self._let_go(kill=True)
            self._child = Child(self._limits.memory_bytes, self._limits.start_s)
        return self._child

    def _let_go(self, *, kill: bool = False) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close(kill=kill)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _flat(places: Sequence[tuple[int, Rect]]) -> list[list[float]]:
    return [[page, rect.x0, rect.y0, rect.x1, rect.y1] for page, rect in places]
