"""How well boxes are found on flat pages: `python tests/bench/finder.py [FORMS…] [--half HALF] [--pictures DIR]`.

Every fillable form given loses its boxes, is looked at as if it had never had any, and the boxes it had are the answer.
Forms are PDF files or folders of them; without any, the payers' forms beside the checkout. Forms fall into two halves
by their names: what is changed in the finder is tried on the one and judged by the other.

A box counts as without a mark where the paper around it is of one colour, or where `--bare` took away the only frame
it had: nobody could know of it.
With `--pictures` each page with a fault is drawn: green found, blue in another place, red missed, orange extra.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.errors import AppError  # noqa: E402
from app.pdf.template import Box, Rect  # noqa: E402
from app.pdf.worker import Limits, PaperWorker  # noqa: E402
from tests.bench.finder_answers import SCALE, Given, given, half_of, on_picture  # noqa: E402
from tests.bench.finder_counting import Compared, Count, compared  # noqa: E402

PAYERS = ROOT.parent / "shared" / "forms"
_FOUND, _MOVED, _MISSED, _EXTRA = "#1a9a3c", "#2f6fde", "#e02020", "#f08c00"


def main() -> None:
    """Show the figures of every form, of each folder and of all."""
    options = _options()
    totals: dict[str, Count] = {}
    with PaperWorker(limits=Limits(compile_s=60, draw_s=60)) as worker:
        for path in _files(options.forms or [PAYERS], options.half):
            try:
                one = given(path, worker, bare=options.bare)
                if one is None:
                    continue
                begun = time.perf_counter()
                found = worker.compile(one.data, find=True).template.boxes
            except AppError as problem:
                print(f"{path.stem[:44]:44} not opened: {problem.code}")
                continue
            result = compared(one.answers, found)
            print(f"{path.stem[:44]:44} {result.count}  {time.perf_counter() - begun:4.1f} s")
            if options.pictures:
                _draw(one, found, result, worker, options.pictures)
            for name in (path.parent.name, "all"):
                totals[name] = totals.get(name, Count()) + result.count
    for name, count in totals.items():
        print(f"{name.upper():44} {count}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", type=Path, help="PDF files or folders")
    parser.add_argument("--half", choices=("tune", "unseen"), help="only the forms of one half")
    parser.add_argument("--bare", action="store_true", help="frames that boxes draw themselves are taken away as well")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the pages with faults")
    return parser.parse_args()


def _files(places: Sequence[Path], half: str | None) -> Iterator[Path]:
    for place in places:
        for path in sorted(place.glob("*.pdf")) if place.is_dir() else [place]:
            if half is None or half_of(path) == half:
                yield path


def _draw(one: Given, found: Sequence[Box], result: Compared, worker: PaperWorker, folder: Path) -> None:
    """Pictures of the pages on which something is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    missed, moved, extra = set(map(id, result.missed)), set(map(id, result.moved)), set(map(id, result.extra))
    pages = {item.page for item in (*result.missed, *result.moved, *result.extra)}
    for page in sorted(pages):
        raster = worker.render(one.data, page, SCALE)
        image = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
        pen = ImageDraw.Draw(image)

        def outline(rect: Rect, color: str, width: int, *, on: int = page, pen: ImageDraw.ImageDraw = pen) -> None:
            left, top, right, low = on_picture(rect, one.shapes[on - 1], SCALE)
            pen.rectangle((left, top, max(left, right), max(top, low)), outline=color, width=width)

        for answer in (answer for answer in one.answers if answer.page == page):
            if id(answer) in missed:
                outline(answer.rect, _MISSED, 3)
            elif id(answer) in moved:
                outline(answer.rect, _MOVED, 2)
        for box in (box for box in found if box.page == page):
            outline(box.rect, _EXTRA if id(box) in extra else _FOUND, 2 if id(box) in extra else 1)
        image.save(folder / f"{one.name}-{page}.png")


if __name__ == "__main__":
    main()
