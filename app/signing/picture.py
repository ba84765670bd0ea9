"""A photographed or scanned signature as a mark: paper and shadows taken away, ink made black, trimmed.

Works on pixels that the worker decoded; the picture's own file is never opened here.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath, ImageOps

from app.pdf.raster import Raster
from app.signing.mark import PictureMark
from app.signing.problems import NoSignatureInPicture

_WIDEST_PX, _TALLEST_PX = 480, 150
_WORKING_PX = 960
_EDGE_SHARE = 0.015
#: Ink is at most this light against its paper, and at least this dark counts in any case.
_LIGHTEST, _DARKEST = 215, 140
#: Less ink is no signature; more is a photograph of something else.
_LEAST_INK, _MOST_INK = 0.004, 0.45
_SPECK_PX = 8
_CLOSE_PX = 15


def mark_of_picture(drawn: Raster) -> PictureMark:
    """The signature in a picture.

    Args:
        drawn: the page that shows the picture, as the worker drew it.

    Raises:
        NoSignatureInPicture: there is no dark ink on light paper in it.
    """
    grey = _trimmed(Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).convert("L"))
    ink = _ink(_flattened(grey))
    box = _bounds(ink)
    if box is None:
        raise NoSignatureInPicture
    ink = ink.crop(box)
    if not _LEAST_INK <= _share(ink) <= _MOST_INK:
        raise NoSignatureInPicture
    scale = min(_WIDEST_PX / ink.width, _TALLEST_PX / ink.height, 1.0)
    size = max(round(ink.width * scale), 1), max(round(ink.height * scale), 1)
    # A thin stroke must survive being made smaller: a third of a pixel of ink is ink.
    small = ink.resize(size, Image.Resampling.BOX).point([255 if level >= 85 else 0 for level in range(256)], mode="1")
    return PictureMark(small.width, small.height, small.tobytes())


def _trimmed(grey: Image.Image) -> Image.Image:
    """The picture without the white page around it and without its own rim, at a size that is quick to work on."""
    box = ImageOps.invert(grey).point([255 if level > 6 else 0 for level in range(256)]).getbbox()
    if box is None:
        raise NoSignatureInPicture
    left, top, right, bottom = box
    inset = round(min(right - left, bottom - top) * _EDGE_SHARE)
    if right - left <= 2 * inset + 8 or bottom - top <= 2 * inset + 8:
        raise NoSignatureInPicture
    cut = grey.crop((left + inset, top + inset, right - inset, bottom - inset))
    cut.thumbnail((_WORKING_PX, _WORKING_PX), Image.Resampling.LANCZOS)
    return cut


def _flattened(grey: Image.Image) -> Image.Image:
    """Each pixel against the paper around it: shadows and a yellow page become white."""
    small = grey.resize((max(grey.width // 4, 1), max(grey.height // 4, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(11)).filter(ImageFilter.GaussianBlur(8))
    paper = paper.resize(grey.size, Image.Resampling.BILINEAR)
    even: Image.Image = ImageMath.lambda_eval(
        lambda of: of["convert"](of["min"](of["ink"] * 255 / of["max"](of["paper"], 1), 255), "L"),
        ink=grey,
        paper=paper,
    )
    return even


def _ink(even: Image.Image) -> Image.Image:
    level = min(max(_parting(even.histogram()), _DARKEST), _LIGHTEST)
    dark = even.point([255 if value < level else 0 for value in range(256)])
    return _without_rim(dark.filter(ImageFilter.MedianFilter(3)))


def _without_rim(ink: Image.Image) -> Image.Image:
    """The ink without what reaches in from the picture's edge: the table beyond the paper, a frame, a thumb."""
    # Crumbs along the edge of the paper belong to it: what lies close together counts as one.
    grown = ink.filter(ImageFilter.MaxFilter(_CLOSE_PX))
    for x, y in _rim(grown.width, grown.height):
        if grown.getpixel((x, y)) == 255:
            ImageDraw.floodfill(grown, (x, y), 0)
    return ImageChops.darker(ink, grown)


def _rim(width: int, height: int) -> Iterator[tuple[int, int]]:
    for x in range(width):
        yield from ((x, 0), (x, height - 1))
    for y in range(height):
        yield from ((0, y), (width - 1, y))


def _parting(histogram: list[int]) -> int:
    """The level that parts ink from paper best: both sides as even as they can be (Otsu)."""
    total, whole = sum(histogram), sum(level * count for level, count in enumerate(histogram))
    best, at, count, weight = 0.0, _LIGHTEST, 0, 0
    for level, here in enumerate(histogram):
        count += here
        weight += level * here
        if 0 < count < total:
            apart = weight / count - (whole - weight) / (total - count)
            between = apart * apart * count * (total - count)
            if between > best:
                best, at = between, level + 1
    return at


def _bounds(ink: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the ink lies, lone specks left out."""
    rough = ink.resize((max(ink.width // _SPECK_PX, 1), max(ink.height // _SPECK_PX, 1)), Image.Resampling.BOX).point(
        [255 if level > 48 else 0 for level in range(256)]
    )
    box = rough.getbbox()
    if box is None:
        return None
    left, top, right, bottom = (edge * _SPECK_PX for edge in box)
    near = max(left - _SPECK_PX, 0), max(top - _SPECK_PX, 0), right + _SPECK_PX, bottom + _SPECK_PX
    inner = ink.crop((*near[:2], min(near[2], ink.width), min(near[3], ink.height))).getbbox()
    if inner is None:
        return None
    return near[0] + inner[0], near[1] + inner[1], near[0] + inner[2], near[1] + inner[3]


def _share(ink: Image.Image) -> float:
    return ink.histogram()[255] / (ink.width * ink.height)
