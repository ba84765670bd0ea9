"""How much memory a packet of many scanned pages takes, both processes together, and how long each stage.

    python -m tests.bench.packet_memory [PAGES] [KILOBYTES A PAGE]

Adds a made-up scan to the sample patient, lets it go with a request, signs it and makes the packet. Prints seconds, the
highest memory of the program and its worker at one moment, and the sizes. Linux only: it reads /proc.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFilter

from app.clock import SystemClock
from app.domain.request import AttachmentKind, Request
from app.domain.sample import REQUESTS
from app.places import Places
from app.services import documents
from app.services.demo import stand_in
from app.services.edits import found
from app.services.export import make_packet
from app.services.sample import SAMPLE_SIGNING_WORDS, create_sample, own_form
from app.services.sign import review, sign

MOST_BYTES = 500_000_000
_SIZE_PX = (1700, 2200)


def scan(pages: int, kilobytes: int, path: Path) -> None:
    """A scan of grey pages, each a photograph of its own of about that size."""
    quality = next(
        quality
        for quality in (35, 50, 60, 70, 80, 88, 93, 97, 99)
        if len(_jpeg(1, quality)) >= kilobytes * 1000 or quality == 99
    )
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            picture = pdf.make_stream(_jpeg(number, quality))
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            picture.Width, picture.Height, picture.BitsPerComponent = *_SIZE_PX, 8
            picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
            page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Scan Do Q")
        pdf.save(path)


def _jpeg(number: int, quality: int) -> bytes:
    image = (
        Image.effect_noise(_SIZE_PX, 18)
        .filter(ImageFilter.GaussianBlur(0.7))
        .point([min(255, v + 90) for v in range(256)])
    )
    pen = ImageDraw.Draw(image)
    for row in range(24):
        pen.text((150, 150 + row * 80), f"Visit {number}, line {row}: headache days eighteen", fill=30, font_size=34)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


class Watch:
    """Looks at the memory of this process and of those it started, again and again."""

    def __init__(self) -> None:
        self.own = self.child = self.both = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking."""
        self._stop.set()
        self._thread.join()

    def fresh(self) -> None:
        """Forget what was seen so far."""
        self.own = self.child = self.both = 0

    def _look(self) -> None:
        while not self._stop.wait(0.01):
            own, child = _resident(os.getpid()), sum(map(_resident, _children()))
            self.own, self.child = max(self.own, own), max(self.child, child)
            self.both = max(self.both, own + child)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def _children() -> Iterator[int]:
    for task in Path("/proc/self/task").iterdir():
        try:
            yield from map(int, (task / "children").read_text().split())
        except OSError:
            continue


def main() -> int:
    """Measure; 1 where it takes more than it may."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    kilobytes = int(sys.argv[2]) if len(sys.argv) > 2 else 425
    most = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        given = folder / "scan.pdf"
        # In a process of its own: what drawing it leaves in the memory is not the program's.
        if os.fork() == 0:
            scan(pages, kilobytes, given)
            os._exit(0)
        os.wait()
        watch = Watch()

        @contextmanager
        def stage(name: str) -> Iterator[None]:
            nonlocal most
            watch.fresh()
            start = time.perf_counter()
            yield
            took, most = time.perf_counter() - start, max(most, watch.both)
            print(
                f"{name:<22} {took:6.1f} s   program {watch.own / 1e6:5.0f} MB, worker {watch.child / 1e6:5.0f} MB, "
                f"together {watch.both / 1e6:5.0f} MB"
            )

        session = create_sample(folder / "sample.vault", SystemClock(), Places.under(folder / "user"))
        stand_in(session, REQUESTS[0], own_form(session).choice)
        request = found(session, Request, REQUESTS[0])
        with stage("at rest"):
            time.sleep(0.2)
        with stage("add the scan"):
            kept = documents.add_file(session, request.patient_id, given, AttachmentKind.CHART_NOTE, "Scan")
        with stage("choose and sign"):
            documents.choose(session, request.id, (kept.id,))
            sign(session, review(session, request.id), SAMPLE_SIGNING_WORDS)
        out = folder / "out"
        out.mkdir()
        told: list[float] = []
        with stage("make the packet"):
            packet = make_packet(session, request.id, out, tell=lambda share, words: told.append(time.perf_counter()))
        longest = max((after - before for before, after in pairwise(told)), default=0.0)
        print(f"given {given.stat().st_size / 1e6:.0f} MB, {len(told)} steps told, the longest {longest:.2f} s")
        for path in packet.files:
            print(f"  {path.stat().st_size / 1e6:6.1f} MB  {path.name}")
        watch.end()
        session.paper.close()
        session.vault.close()
    print(f"most at one moment: {most / 1e6:.0f} MB of {MOST_BYTES / 1e6:.0f}")
    return int(most > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
