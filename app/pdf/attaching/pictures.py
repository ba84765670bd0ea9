"""Pictures as pages: JPEG, PNG, TIFF of several pages, HEIC; upright, within the paper, never larger than a fax needs.

Only ever called inside the worker: decoders of pictures are as fragile as those of documents.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from app.pdf.problems import DamagedPicture, TooLarge

#: US letter, in points.
PAPER_PT = (612.0, 792.0)
_MARGIN_PT = 18.0
#: A page is kept at most at this resolution: twice what the finest fax carries.
_MOST_DPI = 300
_MOST_PIXELS = 120_000_000
_MOST_PAGES = 300
#: More than a page of letter paper needs at the resolution that is kept.
_ENOUGH_PIXELS = 20_000_000
_QUALITY = 85


@contextmanager
def pages_of_picture(data: bytes) -> Iterator[pikepdf.Pdf]:
    """A picture file as a PDF with a page for each picture in it.

    Raises:
        DamagedPicture: it is no picture that can be read.
        TooLarge: it has more pixels or pages than any scan.
    """
    with pikepdf.new() as pdf:
        for count, image in enumerate(_images(data), 1):
            if count > _MOST_PAGES:
                raise TooLarge(what=f"more than {_MOST_PAGES} pages")
            add_picture_page(pdf, image)
        yield pdf


def add_picture_page(pdf: pikepdf.Pdf, image: Image.Image, size_pt: tuple[float, float] | None = None) -> None:
    """Add a page that shows a picture: over the whole of a given size, else within the margins of letter paper."""
    width_pt, height_pt = size_pt or PAPER_PT
    room = (width_pt, height_pt) if size_pt else (width_pt - 2 * _MARGIN_PT, height_pt - 2 * _MARGIN_PT)
    scale = min(room[0] / image.width, room[1] / image.height)
    shown = (image.width * scale, image.height * scale)
    image = _thinned(image, shown)
    picture = pdf.make_stream(_jpeg(image))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = image.width, image.height, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
    picture.Filter = pikepdf.Name.DCTDecode
    x, y = (width_pt - shown[0]) / 2, (height_pt - shown[1]) / 2
    page = pdf.add_blank_page(page_size=(width_pt, height_pt))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture))
    content = f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {x:.3f} {y:.3f} cm /Picture Do Q"
    page.Contents = pdf.make_stream(content.encode())


def _images(data: bytes) -> Iterator[Image.Image]:
    _know_heic()
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "HEIF", "GIF", "BMP", "WEBP"))
            for frame in ImageSequence.Iterator(opened):
                if frame.width * frame.height > _MOST_PIXELS:
                    raise TooLarge(what=f"a picture of {frame.width} by {frame.height} pixels")
                yield _plain(_smaller(frame))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(what="a picture of hundreds of millions of pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise DamagedPicture() from error


def _smaller(frame: Image.Image) -> Image.Image:
    """A very large photograph brought down before it is copied: whole copies of it would take all memory."""
    pixels = frame.width * frame.height
    if pixels <= _ENOUGH_PIXELS or frame.mode not in ("RGB", "RGBA", "L", "CMYK", "YCbCr"):
        return frame
    smaller = frame.reduce(math.ceil(math.sqrt(pixels / _ENOUGH_PIXELS)))
    smaller.info = frame.info
    return smaller


def _know_heic() -> None:
    # Loaded only where a picture is read: the library brings a video decoder along.
    import pillow_heif  # noqa: PLC0415

    pillow_heif.register_heif_opener()


def _plain(frame: Image.Image) -> Image.Image:
    """Upright, without transparency, grey where it has no colour."""
    turned = ImageOps.exif_transpose(frame)
    image = turned if turned is not None else frame
    if image.mode in ("1", "L", "I;16", "I", "F"):
        return _light(image).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        image = paper
    return image.convert("RGB")


def _light(image: Image.Image) -> Image.Image:
    """Pictures of 16 bits brought down to 8 without turning white."""
    return image.point(lambda value: value / 256).convert("L") if image.mode in ("I;16", "I") else image


def _thinned(image: Image.Image, shown_pt: tuple[float, float]) -> Image.Image:
    most = (round(shown_pt[0] / 72 * _MOST_DPI), round(shown_pt[1] / 72 * _MOST_DPI))
    if image.width <= most[0] and image.height <= most[1]:
        return image
    return image.resize((max(1, most[0]), max(1, most[1])), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, dpi=(_MOST_DPI, _MOST_DPI))
    return out.getvalue()


def picture_kinds() -> Sequence[str]:
    """Endings of the picture files that can be added, for a file dialog."""
    return ("jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "gif", "bmp", "webp")
