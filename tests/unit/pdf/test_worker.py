"""The child process: it works, it can be killed, and it never takes the program with it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen import canvas

from app.pdf import cache
from app.pdf.cache import MemoryCache
from app.pdf.problems import (
    DamagedPdf,
    NoSuchPage,
    NotAPdf,
    PasswordNeeded,
    ReaderStopped,
    TooBusy,
    TooHeavy,
    TooLarge,
    WrongPassword,
)
from app.pdf.reading.compiler import compile_form
from app.pdf.template import Rect
from app.pdf.worker import Limits, PaperWorker
from tests.unit.pdf import hostile
from tests.unit.pdf.conftest import blank_pdf
from tests.unit.pdf.paper import form, saved, widget


def children() -> set[int]:
    command = ["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if not line.endswith("ps")}


def test_a_form_comes_back_as_if_compiled_here(paper_worker: PaperWorker) -> None:
    data = form(widget())
    assert paper_worker.compile(data) == compile_form(data)


def test_what_is_known_is_not_asked_again() -> None:
    kept, data = MemoryCache(), form(widget())
    with PaperWorker(kept) as worker:
        made = worker.compile(data)
        assert kept.get(cache.cache_name(data)) is not None
    with PaperWorker(kept, Limits(memory_bytes=1)) as useless:
        assert useless.compile(data) == made


def test_a_spoilt_cache_is_made_anew() -> None:
    kept, data = MemoryCache(), form(widget())
    kept.put(cache.cache_name(data), b"nonsense")
    with PaperWorker(kept) as worker:
        assert len(worker.compile(data).template.boxes) == 1


def test_problems_cross_the_border(paper_worker: PaperWorker) -> None:
    with pytest.raises(NotAPdf):
        paper_worker.compile(b"no form")
    with pytest.raises(NoSuchPage, match="Page 3 was asked for, but the document has 1"):
        paper_worker.render(blank_pdf(), 3, 1.0)
    with pytest.raises(DamagedPdf):
        paper_worker.page_text(b"%PDF-1.7 endobj")


def test_too_large_a_file_is_not_even_sent() -> None:
    with pytest.raises(TooLarge), PaperWorker() as worker:
        worker.compile(b"%PDF-1.7" + bytes(25_000_001))


def test_a_page_is_drawn_as_it_is_seen(paper_worker: PaperWorker) -> None:
    raster = paper_worker.render(blank_pdf(), 1, 2.0)
    assert (raster.width, raster.height) == (1224, 1584)
    assert len(raster.rgb) == 1224 * 1584 * 3
    assert raster.rgb[:3] == b"\xff\xff\xff"
    assert b"\x00\x00\x00" in raster.rgb


def test_text_is_read_by_page_and_by_place(paper_worker: PaperWorker) -> None:
    pdf = blank_pdf(2)
    assert ["page 2" in text for text in paper_worker.page_text(pdf)] == [False, True]
    places = [(2, Rect(30, 760, 400, 790)), (1, Rect(30, 100, 400, 200))]
    assert paper_worker.read_boxes(pdf, places) == ["Request form, page 2", ""]


def test_ink_is_counted_where_it_is_added(paper_worker: PaperWorker) -> None:
    empty, full = form(), form(content=b"100 700 10 10 re f")
    places = [(1, Rect(100, 700, 110, 710)), (1, Rect(300, 300, 310, 310))]
    added, elsewhere = paper_worker.ink_added(empty, full, places)
    assert added == pytest.approx(400, abs=45)
    assert elsewhere == 0


def test_ink_is_told_in_the_order_of_the_places_over_all_pages(paper_worker: PaperWorker) -> None:
    empty, full = io.BytesIO(), io.BytesIO()
    for out, marks in ((empty, ()), (full, (100, 300, 500))):
        drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
        for x in (100, 300, 500):
            drawing.rect(x, 100, 50, 50, fill=x in marks)
            drawing.showPage()
        drawing.save()
    inner = {number: Rect(200 * number - 90, 110, 200 * number - 60, 140) for number in (1, 2, 3)}
    places = [(3, inner[3]), (1, inner[2]), (1, inner[1]), (3, inner[1]), (2, inner[2])]
    counts = paper_worker.ink_added(empty.getvalue(), full.getvalue(), places)
    assert [count > 1_000 for count in counts] == [True, False, True, False, True]


def ruled_pdf() -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
    for number, label in enumerate(("Patient name:", "Date of birth:", "Member ID:", "Diagnosis:")):
        drawing.drawString(40, 700 - 40 * number, label)
        drawing.line(140, 698 - 40 * number, 500, 698 - 40 * number)
    drawing.save()
    return out.getvalue()


def test_places_are_found_where_they_are_asked_for_and_kept_apart(paper_worker: PaperWorker) -> None:
    data = ruled_pdf()
    assert paper_worker.compile(data).template.boxes == ()
    found = paper_worker.compile(data, find=True).template.boxes
    assert len(found) == 4
    assert paper_worker.compile(data, find=True).template.boxes == found
    assert paper_worker.compile(data).template.boxes == ()
    declared = paper_worker.compile(data, declared=found[:1], find=True).template.boxes
    assert declared == found[:1]


def test_a_bomb_stops_the_child_in_time_and_nothing_else() -> None:
    with PaperWorker() as worker:
        worker.compile(form())
        for work in (worker.page_text, lambda data: worker.render(data, 1, 1.0)):
            started = time.monotonic()
            with pytest.raises((ReaderStopped, TooHeavy)):
                work(hostile.self_drawing())
            assert time.monotonic() - started < 5
            assert worker.page_text(blank_pdf())
        assert len(worker.compile(form(widget())).template.boxes) == 1


@pytest.mark.parametrize(
    "build",
    [
        hostile.flate_bomb,
        hostile.double_flate,
        hostile.many_widgets,
        hostile.many_objects,
        hostile.long_string,
        hostile.many_pages,
    ],
)
def test_bombs_end_in_time(build: object) -> None:
    data = build()  # type: ignore[operator]
    with PaperWorker() as worker:
        worker.compile(form())
        started = time.monotonic()
        with pytest.raises((TooLarge, TooHeavy, ReaderStopped)):
            worker.compile(data)
        assert time.monotonic() - started < 5


def test_what_takes_too_long_is_stopped() -> None:
    with PaperWorker(limits=Limits(compile_s=0.2)) as worker:
        worker.render(blank_pdf(), 1, 1.0)
        with pytest.raises(TooHeavy, match="too much time"):
            worker.compile(hostile.many_pages())
        assert worker.page_text(blank_pdf())


def test_a_child_that_has_yet_to_start_gives_a_file_no_more_time() -> None:
    with PaperWorker(limits=Limits(compile_s=0.2, start_s=60.0)) as worker:
        started = time.monotonic()
        with pytest.raises(TooHeavy, match="too much time"):
            worker.compile(hostile.many_pages())
        assert time.monotonic() - started < 20


@pytest.mark.parametrize("build", [hostile.blended, hostile.tiled])
def test_a_page_that_takes_for_ever_to_draw_is_refused_when_it_is_opened(build: Callable[[], bytes]) -> None:
    with PaperWorker() as worker:
        assert len(worker.compile(build()).template.boxes) == 1
        with pytest.raises(TooHeavy, match="too much time"):
            worker.compile(build(), find=True)
        assert worker.page_text(blank_pdf())


def test_what_took_too_long_to_look_at_once_is_not_looked_at_again() -> None:
    with PaperWorker() as worker:
        with pytest.raises(TooHeavy):
            worker.compile(hostile.blended(), find=True)
        started = time.monotonic()
        with pytest.raises(TooHeavy):
            worker.sights(hostile.blended())
        assert time.monotonic() - started < 0.2


@pytest.mark.skipif(sys.platform != "linux", reason="only there a child can be kept from working, and its work be told")
def test_a_child_that_was_kept_from_working_gets_more_time() -> None:
    before = children()
    with PaperWorker(limits=Limits(compile_s=0.6)) as worker:
        worker.compile(form())
        (child,) = children() - before
        os.kill(child, signal.SIGSTOP)
        threading.Timer(0.8, os.kill, (child, signal.SIGCONT)).start()
        assert len(worker.compile(form(widget())).template.boxes) == 1
        os.kill(child, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(TooBusy):
            worker.compile(form(widget(), widget()))
        assert 2.3 < time.monotonic() - started < 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent there")
def test_a_killed_child_is_replaced_and_none_is_left() -> None:
    before = children()
    worker = PaperWorker()
    worker.compile(form())
    (child,) = children() - before
    os.kill(child, signal.SIGKILL)
    with pytest.raises(ReaderStopped):
        for _ in range(100):
            worker.compile(form(widget()))
            worker.page_text(blank_pdf())
            if child not in children():
                raise ReaderStopped
    assert worker.page_text(blank_pdf())
    worker.close()
    assert children() - before == set()


def test_many_threads_share_one_child(paper_worker: PaperWorker) -> None:
    results: list[int] = []

    def ask(number: int) -> None:
        results.append(len(paper_worker.compile(form(*[widget()] * number)).template.boxes))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(1, 9))


def test_no_thread_and_no_pipe_is_left() -> None:
    worker = PaperWorker()
    worker.compile(form())
    threads = threading.active_count()
    worker.close()
    assert threading.active_count() == threads - 2
    if Path("/proc/self/fd").is_dir():
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(3):
            worker.compile(form(widget()) + b"\n" * _)
            worker.close()
        assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_damaged_file_is_drawn_and_read_all_the_same(paper_worker: PaperWorker) -> None:
    torn = blank_pdf()
    torn = torn[: torn.rindex(b"xref")]
    assert "page 1" in paper_worker.page_text(torn)[0]
    assert paper_worker.render(torn, 1, 1.0).width == 612


def test_a_locked_file_is_not_drawn(paper_worker: PaperWorker) -> None:
    with pikepdf.open(io.BytesIO(blank_pdf())) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="boss", user="open"))
    with pytest.raises(PasswordNeeded):
        paper_worker.render(locked, 1, 1.0)


def test_what_a_password_opened_is_looked_at_drawn_and_read_as_well() -> None:
    with pikepdf.open(io.BytesIO(ruled_pdf())) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(owner="boss", user="open"))
    kept = MemoryCache()
    with PaperWorker(kept) as worker:
        with pytest.raises(PasswordNeeded):
            worker.sights(data)
        assert worker.sights(data, password="open")[0].words
        assert len(worker.compile(data, password="open", find=True).template.boxes) == 4
        assert "Patient name" in worker.page_text(data)[0]
        assert worker.render(data, 1, 1.0).width == 612
        assert worker.sights(data)[0].words
        for other in (None, "Open"):
            with pytest.raises((PasswordNeeded, WrongPassword)):
                worker.compile(data, password=other, find=True)
    assert kept.get(cache.cache_name(data)) is None
    assert kept.get(cache.cache_name(data, find=True)) is None


def test_what_the_child_trips_over_is_told_without_a_word_of_the_file(paper_worker: PaperWorker) -> None:
    with pytest.raises(DamagedPdf) as caught:
        paper_worker.ink_added(b"%PDF-1.7 secret endobj", b"", [(1, Rect(0, 0, 9, 9))])
    assert "secret" not in str(caught.value.details)
