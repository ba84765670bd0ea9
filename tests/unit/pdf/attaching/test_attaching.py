"""Documents that go with a form: pictures become pages, and what is blackened is gone."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from app.pdf.problems import DamagedPicture, NoSuchPage
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker

SECRET = Rect(72, 700, 300, 720)
#: Where that is seen on a page that is viewed turned.
SEEN = {0: SECRET, 90: Rect(700, 312, 720, 540), 180: Rect(312, 72, 540, 92), 270: Rect(72, 72, 92, 300)}


@pytest.fixture(scope="module")
def worker() -> Iterator[PaperWorker]:
    with PaperWorker() as opened:
        yield opened


def letter(*texts: str, turn: int = 0) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for text in texts:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(80, 705, text)
        canvas.drawString(80, 300, "This stays")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as pdf:
        for page in pdf.pages:
            page.Rotate = turn
        turned = io.BytesIO()
        pdf.save(turned)
    return turned.getvalue()


def photo(size: tuple[int, int] = (1200, 900), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, "white" if mode != "RGBA" else (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 100, size[0] - 100, 200), fill="black")
    return image


def encoded(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "TIFF":
        photo().save(out, "TIFF", save_all=True, append_images=[photo(mode="1"), photo(mode="L")])
    elif kind == "HEIF":
        pillow_heif.from_pillow(photo()).save(out, format="HEIF")
    elif kind == "turned":
        exif = Image.Exif()
        exif[0x0112] = 6
        photo().save(out, "JPEG", exif=exif)
    else:
        photo(mode="RGBA" if kind == "PNG" else "RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "pages"), [("JPEG", 1), ("PNG", 1), ("TIFF", 3), ("HEIF", 1), ("GIF", 1), ("turned", 1)]
)
def test_a_picture_becomes_upright_letter_pages(worker: PaperWorker, kind: str, pages: int) -> None:
    made = worker.picture_pages(encoded(kind))
    assert worker.picture_pages(encoded(kind)) == made or kind == "HEIF"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [[float(edge) for edge in page.mediabox] for page in pdf.pages] == [[0, 0, 612, 792]] * pages
    assert worker.first_finding(made) is None
    raster = worker.render(made, 1, 0.5)
    image = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L")
    assert image.getextrema()[0] < 60
    assert image.getpixel((2, 2)) == 255
    if kind == "turned":
        ink = image.point(lambda level: 255 * (level < 128)).getbbox()
        assert ink is not None
        assert ink[3] - ink[1] > ink[2] - ink[0]


def test_what_is_no_picture_is_told(worker: PaperWorker) -> None:
    with pytest.raises(DamagedPicture):
        worker.picture_pages(b"\xff\xd8\xff\xe0" + bytes(100))
    with pytest.raises(DamagedPicture):
        worker.picture_pages(encoded("JPEG")[:300])


def test_a_large_picture_is_kept_no_finer_than_a_fax_needs(worker: PaperWorker) -> None:
    out = io.BytesIO()
    photo((6000, 8000)).save(out, "PNG")
    made = worker.picture_pages(out.getvalue())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        picture = pdf.pages[0].Resources.XObject.Picture
        assert int(picture.Width) <= 8.5 * 300
        assert int(picture.Height) <= 11 * 300


def test_pages_are_chosen_in_the_order_given(worker: PaperWorker) -> None:
    made = worker.chosen_pages(letter("first", "second", "third"), [3, 1])
    assert [text.split("\r\n")[0] for text in worker.page_text(made)] == ["third", "first"]
    with pytest.raises(NoSuchPage):
        worker.chosen_pages(letter("only"), [2])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_blackened_is_gone_and_black(worker: PaperWorker, turn: int) -> None:
    original = letter("HIV negative", "second page", turn=turn)
    made = worker.blackened(original, {1: [SEEN[turn]]})
    texts = worker.page_text(made)
    assert "HIV" not in texts[0]
    assert "second page" in texts[1]
    assert b"HIV" not in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        inside = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert b"HIV" not in inside
    before, after = (worker.render(pdf, 1, 1.0) for pdf in (original, made))
    assert (before.width, before.height) == (after.width, after.height)
    old, new = (Image.frombytes("RGB", (r.width, r.height), r.rgb).convert("L") for r in (before, after))
    dark = [sum(image.histogram()[:60]) for image in (old, new)]
    area = (SECRET.x1 - SECRET.x0) * (SECRET.y1 - SECRET.y0)
    assert dark[1] == pytest.approx(area, rel=0.1)
    assert dark[0] < area / 3


def test_grey_pages_have_no_colour_left(worker: PaperWorker) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    made = worker.grey_pages(out.getvalue())
    raster = worker.render(made, 1, 0.25)
    red, green, blue = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def scanned(pages: int, *, noise: int = 0, shared: bool = False) -> bytes:
    """Pages that are pictures; `shared` pages have one list of all pictures, as some scanners write them."""
    every = pikepdf.Dictionary()
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            out = io.BytesIO()
            picture = Image.effect_noise((850, 1100), noise) if noise else Image.new("L", (85, 110), 10 * number)
            picture.save(out, "JPEG", quality=95)
            stream = pdf.make_stream(out.getvalue())
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height, stream.BitsPerComponent = *picture.size, 8
            stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
            every[f"/Scan{number}"] = stream
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/Scan{number}": stream}))
            page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Scan%d Do Q" % number)
        if shared:
            listed = pdf.make_indirect(pikepdf.Dictionary(XObject=every))
            for page in pdf.pages:
                page.Resources = listed
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def pictures_in(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
        return [bytes(item.read_raw_bytes()) for item in found if item.get("/Subtype") == "/Image"]


def test_pages_that_do_not_go_out_leave_nothing_in_the_file(worker: PaperWorker) -> None:
    original = scanned(3, shared=True)
    first, second, third = pictures_in(original)
    chosen = worker.chosen_pages(original, [2])
    assert pictures_in(chosen) == [second]
    black = worker.blackened(original, {1: [SECRET], 3: [SECRET]})
    assert second in pictures_in(black)
    assert not {first, third} & set(pictures_in(black))


def test_a_long_scan_is_cleaned_in_parts_with_its_pictures_as_they_are(worker: PaperWorker) -> None:
    original = scanned(34, noise=60, shared=True)
    assert len(original) > 16_000_000
    pages, made = worker.cleaned(lambda: original)
    assert pages == 34
    assert sorted(pictures_in(made)) == sorted(pictures_in(original))
    assert len(made) < 1.01 * len(original)
    assert worker.first_finding(made) is None


def layered() -> bytes:
    """A page with a layer that is switched off."""
    with pikepdf.open(io.BytesIO(letter("shown", "second"))) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Draft"))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        )
        for page in pdf.pages:
            page.Resources.Properties = pikepdf.Dictionary(Off=layer)
            page.contents_add(b"/OC /Off BDC 0 0 0 rg 0 0 612 400 re f EMC")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_what_a_layer_hides_stays_hidden_on_chosen_pages(worker: PaperWorker) -> None:
    original = layered()
    for made in (worker.chosen_pages(original, [2]), worker.blackened(original, {1: [SECRET]})):
        page = worker.render(made, len(worker.page_text(made)), 0.5)
        grey = Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("L")
        assert grey.getpixel((150, 380)) == 255


def test_documents_are_given_again_to_a_child_that_lost_them(worker: PaperWorker) -> None:
    given: list[int] = []

    def load() -> bytes:
        given.append(1)
        return letter("first", "second")

    with worker.holding() as held:
        number = held.put(load)
        worker.close()
        made = held.joined([(number, [2])])
    assert len(given) == 2
    assert worker.page_text(made)[0].startswith("second")
