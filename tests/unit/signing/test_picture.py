"""Photographed signatures: cleaned, darkened, trimmed, and drawn as a shape that a fax carries."""

from __future__ import annotations

import io
import math
import random

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.domain.practice import Person
from app.pdf.problems import DamagedPicture
from app.pdf.template import PageShape, Rect
from app.pdf.worker import PaperWorker
from app.signing.frame import Frame
from app.signing.mark import PictureMark, check_mark, decode_mark, encode_mark
from app.signing.picture import mark_of_picture
from app.signing.problems import MarkTooThin, MarkUnreadable, NoSignatureInPicture
from app.signing.strokes import mark_ink, mark_width
from tests.unit.signing.conftest import blank_pages
from tests.unit.signing.test_stamp import draft_of, signed_form


@pytest.fixture(scope="module")
def worker() -> PaperWorker:  # type: ignore[misc]
    with PaperWorker() as made:
        yield made


def truth(size: tuple[int, int] = (1200, 500)) -> Image.Image:
    """The ink of a signature, white on black."""
    image = Image.new("L", size)
    pen = ImageDraw.Draw(image)
    points = [
        (size[0] * (0.15 + 0.7 * u) + 50 * math.sin(u * 24), size[1] * (0.5 - 0.25 * math.cos(u * 24) * (1 - u * 0.6)))
        for u in (step / 400 for step in range(401))
    ]
    pen.line(points, fill=255, width=9, joint="curve")
    pen.line([(size[0] * 0.2, size[1] * 0.82), (size[0] * 0.8, size[1] * 0.78)], fill=255, width=8)
    return image


def photo(ink: Image.Image, *, shade: int = 90, seed: int = 1) -> bytes:
    """The signature as a telephone takes it: a shadow across yellowish paper, blue ink, noise, JPEG."""
    chance = random.Random(seed)  # noqa: S311
    width, height = ink.size
    light = Image.linear_gradient("L").rotate(30).resize(ink.size).point(lambda v: 120 + v * 120 // 255)
    noise = Image.frombytes("L", ink.size, chance.randbytes(width * height)).point(lambda v: 115 + v // 10)
    greenish, bluish = light.point(lambda v: max(v - 8, 0)), light.point(lambda v: v * 9 // 10)
    paper = Image.merge("RGB", (light, greenish, bluish))
    paper.paste((shade // 3, shade // 2, shade), mask=ink.filter(ImageFilter.GaussianBlur(1)))
    paper = Image.blend(paper, Image.merge("RGB", (noise, noise, noise)), 0.06)
    for _ in range(40):
        x, y = chance.randrange(width), chance.randrange(height)
        paper.putpixel((x, y), (60, 60, 60))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=80, exif=Image.Exif())
    return out.getvalue()


def taken(worker: PaperWorker, data: bytes) -> PictureMark:
    return mark_of_picture(worker.render(worker.picture_pages(data), 1, 2.0))


@pytest.mark.parametrize("seed", range(4))
def test_ink_is_kept_and_shadow_is_not(worker: PaperWorker, seed: int) -> None:
    ink = truth()
    mark = taken(worker, photo(ink, seed=seed))
    expected = ink.crop(ink.getbbox()).resize((mark.width, mark.height)).point([0] * 100 + [255] * 156)
    got = Image.frombytes("1", (mark.width, mark.height), mark.bits).convert("L")
    both = ImageChops.multiply(expected, got).histogram()[255]
    either = ImageChops.lighter(expected, got).histogram()[255]
    assert both / either > 0.75
    assert abs(mark.width / mark.height - expected.width / expected.height) < 0.01


def test_pencil_grey_is_darkened_to_black(worker: PaperWorker) -> None:
    mark = taken(worker, photo(truth(), shade=150, seed=2))
    assert mark.ink > 1000


def test_a_picture_without_a_signature_is_refused(worker: PaperWorker) -> None:
    for shade in ("white", "#777777", "black"):
        out = io.BytesIO()
        Image.new("RGB", (800, 400), shade).save(out, "PNG")
        with pytest.raises(NoSignatureInPicture):
            taken(worker, out.getvalue())
    with pytest.raises(DamagedPicture):
        taken(worker, b"GIF89a nothing")


def test_a_picture_signs_visibly(worker: PaperWorker, slot: bytes, person: Person) -> None:
    mark = taken(worker, photo(truth()))
    signed = signed_form(worker, draft_of(worker, blank_pages("empty")), slot, person, mark)
    assert signed.authorization.mark == mark
    assert [list(page.images) for page in pypdf.PdfReader(io.BytesIO(signed.pdf)).pages] == [[]]


def test_a_picture_mark_goes_there_and_back(worker: PaperWorker) -> None:
    mark = taken(worker, photo(truth()))
    assert decode_mark(encode_mark(mark)) == mark
    assert len(encode_mark(mark)) < 12_000


@given(st.integers(-1, 3000), st.integers(-1, 3000), st.binary(max_size=200))
def test_impossible_pictures_are_no_marks(width: int, height: int, bits: bytes) -> None:
    mark = PictureMark(width, height, bits)
    if (width + 7) // 8 * height != len(bits) or width <= 0 or height <= 0:
        with pytest.raises((MarkUnreadable, MarkTooThin)):
            check_mark(mark)


@given(st.integers(20, 60), st.integers(4, 30), st.data())
def test_the_shape_covers_exactly_the_ink(width: int, height: int, data: st.DataObject) -> None:
    stride = (width + 7) // 8
    rows = [data.draw(st.integers(0, (1 << width) - 1)) << (stride * 8 - width) for _ in range(height)]
    mark = PictureMark(width, height, b"".join(row.to_bytes(stride) for row in rows))
    place = Rect(10, 20, 10 + width, 20 + height)
    frame = Frame(PageShape(Rect(0, 0, 612, 792)))
    [shape] = mark_ink(mark, place, frame)
    area = 0.0
    numbers = [points for _, points in shape.steps]
    for at in range(0, len(numbers), 5):
        (x0, y0), _, (x1, y1), _ = numbers[at : at + 4]
        assert 10 <= x0 < x1 <= 10 + width
        assert 20 <= y0 < y1 <= 20 + height
        area += (x1 - x0) * (y1 - y0)
    assert area == pytest.approx(mark.ink)
    assert mark_width(mark, height) <= width + 0.01
