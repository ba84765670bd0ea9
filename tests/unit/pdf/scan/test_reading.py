"""A page that is only a picture is read as if its file said what is on it."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.pdf.cache import MemoryCache
from app.pdf.finder.finding import find
from app.pdf.finder.looking import look
from app.pdf.finder.sight import PageSight
from app.pdf.scan import available
from app.pdf.scan.pictures import SCAN_NOTE, PictureLimits, needs_reading
from app.pdf.template import BoxKind, FormKind, Rect
from app.pdf.worker import Limits, PaperWorker
from tests.unit.pdf.finder.sheets import near, sheet, table

pytestmark = pytest.mark.skipif(
    not available.can_read_pictures(), reason="the reader for scanned forms is not installed"
)


def page(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, "Diagnosis code:")
    canvas.line(150, 698, 400, 698)
    table(canvas, [60, 300, 540], [620, 650])
    canvas.drawString(64, 639, "Patient name")
    canvas.drawString(304, 639, "Date of birth")
    canvas.rect(60, 580, 10, 10)
    canvas.drawString(76, 581, "Urgent request")


def scanned(skew: float = 0.0, pages: int = 1) -> bytes:
    """The page printed, and laid onto a scanner a little askew."""
    drawn = pdfium.PdfDocument(sheet(page))[0].render(scale=200 / 72).to_pil().convert("L")
    image: Image.Image = drawn.rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=True)
    for _ in range(pages):
        canvas.drawImage(ImageReader(image), 0, 0, 612, 792)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> PageSight:
    from app.pdf.scan.reading import read_picture  # noqa: PLC0415 - not without the extra

    (sight,) = look(data)
    assert needs_reading(sight)
    image = pdfium.PdfDocument(data)[0].render(scale=available.SCALE).to_pil().convert("RGB")
    return read_picture(image.tobytes(), image.width, image.height, sight)


@pytest.mark.parametrize("skew", [0.0, 1.2])
def test_a_scan_is_read_and_its_boxes_are_found(skew: float) -> None:
    sight = read(scanned(skew))
    assert [line.text for line in sight.lines if "name" in line.text or "code" in line.text] == [
        "Diagnosis code:",
        "Patient name",
    ]
    assert abs(sight.skew + skew) <= 0.2
    boxes = find(sight)
    assert [one.kind for one in boxes] == [BoxKind.TEXT, BoxKind.TEXT, BoxKind.TEXT, BoxKind.CHECK]
    assert near(boxes[3].rect, 60, 580, 70, 590, by=3 + 8 * skew)


def test_boxes_of_a_skewed_page_go_back_to_where_they_are_printed() -> None:
    sight = read(scanned(1.2))
    (tick,) = [one for one in find(sight) if one.kind is BoxKind.CHECK]
    x, y = sight.to_user(tick.rect).center
    # the middle of the box, turned about the middle of the page with it
    assert abs(x - (306 + (65 - 306) * 0.99978 - (585 - 396) * 0.02094)) < 2.5
    assert abs(y - (396 + (65 - 306) * 0.02094 + (585 - 396) * 0.99978)) < 2.5
    back = sight.to_seen(sight.to_user(tick.rect))
    assert near(back, tick.rect.x0, tick.rect.y0, tick.rect.x1, tick.rect.y1, by=0.01)


def test_the_worker_finds_the_boxes_of_a_scan(paper_worker: PaperWorker) -> None:
    template = paper_worker.compile(scanned(), find=True).template
    assert template.kind is FormKind.SCANNED
    assert len(template.boxes) == 4
    assert paper_worker.sights(scanned())[0].lines[0].text == "Diagnosis code:"


def test_without_the_reader_a_scan_says_what_to_install(
    paper_worker: PaperWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("worker", "scan.pictures"):
        monkeypatch.setattr(f"app.pdf.{room}.can_read_pictures", lambda: False)
    with PaperWorker() as fresh:
        template = fresh.compile(scanned(), find=True).template
    assert template.boxes == ()
    assert SCAN_NOTE in template.notes


def test_a_scan_that_nobody_could_read_is_read_once_the_reader_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with PaperWorker() as worker:
        with monkeypatch.context() as bare:
            for room in ("worker", "scan.pictures"):
                bare.setattr(f"app.pdf.{room}.can_read_pictures", lambda: False)
            assert worker.compile(scanned(), find=True).template.boxes == ()
        template = worker.compile(scanned(), find=True).template
    assert len(template.boxes) == 4
    assert template.notes == ()


def test_a_long_scan_is_read_as_far_as_the_time_allows_and_on_when_it_is_opened_again() -> None:
    data = scanned(pages=3)
    short = PictureLimits(file_s=0.01)
    with PaperWorker(limits=Limits(pictures=short)) as worker:
        first = worker.compile(data, find=True).template
        again = worker.compile(data, find=True).template
        last = worker.compile(data, find=True).template
    assert [{box.page for box in one.boxes} for one in (first, again, last)] == [{1}, {1, 2}, {1, 2, 3}]
    assert "2 of its 3 pages" in first.notes[-1]
    assert "1 of its 3 pages" in again.notes[-1]
    assert last.notes == ()


def test_what_was_read_from_a_picture_is_kept() -> None:
    cache = MemoryCache()
    with PaperWorker(cache) as worker:
        boxes = worker.compile(scanned(), find=True).template.boxes
        sights = worker.sights(scanned())
    # Another worker would need the reader if it were not kept.
    with PaperWorker(cache) as worker:
        worker._pictures._ask = None  # type: ignore[assignment, method-assign]
        assert worker.compile(scanned(), find=True).template.boxes == boxes
        assert worker.sights(scanned()) == sights


def test_only_pages_that_cannot_be_read_otherwise_are_read_from_their_picture() -> None:
    visible = Rect(0, 0, 612, 792)
    assert needs_reading(PageSight(1, visible, 0, images=(visible,)))
    assert needs_reading(PageSight(1, visible, 0, plausible=False))
    assert not needs_reading(PageSight(1, visible, 0, images=(Rect(0, 700, 90, 780),)))
    assert not needs_reading(look(sheet(page))[0])
