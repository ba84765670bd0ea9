"""The codes of our own pages, read off scans: turned, shifted, grey, smudged; never a code that is not there."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFilter

from app.pdf.raster import Raster
from app.signing.code_reading import READ_SCALE, Ink, ReadCode, read_code
from app.signing.manifest import Manifestation
from app.signing.qr import qr_rows, qr_text

WORDS = Manifestation("", "1234567893", "now", "", "d26c-4f0a-1b2c-3d4e", 1795586712, "505-0a1b2c3d4e5f6071")
OTHER = Manifestation("", "1234567893", "now", "", "aaaa-4f0a-1b2c-3d4e", 1795586999, "507-0a1b2c3d4e5f6071")
TEXTS = [qr_text(words, page, 5) for words in (WORDS, OTHER) for page in range(1, 6)]


def drawn(text: str, size_pt: float = 46.0) -> Image.Image:
    """A page with rules, boxes and one code."""
    page = Image.new("L", (round(612 * READ_SCALE), round(792 * READ_SCALE)), 255)
    pen = ImageDraw.Draw(page)
    for row in range(24):
        pen.line((150, 300 + 60 * row, 1700, 300 + 60 * row), fill=0, width=2)
        pen.rectangle((150, 270 + 60 * row, 172, 292 + 60 * row), outline=0, width=2)
    rows = qr_rows(text)
    module = size_pt * READ_SCALE / len(rows)
    for at, line in enumerate(rows):
        for column, dark in enumerate(line):
            if dark:
                x, y = 1500 + column * module, 2080 + at * module
                pen.rectangle((round(x), round(y), round(x + module) - 1, round(y + module) - 1), fill=0)
    return page


def read(picture: Image.Image, texts: list[str] = TEXTS) -> ReadCode | None:
    rgb = picture.convert("RGB")
    return read_code(Ink.of(Raster(rgb.width, rgb.height, rgb.tobytes())), texts)


@pytest.mark.parametrize("degrees", [0, 1.5, -2.5, 90, 180, 270])
def test_it_is_read_however_the_page_lay_on_the_glass(degrees: float) -> None:
    found = read(drawn(TEXTS[2]).rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC))
    assert found is not None
    assert (found.text, found.wrong < 0.05) == (TEXTS[2], True)


@pytest.mark.parametrize("size_pt", [38.0, 46.0, 54.0])
def test_it_is_read_off_a_grey_and_blurred_scan(size_pt: float) -> None:
    scan = (
        drawn(TEXTS[7], size_pt).filter(ImageFilter.GaussianBlur(1.2)).point([60 + level // 2 for level in range(256)])
    )
    packed = io.BytesIO()
    scan.save(packed, "JPEG", quality=40)
    found = read(Image.open(packed))
    assert found is not None
    assert found.text == TEXTS[7]


def test_a_stroke_of_the_pen_over_it_does_not_matter() -> None:
    page = drawn(TEXTS[0], 54.0)
    ImageDraw.Draw(page).line((1490, 2150, 1680, 2190), fill=0, width=5)
    found = read(page)
    assert found is not None
    assert found.text == TEXTS[0]


def test_a_code_that_is_not_looked_for_is_not_taken_for_another() -> None:
    assert read(drawn(TEXTS[0]), TEXTS[5:]) is None
    assert read(drawn(TEXTS[0]), []) is None


def test_a_page_without_a_code_bears_none() -> None:
    page = drawn(TEXTS[0])
    ImageDraw.Draw(page).rectangle((1480, 2060, 1700, 2300), fill=255)
    assert read(page) is None


def test_a_place_is_found_again_on_a_page_that_lay_askew() -> None:
    flat = drawn(TEXTS[1])
    ImageDraw.Draw(flat).rectangle((300, 500, 320, 520), fill=0)
    askew = flat.rotate(1.2, fillcolor=255, resample=Image.Resampling.BICUBIC, translate=(18, -25))
    one, other = read(flat), read(askew)
    assert one is not None
    assert other is not None
    rgb = askew.convert("RGB")
    ink = Ink.of(Raster(rgb.width, rgb.height, rgb.tobytes()))
    x, y = one.carried_to(other, 310, 510)
    assert ink.is_ink(x, y)
