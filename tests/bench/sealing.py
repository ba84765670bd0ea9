"""How long signing and sealing take, stage by stage: python -m tests.bench.sealing PAGES [PDF …].

Without a PDF the pages are the invented filled form's, as often as needed. With some, their pages in a row, such as
scans. Prints seconds a stage, the whole act, and both files' sizes.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import datetime as dt
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf

from app.domain.ids import PersonId, PrescriberId
from app.domain.place import PersonName
from app.domain.practice import Person, Prescriber, Role
from app.mapping.filled import BoxFill, FilledForm, FillState
from app.pdf.proving.gate import gate
from app.pdf.template import Box, BoxId, BoxKind, Rect
from app.pdf.worker import PaperWorker
from app.places import bundled
from app.signing.draft import Draft
from app.signing.intent import Moment, SignRole, make_intent
from app.signing.manifest import anchor_of
from app.signing.mark import TypedMark
from app.signing.signer import enroll, open_signer
from app.signing.stamp import sign_form
from app.signing.survey import surveyed

WORDS = "four words do not belong"


def pages_of(count: int, sources: list[Path]) -> bytes:
    """A flat PDF of so many pages out of the sources, again and again."""
    parts = [path.read_bytes() for path in sources] or [own_form()]
    with pikepdf.new() as whole:
        while len(whole.pages) < count:
            for part in parts:
                with pikepdf.open(io.BytesIO(part)) as opened:
                    whole.pages.extend(opened.pages[: count - len(whole.pages)])
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def own_form() -> bytes:
    """The program's own form, as it prints empty."""
    [blank] = bundled("forms", "juniper").rglob("form-flat.pdf")
    return blank.read_bytes()


@contextmanager
def stage(name: str, took: dict[str, float]) -> Iterator[None]:
    """Notes how long a stage takes."""
    start = time.perf_counter()
    yield
    took[name] = time.perf_counter() - start


def main() -> None:
    """Measure twice: the first act of a program, and any later one."""
    count, sources = int(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    now = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    person = Person(PersonId("p1"), PersonName("Ann", "Bee"), Role.PRESCRIBER, prescriber_id=PrescriberId("d1"))
    prescriber = Prescriber(PrescriberId("d1"), PersonName("Ann", "Bee"), "MD", "1234567893")
    slot = enroll(person, prescriber, TypedMark("Ann Bee"), WORDS, at=now, random=os.urandom)
    box = Box(BoxId("1:240,310"), 1, Rect(60, 300, 420, 320), BoxKind.TEXT)
    with PaperWorker() as worker:
        form = worker.compile(pages_of(count, sources), declared=[box])
        fills = {
            item.id: BoxFill(item.id, item.page, item.kind, None, FillState.EMPTY_ON_PURPOSE)
            for item in form.template.boxes
        }
        draft = Draft(form, FilledForm(fills, signature_boxes=(form.template.boxes[0].id,)))
        for turn in ("first", "later"):
            took: dict[str, float] = {}
            last = [time.perf_counter(), "compose"]

            def tell(share: float, words: str, last: list[object] = last, took: dict[str, float] = took) -> None:
                moment = time.perf_counter()
                name = str(last[1]).split(",")[0]
                took[name] = took.get(name, 0.0) + moment - float(str(last[0]))
                last[:] = [moment, words]

            composed = draft.composed()
            shown = composed.pdf
            with stage("survey, while it is read", took):
                survey = surveyed(draft, composed, worker)
            with stage("whole act", took):
                last[0] = time.perf_counter()
                intent = make_intent(
                    shown, signer=person.id, role=SignRole.PRESCRIBER, meaning="True.", at=now, random=os.urandom
                )
                tell(0.0, "open the signature")
                moment = Moment(now, anchor=anchor_of(505, "0a" * 32))
                with open_signer(slot, WORDS, person.id) as signer:
                    signed = sign_form(draft, intent, signer, moment, worker, survey=survey, tell=tell)
                tell(1.0, "gate")
                gate(signed.pdf, worker, ours_from=form.first_free)
                tell(1.0, "")
            print(turn, {name: round(value, 3) for name, value in took.items()})
            print(
                f"  {len(signed.pdf):,} bytes fax copy, {len(signed.record):,} record copy, {len(signed.notes)} notes"
            )


if __name__ == "__main__":
    main()
