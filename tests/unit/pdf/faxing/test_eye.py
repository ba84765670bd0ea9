"""The fax eye: what a fax shows of a page, and what it loses."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.pdf.faxing.seen import Fault, FaxPage, FaxQuality
from app.pdf.problems import NoSuchPage
from app.pdf.worker import PaperWorker


@pytest.fixture(scope="module")
def worker() -> Iterator[PaperWorker]:
    with PaperWorker() as opened:
        yield opened


def page(*lines: tuple[str, float, str, float], dark: bool = False, paper: float = 1.0) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.setFillGray(paper)
    canvas.rect(0, 0, 612, 792, stroke=0, fill=1)
    for at, (font, size, words, tone) in enumerate(lines):
        canvas.setFont(font, size)
        canvas.setFillGray(tone)
        canvas.drawString(72, 700 - 40 * at, words)
    if dark:
        canvas.setFillGray(0.1)
        canvas.rect(72, 100, 300, 60, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def boxes(words: str = "") -> bytes:
    """Frames of boxes in thin grey, as forms print them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5)
    for at in range(12):
        canvas.rect(60, 480 + at * 17, 400, 17)
        canvas.line(160 + at * 7, 480 + at * 17, 160 + at * 7, 497 + at * 17)
    canvas.setFont("Helvetica", 14)
    canvas.setFillGray(0.68)
    canvas.drawString(72, 518, words)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def faults(shown: FaxPage) -> set[Fault]:
    return {item.fault for item in shown.lost}


def test_a_fax_is_black_and_white_and_has_fewer_rows(worker: PaperWorker) -> None:
    shown = worker.fax_page(page(("Helvetica", 12, "Jane Roe", 0)), 1, FaxQuality.STANDARD).raster
    assert (shown.width, shown.height) == (1734, 2244)
    assert set(shown.rgb) == {0, 255}
    image = Image.frombytes("RGB", (shown.width, shown.height), shown.rgb)
    rows = [image.crop((0, y, image.width, y + 1)).tobytes() for y in range(200, 320)]
    assert sum(one != other for one, other in pairwise(rows)) < 60


@pytest.mark.parametrize(
    ("font", "size", "quality", "is_lost"),
    [
        ("Helvetica", 8.5, FaxQuality.STANDARD, True),
        ("Helvetica", 9, FaxQuality.STANDARD, False),
        ("Helvetica-Bold", 7, FaxQuality.STANDARD, False),
        ("Helvetica-Bold", 6.5, FaxQuality.STANDARD, True),
        ("Helvetica", 6, FaxQuality.FINE, False),
        ("Helvetica", 4.5, FaxQuality.FINE, True),
    ],
)
def test_letters_below_the_measured_floor_are_marked(
    worker: PaperWorker, font: str, size: float, quality: FaxQuality, is_lost: bool
) -> None:
    shown = worker.fax_page(page((font, size, "Member ID W123456789", 0)), 1, quality)
    small = [item for item in shown.lost if item.fault is Fault.SMALL]
    assert bool(small) is is_lost
    if is_lost:
        assert [item.size_pt for item in small] == [pytest.approx(size, abs=0.1)]
        assert small[0].place.x0 == pytest.approx(72 / 612, abs=0.01)
        assert small[0].place.y1 == pytest.approx((792 - 700) / 792, abs=0.01)


def test_light_letters_and_dark_grounds_are_marked(worker: PaperWorker) -> None:
    clean = worker.fax_page(page(("Helvetica", 12, "Jane Roe", 0)), 1, FaxQuality.STANDARD)
    assert faults(clean) == set()
    light = worker.fax_page(page(("Helvetica", 12, "Jane Roe", 0.7)), 1, FaxQuality.STANDARD)
    assert Fault.LIGHT in faults(light)
    dark = worker.fax_page(page(("Helvetica", 12, "Jane Roe", 0), dark=True), 1, FaxQuality.STANDARD)
    assert Fault.DARK_GROUND in faults(dark)


def test_thin_grey_rules_that_vanish_are_not_faint_ink_but_faint_letters_between_them_are(worker: PaperWorker) -> None:
    ruled = worker.fax_page(boxes(), 1, FaxQuality.STANDARD)
    assert faults(ruled) == set()
    written = worker.grey_pages(boxes("Headache days eighteen a month"))
    found = [item for item in worker.fax_page(written, 1, FaxQuality.STANDARD).lost if item.fault is Fault.FAINT]
    assert found
    assert all(item.place.y0 > (792 - 545) / 792 and item.place.y1 < (792 - 500) / 792 for item in found)


def test_a_dark_bar_is_one_mark(worker: PaperWorker) -> None:
    shown = worker.fax_page(page(dark=True), 1, FaxQuality.STANDARD)
    assert [item.fault for item in shown.lost] == [Fault.DARK_GROUND]


def test_faint_ink_of_a_scan_is_marked_and_can_be_darkened(worker: PaperWorker) -> None:
    # Written faintly on greyish paper, as an old copy is.
    scan = worker.grey_pages(page(("Helvetica", 14, "Headache days eighteen a month " * 2, 0.68), paper=0.9))
    before = worker.fax_page(scan, 1, FaxQuality.STANDARD)
    assert Fault.FAINT in faults(before)
    assert _black(before) < 50
    after = worker.fax_page(worker.darkened_pages(scan), 1, FaxQuality.STANDARD)
    assert Fault.FAINT not in faults(after)
    assert _black(after) > 3000


def test_a_page_that_is_not_there_is_told(worker: PaperWorker) -> None:
    with pytest.raises(NoSuchPage):
        worker.fax_page(page(("Helvetica", 12, "x", 0)), 2, FaxQuality.FINE)


def _black(shown: FaxPage) -> int:
    return shown.raster.rgb.count(0) // 3
