"""Whether documents that the office adds keep all their ink: python -m tests.bench.kept_ink FOLDER [PAGES A FILE].

Every PDF in the folder is made into finished pages as an added document is, and each page is drawn before and after
that. Prints the pages on which ink is gone or new, and how many of them.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from app.errors import AppError
from app.pdf.raster import Raster
from app.pdf.worker import PaperWorker

#: Tones further apart are another ink; fewer pixels are the edges of letters.
_APART, _LEAST_PX = 90, 25


def main() -> int:
    """Compare; 1 where ink is lost."""
    folder = Path(sys.argv[1])
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    files = sorted(path for path in folder.rglob("*.pdf") if path.is_file())
    told = {"whole": 0, "refused": 0, "lost": 0, "new": 0}
    with PaperWorker() as worker:
        for path in files:
            for what in _compared(worker, path, most):
                told[what] += 1
    print(f"{len(files)} files: " + ", ".join(f"{number} {word}" for word, number in told.items()))
    return int(told["lost"] > 0)


def _compared(worker: PaperWorker, path: Path, most: int) -> Iterator[str]:
    data = path.read_bytes()
    try:
        pages, made = worker.cleaned(lambda: data)
    except AppError as problem:
        print(f"{path.name}: {problem.code}")
        yield "refused"
        return
    for page in range(1, min(pages, most) + 1):
        try:
            before, after = (_grey(worker.render(pdf, page, 1.0)) for pdf in (data, made))
        except AppError as problem:
            print(f"{path.name} page {page}: {problem.code}")
            yield "refused"
            continue
        lost, new = _beyond(before, after), _beyond(after, before)
        if lost >= _LEAST_PX:
            print(f"{path.name} page {page}: {lost} pixels of ink gone")
        if new >= _LEAST_PX:
            print(f"{path.name} page {page}: {new} pixels of ink new")
        yield "lost" if lost >= _LEAST_PX else "new" if new >= _LEAST_PX else "whole"


def _grey(raster: Raster) -> Image.Image:
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L")


def _beyond(one: Image.Image, other: Image.Image) -> int:
    """Pixels that are ink on one page and far lighter on the other, with what stands right beside them."""
    if one.size != other.size:
        return one.width * one.height
    near = other.filter(ImageFilter.MinFilter(3))
    return sum(ImageChops.subtract(near, one).histogram()[_APART:])


if __name__ == "__main__":
    sys.exit(main())
