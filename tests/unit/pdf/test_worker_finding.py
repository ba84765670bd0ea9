"""What was not found in a bad moment is looked for again: places on a flat page never stay lost."""

from __future__ import annotations

import io
from typing import Any

import pytest
from reportlab.pdfgen import canvas

from app.pdf.problems import ReaderStopped
from app.pdf.worker import PaperWorker


def ruled_pdf(*, lines: bool = True) -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
    drawing.drawString(40, 700, "Patient name:" if lines else "Nothing is asked here.")
    if lines:
        drawing.line(140, 698, 500, 698)
    drawing.save()
    return out.getvalue()


def test_that_nothing_was_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with PaperWorker() as worker:
        assert worker.compile(ruled_pdf(lines=False), find=True).template.boxes == ()
        monkeypatch.setattr(worker, "_ask", None)
        assert worker.compile(ruled_pdf(lines=False), find=True).template.boxes == ()


def test_a_look_that_failed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with PaperWorker() as worker:
        ask = worker._ask

        def too_slow_to_look(head: dict[str, Any], *rest: Any) -> tuple[dict[str, Any], bytes]:
            if head["do"] == "find":
                raise ReaderStopped
            return ask(head, *rest)

        with monkeypatch.context() as patched:
            patched.setattr(worker, "_ask", too_slow_to_look)
            assert worker.compile(ruled_pdf(), find=True).template.boxes == ()
        assert len(worker.compile(ruled_pdf(), find=True).template.boxes) == 1
